/** Each deployed role, taken on as whoever had its function's credentials would, and what the emulator's IAM says to it. */
import { DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IAMClient, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { all, ofType } from '../deploy/templates.ts';
import { ACCOUNT } from '../wire/emulator.ts';
import type { Deployment } from './deployment.ts';
import { assumed, policy } from './people.ts';

/** But for the one in us-east-1. */
export const roles: readonly string[] = all
  .filter(({ path }) => path !== 'stacks/global.yaml')
  .flatMap((t) => ofType(t, 'AWS::IAM::Role').map(([, { Properties }]) => String(Properties.RoleName)));

/** What it says to that role when it would delete the ledger. MiniStack knows no boundaries: those are judged in test/deploy. */
export async function refusal({ emulator: { config }, ask }: Deployment, RoleName: string): Promise<string> {
  const PolicyDocument = policy({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'sts:AssumeRole' });
  await new IAMClient(config).send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
  const { credentials } = await assumed(ask, `arn:aws:iam::${ACCOUNT}:role/${RoleName}`);
  const ledger = new DynamoDBClient({ ...config, credentials, maxAttempts: 1 });
  return await ledger.send(new DeleteTableCommand({ TableName: 'mlwarden-ledger' })).then(
    () => 'deleted',
    ({ name, message }: Error) => `${name}: ${message}`,
  );
}
