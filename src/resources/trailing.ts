/** A call that writes the whole of what was read, where a read may trail a write. */
import type { Ctx, Wait } from '../engine/remediation.ts';
import { elapsed } from '../engine/time.ts';

/**
 * As long as what `service` tells may be older than what was found: what somebody wrote just before would be written over with what was there
 * before it. `lag` in seconds.
 */
export const trailing = ({ found, now }: Ctx<unknown>, { lag }: { readonly lag: number }, service: string): Wait | undefined =>
  found && elapsed(found, now) < lag * 1000
    ? { do: 'wait', for: `what ${service} tells to be no older than what was found`, again: lag }
    : undefined;
