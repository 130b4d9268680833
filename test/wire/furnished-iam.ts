/** What of IAM must be there before a call, as moto takes it. */
import {
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListPolicyVersionsCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { type Before, NOTHING, orThere, trusting } from './furnishing.ts';

const role: Before = async (at, { RoleName }) => {
  const made = new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trusting('sagemaker.amazonaws.com') });
  await new IAMClient(at).send(made).catch(orThere);
};
/** A policy of the customer's; AWS's own are there. */
const policy: Before = async (at, { PolicyArn }) => {
  const [, Path, PolicyName] = /^arn:aws:iam::\d{12}:policy(\/.*?)([^/]+)$/.exec(PolicyArn ?? '') ?? [];
  if (PolicyName) await new IAMClient(at).send(new CreatePolicyCommand({ Path, PolicyName, PolicyDocument: NOTHING })).catch(orThere);
};
const attachable: Before = async (at, input) => {
  await role(at, input);
  await policy(at, input);
};
const attached: Before = async (at, { RoleName, PolicyArn }) => {
  await attachable(at, { RoleName, PolicyArn });
  await new IAMClient(at).send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
};
const inline: Before = async (at, { RoleName, PolicyName }) => {
  await role(at, { RoleName });
  await new IAMClient(at).send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: NOTHING }));
};
/** As many versions as the one that is meant. */
const version: Before = async (at, { PolicyArn, VersionId }) => {
  const iam = new IAMClient(at);
  await policy(at, { PolicyArn });
  const { Versions = [] } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
  for (let made = Versions.length; made < Number(VersionId.slice(1)); made++) {
    await iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: NOTHING }));
  }
};
const accessKey: Before = async (at, { UserName }) => {
  const iam = new IAMClient(at);
  await iam.send(new CreateUserCommand({ UserName })).catch(orThere);
  const { AccessKeyMetadata: [known] = [] } = await iam.send(new ListAccessKeysCommand({ UserName }));
  const key = known ?? (await iam.send(new CreateAccessKeyCommand({ UserName }))).AccessKey;
  return { AccessKeyId: key?.AccessKeyId };
};

export const iam: Readonly<Record<string, Before>> = {
  AttachRolePolicy: attachable,
  DetachRolePolicy: attached,
  PutRolePolicy: role,
  DeleteRolePolicy: inline,
  UpdateAssumeRolePolicy: role,
  SetDefaultPolicyVersion: version,
  UpdateAccessKey: accessKey,
};
