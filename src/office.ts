/** The office of the operator and of the reader as it stands in Lambda. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { reader } from './aws.ts';
import { known } from './known.ts';
import { dynamoDesk } from './ledger/desk-dynamodb.ts';
import type { Office } from './operator/office.ts';
import { setting, site, wait } from './site.ts';

/** Throws `NotFurnished`. */
export function office(): Omit<Office, 'caller'> {
  const { home, policy, cap, release, clock, again } = site();
  const desk = dynamoDesk({
    client: reader(DynamoDBClient, { region: home.region }),
    table: setting('TABLE'),
    now: clock.now,
    pause: wait,
  });
  return { desk, policy, cap, home, release, known, clock, ...(again && { again }) };
}
