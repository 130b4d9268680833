/** The pause of everything, as the operator writes it, by somebody who may write nothing else. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoRows } from '../ledger/desk-dynamodb.ts';
import { lasts, type Pause } from '../ledger/desk-items.ts';
import { rowOf } from '../ledger/desk-order.ts';
import { pauseOf } from '../ledger/desk-over.ts';
import { pauseId } from '../ledger/layout.ts';
import { LedgerUnavailable } from '../ledger/port.ts';

const NAME = 'pause#global';
export const BY = 'wardenwatch';
const ROUNDS = 3;

interface Where {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly now: Date;
  readonly wait: (ms: number) => Promise<void>;
}

/** The pause that is in force already, whoever made it, which is left as it is; undefined = the one that was just made. */
export async function pauseAll({ client, table, now, wait }: Where, reason: string): Promise<Pause | undefined> {
  const rows = dynamoRows({ client, table, pause: wait });
  for (let round = 0; round < ROUNDS; round++) {
    const [row] = await rows.get([pauseId(NAME)]);
    const was = row && pauseOf(NAME, row);
    if (was && lasts(was, now)) return was;
    const written = await rows.transact([rowOf({ about: 'pause', name: NAME, was, now: { reason, by: BY, at: now.toISOString() } })]);
    if (written.length === 0) return undefined;
  }
  throw new LedgerUnavailable('Others write the pause of everything; it was not made.');
}
