/** Proposed changes, sent by the real SDK to moto as the sender would send them. */
import { AttachRolePolicyCommand, CreatePolicyCommand, CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  type CreateEndpointConfigInput,
  CreateModelCommand,
  CreateNotebookInstanceCommand,
  SageMakerClient,
  StopNotebookInstanceCommand,
} from '@aws-sdk/client-sagemaker';
import { connect } from '../../src/aws.ts';
import type { Emulator } from './emulator.ts';
import { apiOf, type Proposed } from './heard.ts';

// biome-ignore lint/suspicious/noExplicitAny: each reads the input of its own API.
type Input = any;
interface Clients {
  readonly iam: IAMClient;
  readonly sagemaker: SageMakerClient;
}
type Before = (clients: Clients, input: Input) => Promise<unknown>;

const SOMEONE = 'arn:aws:iam::111122223333:role/someone';
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'sagemaker.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
const NOTHING = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] });

const notebook: Before = ({ sagemaker }, { NotebookInstanceName }) =>
  sagemaker.send(new CreateNotebookInstanceCommand({ NotebookInstanceName, InstanceType: 'ml.t3.medium', RoleArn: SOMEONE }));
const stopped: Before = async (c, input) => {
  await notebook(c, input);
  await c.sagemaker.send(new StopNotebookInstanceCommand({ NotebookInstanceName: input.NotebookInstanceName }));
};
const model = (sagemaker: SageMakerClient, ModelName = '') =>
  sagemaker.send(new CreateModelCommand({ ModelName, ExecutionRoleArn: SOMEONE }));
const models: Before = async ({ sagemaker }, input) => {
  const { ProductionVariants = [], ShadowProductionVariants = [] }: CreateEndpointConfigInput = input;
  for (const { ModelName } of [...ProductionVariants, ...ShadowProductionVariants]) await model(sagemaker, ModelName);
};
const endpoint: Before = async ({ sagemaker }, { EndpointName }) => {
  const EndpointConfigName = 'before';
  const variant = { VariantName: 'v', ModelName: 'm', InstanceType: 'ml.m5.large', InitialInstanceCount: 1 } as const;
  await model(sagemaker, 'm');
  await sagemaker.send(new CreateEndpointConfigCommand({ EndpointConfigName, ProductionVariants: [variant] }));
  await sagemaker.send(new CreateEndpointCommand({ EndpointName, EndpointConfigName }));
};
/** Loading AWS's managed policies takes moto half a second: what is in IAM stays there from call to call. */
const orThere = (error: Error): void => {
  if (error.name !== 'EntityAlreadyExistsException') throw error;
};
const role: Before = ({ iam }, { RoleName }) =>
  iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST })).catch(orThere);
const policy: Before = async (c, input) => {
  await role(c, input);
  const [, PolicyName] = /^arn:aws:iam::\d{12}:policy\/(.+)$/.exec(input.PolicyArn ?? '') ?? [];
  if (PolicyName) await c.iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument: NOTHING })).catch(orThere);
};
const attached: Before = async (c, input) => {
  await policy(c, input);
  await c.iam.send(new AttachRolePolicyCommand({ RoleName: input.RoleName, PolicyArn: input.PolicyArn }));
};
const inline: Before = async (c, input) => {
  await role(c, input);
  await c.iam.send(new PutRolePolicyCommand({ RoleName: input.RoleName, PolicyName: input.PolicyName, PolicyDocument: NOTHING }));
};

/** What must be there before. A call that is not named here is sent to an empty account: a refusal in AWS's words then counts, too. */
const BEFORE: Readonly<Record<string, Before>> = {
  StopNotebookInstance: notebook,
  StartNotebookInstance: stopped,
  DeleteNotebookInstance: stopped,
  CreateEndpointConfig: models,
  DeleteEndpoint: endpoint,
  AttachRolePolicy: policy,
  DetachRolePolicy: attached,
  PutRolePolicy: role,
  DeleteRolePolicy: inline,
  UpdateAssumeRolePolicy: role,
};

export interface Answer {
  readonly api: string;
  readonly is: 'taken' | 'lacking' | 'refused';
  readonly says?: string;
}

/** To an account with what the call needs, and nothing else. */
export async function send(moto: Emulator, call: Proposed): Promise<Answer> {
  const { api, resource, input } = call;
  const { client, command, iam } = apiOf(call);
  if (!iam[0]?.startsWith('iam:')) await fetch(`${moto.url}/moto-api/reset`, { method: 'POST' });
  const { region, ...where } = moto.config;
  connect(where);
  await BEFORE[api]?.({ iam: new IAMClient({ region, ...where }), sagemaker: new SageMakerClient({ region, ...where }) }, input);
  try {
    await client(resource).send(new command(input), { abortSignal: AbortSignal.timeout(10_000) });
    return { api, is: 'taken' };
  } catch (error) {
    const { name, message } = error as Error;
    // For what moto lacks it answers with a web page, which the SDK cannot parse.
    if (name === 'SyntaxError') return { api, is: 'lacking' };
    return { api, is: api in BEFORE ? 'refused' : 'taken', says: `${name}: ${message}` };
  }
}
