/** The world with somebody who watches every call. */
import type { Asked } from '../world/platform/refusals.ts';
import { World, type WorldOptions } from '../world/world.ts';
import { arrives } from './at-arrival.ts';
import { committed } from './at-commit.ts';
import { nameOf, READS, violationOf, Watch } from './watch.ts';

type Running = { readonly EndpointName?: string; readonly EndpointConfigName?: string } | undefined;

/** What an account has one of goes by one name (src/resources/account.ts), whatever a call names it. ECR has repositories, too. */
const ONLY_ONE = new Set(['guardduty', 'config', 'securityhub']);
const isOnlyOne = ({ service, operation }: Asked) => ONLY_ONE.has(service) || operation === 'PutRegistryScanningConfiguration';
const LEDGER = 'mlwarden-ledger';

export class SimWorld extends World {
  readonly watch: Watch;
  #changes = 0;
  readonly #awaited: { readonly operation: string; calls: number; readonly then: () => void }[] = [];

  constructor(o: WorldOptions) {
    super(o);
    const lies = () => [...this.faults.struck].flatMap(([{ what }, calls]) => (what === 'missing' ? calls : []));
    this.watch = new Watch(() => this.clock.now(), 2 * (o.skew ?? 0), this.account, lies);
  }

  /** Deleting what is not there, putting what is there, changes nothing. */
  wrote(_: string, before: unknown, after: unknown): void {
    if (JSON.stringify(before) !== JSON.stringify(after)) this.#changes += 1;
    this.#arrived(before as Running, after as Running);
  }

  /** An update takes minutes. What somebody began before a change of ours moves the endpoint when it is over. */
  #arrived(before: Running, after: Running): void {
    const { EndpointName, EndpointConfigName: to } = after ?? {};
    const from = before?.EndpointConfigName;
    if (!EndpointName || !from || !to || from === to) return;
    for (const { entry, expect } of this.watch.ours.values()) {
      const asked = (expect as { configName?: string }).configName;
      if (nameOf(entry.key) === EndpointName.toLowerCase() && asked !== to) this.watch.touch({ EndpointName });
    }
  }

  /** `then` is called once: when a function of ours has called `operation` so many times from now on. */
  upon(operation: string, calls: number, then: () => void): void {
    this.#awaited.push({ operation, calls, then });
  }

  override answer(asked: Asked, lost: boolean): unknown {
    try {
      return this.#answer(asked, lost);
    } finally {
      if (asked.from) for (const one of this.#awaited) if (one.operation === asked.operation && --one.calls === 0) one.then();
    }
  }

  #answer(asked: Asked, lost: boolean): unknown {
    const ours = violationOf(asked);
    if (asked.service === 'dynamodb') {
      const output = super.answer(asked, lost);
      if (asked.operation === 'TransactWriteItems') committed(this.watch, asked, (pk, margin) => this.#paused(pk, margin));
      if (asked.operation === 'DeleteItem' && JSON.stringify(asked.input).includes('budget#')) this.#reset();
      return output;
    }
    if (asked.service === 'sqs') {
      const output = super.answer(asked, lost);
      if (asked.from) this.watch.run(asked.from).queued += 1;
      return output;
    }
    if (READS.test(asked.operation)) return super.answer(asked, lost);
    const intent = ours === undefined ? undefined : arrives(this.watch, asked);
    const before = this.#changes;
    const output = super.answer(asked, lost);
    if (this.#changes === before) return output;
    if (!intent) this.watch.touch(isOnlyOne(asked) ? { is: 'account' } : asked.input);
    else {
      intent.effective = true;
      this.watch.ours.set(intent.entry.key, intent);
    }
    return output;
  }

  #paused(pk: string, margin: number): boolean {
    const Key = { pk: { S: pk }, sk: { S: '-' } };
    const { Item } = this.dynamodb.call('GetItem', { TableName: LEDGER, Key, ConsistentRead: true }) as {
      Item?: { until?: { N: string } };
    };
    return Item !== undefined && (Item.until === undefined || Number(Item.until.N) * 1000 > this.clock.now() + margin);
  }
  #reset(): void {
    this.watch.begun = [];
    this.watch.tripped.clear();
  }
}
