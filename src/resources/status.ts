/** A status is one that lasts, one that passes by itself, or one that nobody foresaw. */
import type { Wait } from '../engine/remediation.ts';

/** AWS names a status that nobody foresaw: what it allows is unknown. */
export class UnknownStatus extends Error {
  constructor(what: string, status: string) {
    super(`Unknown status of ${what}: ${status}`);
    this.name = 'UnknownStatus';
  }
}

/** What to wait for while a status passes by itself. Throws UnknownStatus. */
export function settling(what: string, status: string, passing: readonly string[], lasting: readonly string[]): Wait | undefined {
  if (lasting.includes(status)) return undefined;
  if (!passing.includes(status)) throw new UnknownStatus(what, status);
  return { do: 'wait', for: `${what}, which is ${status}`, again: 30 };
}
