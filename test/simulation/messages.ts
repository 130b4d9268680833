/** Invariant 12: a message that is done with is a subject judged, a refusal on record, or a successor in the queue. */
import type { SQSEvent } from 'aws-lambda';
import { nameOf, type Run, type Watch } from './watch.ts';

const UNFINISHED = ['busy', 'sent', 'waiting'];

export interface Census {
  /** Milliseconds that the resource of a key has been there; undefined = it is not. */
  age(key: string): number | undefined;
  /** Whether there ever was one. */
  ever(key: string): boolean;
  /** Whether another look at it, or the event of which it came, is on its way to the function of a violation, or in its hands. */
  follows(violation: string, key: string, but: string, event: string | undefined): boolean;
}

export function acked(watch: Watch, violation: string, event: SQSEvent, run: Run, { age, ever, follows }: Census): void {
  const { body = '', messageId = '' } = event.Records[0] ?? {};
  const told = run.counted.filter(({ what }) => what === 'looked' || what === 'ignored');
  if (told.length === 0 && run.queued === 0)
    watch.breach(12, `${violation} is done with a message and nothing came of it: ${body.slice(0, 200)}`);
  for (const { what, fields } of told) {
    const { outcome = '', key = '' } = fields;
    if (what !== 'looked') continue;
    // What waits for its time stands in the index of what is due.
    const id = `${violation}#${key}`;
    const stands = watch.chains.get(id)?.findLast(({ type }) => type === 'outcome');
    const timed = watch.cases.get(id)?.grace !== undefined || stands?.body.why === 'hours';
    const due = outcome === 'waiting' && timed;
    // Since this look read, another has judged the case, and is answered for by itself.
    const writer = watch.writers.get(id);
    const over = writer !== undefined && writer.run !== run && writer.at > (run.read.get(key) ?? Number.POSITIVE_INFINITY);
    if (
      UNFINISHED.includes(outcome) &&
      run.queued === 0 &&
      !due &&
      !over &&
      !follows(violation, key, messageId, watch.cases.get(id)?.next?.after)
    ) {
      watch.breach(12, `${violation} is done with ${nameOf(key)}, which is ${outcome} (${fields.says}), and nobody will look again`);
    }
    if (outcome === 'absent' && !ever(key)) watch.breach(12, `${violation} looks at ${nameOf(key)}, which never was`);
    if (watch.liedAbout(key)) continue;
    const is = age(key);
    if (outcome === 'absent' && run.queued === 0 && is !== undefined && is > 60_000) {
      watch.breach(12, `${violation} takes ${nameOf(key)} for absent, which is there`);
    }
  }
}
