/** The world with somebody who watches every call. */
import type { Asked } from '../world/platform/refusals.ts';
import { World, type WorldOptions } from '../world/world.ts';
import { arrives } from './at-arrival.ts';
import { committed } from './at-commit.ts';
import { READS, violationOf, Watch } from './watch.ts';

const LEDGER = 'mlwarden-ledger';

export class SimWorld extends World {
  readonly watch: Watch;
  #changes = 0;

  constructor(o: WorldOptions) {
    super(o);
    this.watch = new Watch(() => this.clock.now(), 2 * (o.skew ?? 0), this.account);
  }

  /** Deleting what is not there, putting what is there, changes nothing. */
  wrote(_: string, before: unknown, after: unknown): void {
    if (JSON.stringify(before) !== JSON.stringify(after)) this.#changes += 1;
  }

  override answer(asked: Asked, lost: boolean): unknown {
    const ours = violationOf(asked);
    if (asked.service === 'dynamodb') {
      const output = super.answer(asked, lost);
      if (asked.operation === 'TransactWriteItems') committed(this.watch, asked, (pk) => this.#there(pk));
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
    if (!intent) this.watch.touch(asked.input);
    else {
      intent.effective = true;
      this.watch.ours.set(intent.entry.key, intent);
    }
    return output;
  }

  #there(pk: string): boolean {
    const output = this.dynamodb.call('GetItem', { TableName: LEDGER, Key: { pk: { S: pk }, sk: { S: '-' } }, ConsistentRead: true });
    return 'Item' in (output as object);
  }
  #reset(): void {
    this.watch.begun = [];
    this.watch.tripped.clear();
  }
}
