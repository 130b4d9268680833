/** What the functions really ask of AWS: every call of everything that is played, on both cores. */
import { crew } from '../../test/simulation/crew.ts';
import type { Logged } from '../../test/world/platform/log.ts';
import { type About, about } from './asked.ts';
import { HOME } from './granted.ts';
import type { Reference } from './reference.ts';

/** What a role asked. */
export interface Use extends About {
  readonly role: string;
}
/** Stories are played in several accounts; permissions are derived for one. */
const settled = (call: Logged, account: string): Logged => JSON.parse(JSON.stringify(call).replaceAll(account, HOME.account)) as Logged;

export function usesOf(logged: Logged, reference: Reference): Use[] {
  const [, account, role] = /^arn:aws:sts::(\d{12}):assumed-role\/(mlwarden-[a-z-]+)\//.exec(logged.caller) ?? [];
  if (!account || !role) return [];
  const { service, operation, input } = settled(logged, account);
  return about(`${service}:${operation}`, input ?? {}, reference).map((asked) => ({ role, ...asked }));
}

/** What one play came to. */
export interface Tally {
  readonly calls: number;
  readonly uses: readonly Use[];
}
export interface Played extends Tally {
  /** How many there were of each sort. */
  readonly plays: { readonly [sort: string]: number };
}
/** `seeds`: of rough weather. */
export async function used(seeds: readonly number[]): Promise<Played> {
  const uses = new Map<string, Use>();
  let [calls, at] = [0, 0];
  let plays: Played['plays'] = {};
  const all = () => Object.values(plays).reduce((a, b) => a + b, 0);
  await crew<number, Tally>({
    worker: new URL('./worker.ts', import.meta.url),
    workerData: { seeds },
    ready: (said) => {
      plays = said as Played['plays'];
    },
    next: () => (at < all() ? at++ : undefined),
    done(tally) {
      calls += tally.calls;
      for (const use of tally.uses) uses.set(JSON.stringify(use), use);
    },
  });
  return { plays, calls, uses: [...uses.values()] };
}
