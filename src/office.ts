/** The operator's office as it stands in Lambda. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { reader } from './aws.ts';

import { known } from './known.ts';
import { dynamoDesk } from './ledger/desk-dynamodb.ts';
import { answer, type Surroundings } from './operator/door.ts';
import { logs } from './operator/logs.ts';
import type { Office } from './operator/office.ts';
import { pulse } from './operator/pulse.ts';
import { ssm } from './operator/ssm.ts';
import { sts } from './operator/sts.ts';
import { setting, site, wait } from './site.ts';

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

function surroundings(): Surroundings {
  const { home, policy, cap, release, clock, again } = site();
  const now = () => clock.now();
  const desk = dynamoDesk({ client: reader(DynamoDBClient, { region: home.region }), table: setting('TABLE'), now, pause: wait });
  const { region } = home;
  const families = () => setting('FAMILIES').split(' ').filter(Boolean);
  const deployed: Pick<Office, 'logs' | 'pulse'> = {
    logs: async (...search) => await logs(region, families())(...search),
    pulse: async () => await pulse({ region, known, families: families(), now: now() }),
  };
  const common = { desk, policy, cap, home, release, known, clock, ...deployed, ...(again && { again }) };
  return { office: (caller) => ({ ...common, caller }), home, now, sts, ssm: ssm(home.region, own), role };
}

export const operator = async (event: unknown): Promise<unknown> => await answer(event, surroundings());
