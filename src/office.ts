/** The operator's office as it stands in Lambda. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { reader } from './aws.ts';

import { known } from './known.ts';
import { dynamoDesk } from './ledger/desk-dynamodb.ts';
import { answer, type Surroundings } from './operator/door.ts';
import { sts } from './operator/sts.ts';
import { setting, site, wait } from './site.ts';

async function role(name: string): Promise<{ arn: string; id: string } | undefined> {
  try {
    const { Role } = await reader(IAMClient, { region: 'aws-global' }).send(new GetRoleCommand({ RoleName: name }));
    return Role?.Arn && Role.RoleId ? { arn: Role.Arn, id: Role.RoleId } : undefined;
  } catch (error) {
    if ((error as Error).name === 'NoSuchEntityException') return undefined;
    throw error;
  }
}

function surroundings(): Surroundings {
  const { home, policy, cap, release, clock, again } = site();
  const now = () => clock.now();
  const desk = dynamoDesk({ client: reader(DynamoDBClient, { region: home.region }), table: setting('TABLE'), now, pause: wait });
  const common = { desk, policy, cap, home, release, known, clock, ...(again && { again }) };
  return { office: (caller) => ({ ...common, caller }), home, now, sts, role };
}

export const operator = async (event: unknown): Promise<unknown> => await answer(event, surroundings());
