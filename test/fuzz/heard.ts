/** What a violation makes of an event, whatever that is. */
import { expect } from 'vitest';
import { type Home, read, Unreadable } from '../../src/engine/read.ts';
import type { AnyRemediation, Ignored, Ref } from '../../src/engine/remediation.ts';

const IGNORED: readonly Ignored['ignored'][] = ['compliant', 'archived', 'sample', 'failed-call', 'foreign', 'ours', 'names-nothing'];

/** References to look at, the reason there are none, or that it cannot be read. */
export type Heard = readonly Ref[] | Ignored['ignored'] | 'refused';
export const refsOf = (heard: Heard): readonly Ref[] => (typeof heard === 'string' ? [] : heard);
/** What a violation reads in it. Throws whatever is no typed refusal. */
export function heardBy(event: unknown, { triggers }: AnyRemediation, home: Home): Heard {
  // Whoever asks for a look says no more than that.
  if ((event as { look?: unknown } | null)?.look !== undefined) return 'refused';
  try {
    const told = read(event, triggers, home);
    if ('refs' in told) return told.refs;
    expect(IGNORED).toContain(told.ignored);
    return told.ignored;
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    expect(error.message.length, 'it is a sentence, not the event').toBeLessThan(1_000);
    return 'refused';
  }
}
