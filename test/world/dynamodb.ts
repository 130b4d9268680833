/** DynamoDB as a ledger uses it: transactions, consistent batches, stale indexes. Anything it does not model is refused loudly. */
import { copy } from './copy.ts';
import { type QueryInput, query } from './dynamodb-query.ts';
import { STALE_MS, Table, type TableShape } from './dynamodb-table.ts';
import { invalid } from './dynamodb-tokens.ts';
import { type TransactInput, Transactions } from './dynamodb-transaction.ts';
import type { Item } from './dynamodb-value.ts';
import { type Verb, type WriteInput, write } from './dynamodb-write.ts';
import { AwsError, type Random, rule, type Service, type WorldClock } from './habitat.ts';

rule(
  'dynamodb-batch-get',
  'documented',
  'At most 100 keys, no key twice; what was not read comes back in UnprocessedKeys.',
  'DynamoDB API Reference: BatchGetItem',
);

interface Surroundings {
  readonly clock: WorldClock;
  readonly random: Random;
  readonly stale: boolean;
}
interface GetInput {
  readonly TableName: string;
  readonly Key: Item;
  readonly ConsistentRead?: boolean;
}
interface BatchGetInput {
  readonly RequestItems: Readonly<Record<string, { Keys: readonly Item[]; ConsistentRead?: boolean }>>;
}

export class DynamoDB implements Service {
  readonly name = 'dynamodb';
  readonly #habitat: Surroundings;
  readonly #tables = new Map<string, Table>();
  readonly #transactions = new Transactions();

  constructor(habitat: Surroundings, tables: Readonly<Record<string, TableShape>>) {
    this.#habitat = habitat;
    for (const [name, shape] of Object.entries(tables)) this.#tables.set(name, new Table(shape));
  }

  // biome-ignore lint/suspicious/noExplicitAny: the wire is untyped; each operation reads its own members.
  call(operation: string, input: any): unknown {
    const answer = this.#operations[operation];
    if (!answer) throw new AwsError('UnknownOperationException', `The world's DynamoDB has no ${operation}.`);
    for (const gap of ['ProjectionExpression', 'KeyConditions', 'Expected', 'AttributeUpdates', 'QueryFilter']) {
      if (gap in input) throw new Error(`The world's DynamoDB does not model ${gap}.`);
    }
    return answer(input);
  }

  // biome-ignore lint/suspicious/noExplicitAny: as above.
  readonly #operations: Readonly<Record<string, (input: any) => unknown>> = {
    PutItem: (input: WriteInput) => this.#write('Put', input),
    UpdateItem: (input: WriteInput) => this.#write('Update', input),
    DeleteItem: (input: WriteInput) => this.#write('Delete', input),
    GetItem: (input: GetInput) => {
      const item = this.#table(input.TableName).get(input.Key, this.#asOf(input.ConsistentRead));
      return item ? { Item: copy(item) } : {};
    },
    BatchGetItem: (input: BatchGetInput) => this.#batch(input),
    Query: (input: QueryInput) => query(this.#table(input.TableName), input, this.#asOf(input.ConsistentRead)),
    TransactWriteItems: (input: TransactInput) => {
      this.#transactions.write(input, this.#habitat.clock.now(), (name) => this.#table(name));
      return {};
    },
  };

  #table(name: string): Table {
    const table = this.#tables.get(name);
    if (!table) throw new AwsError('ResourceNotFoundException', 'Requested resource not found');
    return table;
  }

  /** Without a consistent read, some moment of the last seconds. */
  #asOf(consistent = false): number {
    if (consistent || !this.#habitat.stale) return Number.POSITIVE_INFINITY;
    return this.#habitat.clock.now() - this.#habitat.random.int(STALE_MS);
  }

  #write(verb: Verb, input: WriteInput): object {
    const table = this.#table(input.TableName);
    const one = write(verb, table, input);
    const before = table.get(one.key);
    if (!one.holds(before ?? {})) {
      throw new AwsError(
        'ConditionalCheckFailedException',
        'The conditional request failed',
        400,
        one.showsOld && before ? { Item: before } : {},
      );
    }
    const after = one.after(before);
    table.put(one.key, after, this.#habitat.clock.now());
    const shown = { ALL_OLD: before, ALL_NEW: after }[input.ReturnValues ?? 'NONE'];
    return shown ? { Attributes: copy(shown) } : {};
  }

  #batch({ RequestItems }: BatchGetInput): object {
    const asked = Object.entries(RequestItems);
    const ids = asked.flatMap(([name, { Keys }]) => Keys.map((key) => `${name} ${this.#table(name).id(key)}`));
    if (ids.length > 100) throw invalid('Too many items requested for the BatchGetItem call');
    if (new Set(ids).size < ids.length) throw invalid('Provided list of item keys contains duplicates');
    const read = ([name, { Keys, ConsistentRead }]: (typeof asked)[number]): [string, Item[]] => {
      const asOf = this.#asOf(ConsistentRead);
      return [name, Keys.map((key) => copy(this.#table(name).get(key, asOf))).filter((item) => item !== undefined)];
    };
    return { Responses: Object.fromEntries(asked.map(read)), UnprocessedKeys: {} };
  }
}
