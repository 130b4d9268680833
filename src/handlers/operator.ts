/** The operator: its verbs change something. It reads in IAM, STS and SSM who asks. */
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { reader } from '../aws.ts';
import { office } from '../office.ts';
import { answer } from '../operator/door.ts';
import { ssm } from '../operator/ssm.ts';
import { sts } from '../operator/sts.ts';
import { setting } from '../site.ts';

/** The function's own, which Lambda keeps in its environment. */
const own = () => ({
  accessKeyId: setting('AWS_ACCESS_KEY_ID'),
  secretAccessKey: setting('AWS_SECRET_ACCESS_KEY'),
  sessionToken: setting('AWS_SESSION_TOKEN'),
});

async function role(name: string) {
  try {
    const { Role } = await reader(IAMClient, { region: 'aws-global' }).send(new GetRoleCommand({ RoleName: name }));
    if (!Role?.Arn || !Role.RoleId || !Role.CreateDate) return undefined;
    return { arn: Role.Arn, id: Role.RoleId, made: Role.CreateDate, trust: Role.AssumeRolePolicyDocument };
  } catch (error) {
    if ((error as Error).name === 'NoSuchEntityException') return undefined;
    throw error;
  }
}

export async function handler(event: unknown): Promise<unknown> {
  const here = office();
  const { home, clock } = here;
  const now = () => clock.now();
  return await answer(event, { office: (caller) => ({ ...here, caller }), home, now, sts, ssm: ssm(home.region, own), role });
}
