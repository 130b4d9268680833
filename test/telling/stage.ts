/** Records, a stream that brings them as DynamoDB's does, and the outside as it was told. */
import type { DynamoDBRecord } from 'aws-lambda';
import type { Resource } from '../../src/engine/remediation.ts';
import { link } from '../../src/ledger/chain.ts';
import type { Entry } from '../../src/ledger/items.ts';
import type { BusEvent } from '../../src/telling/event.ts';
import { type Outside, type Post, teller } from '../../src/telling/teller.ts';

export const VIOLATION = 'notebook-encryption';
export const ANA = 'arn:aws:sts::111122223333:assumed-role/data-science/ana';
export const resourceOf = (name: string): Resource => ({
  key: `aws/AWS::SageMaker::NotebookInstance/111122223333/eu-west-1/${name.toLowerCase()}`,
  type: 'AWS::SageMaker::NotebookInstance',
  arn: `arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/${name.toLowerCase()}`,
  name,
  account: '111122223333',
  region: 'eu-west-1',
});

export interface Of {
  readonly violation?: string;
  readonly key?: string;
  readonly name?: string;
  readonly seq?: number;
}
export function record(
  type: string,
  body: Entry['body'],
  { violation = VIOLATION, name = 'Churn', key = resourceOf(name).key, seq = 6 }: Of = {},
): Entry {
  const stamp = { release: '0.1.0+test', policy: 'p'.repeat(64), at: '2026-11-25T12:00:00.000Z' };
  return link({ seq, hash: '' }, { violation, key, ...stamp, type: type as Entry['type'], body });
}

let number = 0;
/** The change that DynamoDB's stream brings of a record that was written. */
export function change(entry: Entry | string): DynamoDBRecord {
  number += 1;
  const written = typeof entry === 'string' ? undefined : entry;
  const Keys = {
    pk: { S: written ? `rec#${written.violation}#${written.key}` : 'rec#x#y' },
    sk: { S: String(written?.seq ?? 1).padStart(9, '0') },
  };
  const doc = { S: written ? JSON.stringify(written) : String(entry) };
  return { eventName: 'INSERT', dynamodb: { Keys, NewImage: { ...Keys, rev: { N: '1' }, doc }, SequenceNumber: String(number) } };
}

/** Names have capitals where keys have none. */
const nameIn = (key: string): string => (key.split('/').at(-1) ?? '').replace(/^[a-z]/, (c) => c.toUpperCase());

/** An outside that can be out of reach, and remembers what it was told. */
export class Stage {
  now = Date.parse('2026-11-25T12:00:10Z');
  readonly events: BusEvent[] = [];
  readonly posts: Post[] = [];
  readonly counted: string[] = [];
  /** Ids of events the bus does not take; all, where it is down. */
  bus: (event: BusEvent) => boolean = () => true;
  busDown = false;
  topicDown: (post: Post) => boolean = () => false;
  resources: Outside['resources'] = async () => (of) => (of.violation === 'operator' ? undefined : resourceOf(nameIn(of.key)));
  private tell = this.sandbox();

  private sandbox() {
    return teller({
      table: 'mlwarden-ledger',
      now: () => this.now,
      resources: (cases) => this.resources(cases),
      emit: async (events) => {
        if (this.busDown) throw new Error('the bus is out of reach');
        const taken = events.map((event) => this.bus(event));
        this.events.push(...events.filter((_, i) => taken[i]));
        return taken;
      },
      post: async (post) => {
        if (this.topicDown(post)) throw new Error('the topic is out of reach');
        this.posts.push(post);
      },
      count: (what, fields) => this.counted.push([what, ...Object.values(fields)].join(' ')),
    });
  }
  /** Lambda begins a new sandbox: what was remembered is gone. */
  restart(): void {
    this.tell = this.sandbox();
  }

  /** One invocation. Returns the index of the first record that comes again. */
  async batch(changes: readonly DynamoDBRecord[]): Promise<number | undefined> {
    const { batchItemFailures } = await this.tell({ Records: [...changes] });
    const [failed] = batchItemFailures;
    return failed && changes.findIndex(({ dynamodb }) => dynamodb?.SequenceNumber === failed.itemIdentifier);
  }

  /** As Lambda goes through a shard: what failed, and all after it, comes again, up to `tries` times. */
  async shard(changes: readonly DynamoDBRecord[], tries = 5): Promise<'done' | 'blocked'> {
    let left = changes;
    for (let n = 0; n < tries; n++) {
      const failed = await this.batch(left);
      if (failed === undefined) return 'done';
      left = left.slice(failed);
    }
    return 'blocked';
  }

  get types(): string[] {
    return this.events.map(({ type }) => type);
  }
  get subjects(): string[] {
    return this.posts.map(({ subject }) => subject);
  }
}
