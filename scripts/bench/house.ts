/** Our side's own: ledger and queues on MiniStack, as the template has them. */
import { DeleteItemCommand, DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { broken } from '../../src/ledger/chain.ts';
import type { Entry } from '../../src/ledger/items.ts';
import { remediations } from '../../src/registry.ts';
import { ACCOUNT, type Emulator, miniStack } from '../../test/wire/emulator.ts';
import { benchOn, makeTable } from '../../test/wire/table.ts';
import type { Contestant, Took } from './contestant.ts';

export interface Kept {
  /** The last outcome on record; undefined = nothing ever happened. */
  readonly outcome: string | undefined;
  readonly entries: readonly Entry[];
  /** What is wrong with the chain; undefined = it is whole. */
  readonly broken: string | undefined;
}
export interface OurHouse {
  readonly emulator: Emulator;
  /** What the ledger holds of a case. */
  kept(violation: string, key: string): Promise<Kept>;
  /** The ledger is empty again: what was there may come up wrong once more, and nobody has touched it. */
  forget(): Promise<void>;
  /** Plays Lambda's poller until `done` says so or a minute is over: each message that is due is handled, and deleted if it did not fail. */
  deliver(violation: string, to: Contestant, done: (handled: number) => Promise<boolean> | boolean): Promise<Took[]>;
}

/** The last record in a few words. */
export const recorded = ({ outcome, entries }: Kept): string =>
  outcome === undefined ? 'no record' : `${entries.length} records, ending ${outcome}`;
const PATIENCE = 90_000;
const TABLE = 'mlwarden-ledger';

export async function ourHouse(started: Promise<Emulator> = miniStack()): Promise<OurHouse> {
  const emulator = await started;
  const dynamodb = new DynamoDBClient(emulator.config);
  const sqs = new SQSClient(emulator.config);
  await makeTable(dynamodb, TABLE);
  for (const { id } of remediations) await sqs.send(new CreateQueueCommand({ QueueName: `mlwarden-${id}` }));
  const { ledger } = benchOn(dynamodb, TABLE);
  return {
    emulator,
    async kept(violation, key) {
      const entries = await Array.fromAsync(ledger.entries(violation, key));
      const { case: kase } = await ledger.open({ violation, key, account: ACCOUNT });
      return { outcome: kase.outcome, entries, broken: broken(entries, kase.head) };
    },
    async forget() {
      for await (const { Items = [] } of paginateScan({ client: dynamodb }, { TableName: TABLE, ProjectionExpression: 'pk, sk' }))
        for (const Key of Items) await dynamodb.send(new DeleteItemCommand({ TableName: TABLE, Key }));
    },
    async deliver(violation, to, done) {
      const QueueUrl = `${emulator.url}/${ACCOUNT}/mlwarden-${violation}`;
      const took: Took[] = [];
      for (const until = Date.now() + PATIENCE; !(await done(took.length)); ) {
        if (Date.now() > until) throw new Error(`${violation}: what was queued did not come to an end within ${PATIENCE / 1000} s.`);
        const asked = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 };
        for (const { MessageId, Body, ReceiptHandle } of (await sqs.send(new ReceiveMessageCommand(asked))).Messages ?? []) {
          took.push(await to.ask({ Records: [{ messageId: MessageId, body: Body }] }));
          if (took.at(-1)?.says !== '{"batchItemFailures":[]}') throw new Error(`${violation}: ${JSON.stringify(took.at(-1))}`);
          await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
        }
      }
      return took;
    },
  };
}
