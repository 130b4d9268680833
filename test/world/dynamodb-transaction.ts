/** TransactWriteItems: all of it or nothing, once per client token. */
import { createHash } from 'node:crypto';
import type { Table } from './dynamodb-table.ts';
import { invalid } from './dynamodb-tokens.ts';
import type { Item } from './dynamodb-value.ts';
import { type Verb, type Write, type WriteInput, write } from './dynamodb-write.ts';
import { AwsError, rule } from './habitat.ts';

const API = 'DynamoDB API Reference: TransactWriteItems';
rule(
  'dynamodb-transaction-reasons',
  'documented',
  'A cancelled transaction gives one reason an item, in order; None where nothing was wrong.',
  API,
);
rule('dynamodb-transaction-limits', 'documented', 'At most 100 items, no two operations on one item.', API);
rule(
  'dynamodb-transaction-token',
  'documented',
  'A token repeated within 10 minutes changes nothing more; with other parameters it is refused.',
  API,
);
rule(
  'dynamodb-transaction-token-of-cancelled',
  'assumed',
  'A cancelled transaction leaves its token free: the same request is tried anew.',
  'not stated',
);

export interface TransactInput {
  readonly TransactItems: readonly { readonly [V in Verb]?: WriteInput }[];
  readonly ClientRequestToken?: string;
}
interface Reason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: Item;
}
const NONE: Reason = { Code: 'None' };
const TOKEN_MS = 10 * 60_000;

/** The refusal of a whole transaction, and of a single write that met one, for these reasons. */
export function cancelled(reasons: readonly Reason[]): AwsError {
  const codes = reasons.map((reason) => reason.Code).join(', ');
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  return new AwsError('TransactionCanceledException', message, 400, { CancellationReasons: reasons });
}

export class Transactions {
  readonly #tokens = new Map<string, { at: number; digest: string }>();

  write(input: TransactInput, now: number, tableOf: (name: string) => Table): void {
    const { ClientRequestToken: token, TransactItems: items = [] } = input;
    if (items.length === 0 || items.length > 100)
      throw invalid('Member must have length less than or equal to 100 and greater than or equal to 1');
    const digest = createHash('sha256').update(JSON.stringify(items)).digest('hex');
    if (token !== undefined && this.#done(token, digest, now)) return;
    const writes = items.flatMap((item) => Object.entries(item).map(([verb, one]) => write(verb as Verb, tableOf(one.TableName), one)));
    if (new Set(writes.map((one) => one.id)).size < writes.length) {
      throw invalid('Transaction request cannot include multiple operations on one item');
    }
    commit(writes, now);
    if (token !== undefined) this.#tokens.set(token, { at: now, digest });
  }

  #done(token: string, digest: string, now: number): boolean {
    const known = this.#tokens.get(token);
    if (!known || known.at + TOKEN_MS <= now) return false;
    if (known.digest === digest) return true;
    throw new AwsError(
      'IdempotentParameterMismatchException',
      'The request uses the same client token as a previous, but non-identical request.',
    );
  }
}

function commit(writes: readonly Write[], now: number): void {
  const outcomes = writes.map((one) => attempt(one));
  if (outcomes.some((outcome) => outcome.reason !== NONE)) throw cancelled(outcomes.map((outcome) => outcome.reason));
  for (const [i, { table, key }] of writes.entries()) table.put(key, outcomes[i]?.after, now);
}

function attempt(one: Write): { reason: Reason; after?: Item | undefined } {
  const before = one.table.get(one.key);
  if (!one.holds(before ?? {})) {
    return {
      reason: {
        Code: 'ConditionalCheckFailed',
        Message: 'The conditional request failed',
        ...(one.showsOld && before && { Item: before }),
      },
    };
  }
  try {
    return { reason: NONE, after: one.after(before) };
  } catch (error) {
    if (error instanceof AwsError) return { reason: { Code: 'ValidationError', Message: error.message } };
    throw error;
  }
}
