/** How it stands, on one screen: what the ledger knows, and what CloudWatch does. */
import * as z from 'zod/mini';
import { lasts } from '../ledger/desk-items.ts';
import type { Outcome } from '../ledger/items.ts';
import { budgetsOf, type SweepNote } from '../ledger/port.ts';
import { inUse, spelt, type Used, used } from './budgets.ts';
import { exemptNow } from './exempt-list.ts';
import { dataOf, type Office } from './office.ts';
import { wide } from './pauses.ts';
import { beaten } from './pulse.ts';
import { spoken } from './spoken.ts';
import { HOUR } from './times.ts';
import { verb } from './verb.ts';

const COUNTED = ['asking', 'stuck', 'failed', 'waiting', 'withheld', 'contained', 'told'] as const satisfies readonly Outcome[];
/** Counting goes no further. */
const MOST = 1_000;
const SOON = '7d';
/** A sweep comes every 15 minutes; after as long without one the alarm rings. */
const late = ({ at }: SweepNote, now: Date): boolean => now.getTime() - Date.parse(at) > HOUR;

async function count({ desk }: Office, outcome: Outcome): Promise<number> {
  let n = 0;
  for await (const { open } of desk.cases(outcome)) if ((open || outcome === 'failed') && ++n === MOST) break;
  return n;
}

async function budgets(office: Office): Promise<readonly Used[]> {
  const { home, policy, known } = office;
  const accounts = [...new Set([home.account, ...Object.keys(policy.accounts)])];
  const ids = accounts.flatMap((account) => known.map(({ id }) => budgetsOf({ account, violation: id, key: '' }))).flat();
  return (await used(office, [...new Set(ids)])).filter(inUse);
}

async function sweeps({ desk, known }: Office) {
  const kinds = [...new Set(known.map((k) => k.sweep))];
  return await Promise.all(kinds.map(async (kind) => ({ kind, last: await desk.lastSweep(kind) })));
}

export const status = verb({
  name: 'status',
  takes: 'read',
  input: z.strictObject({}),
  async run(office) {
    const now = office.clock.now();
    const pauses = (await office.desk.pauses(wide(office))).filter((p) => lasts(p, now));
    const counts = Object.fromEntries(await Promise.all(COUNTED.map(async (o) => [o, await count(office, o)] as const)));
    const [charged, swept, exemptions, felt] = await Promise.all([
      budgets(office),
      sweeps(office),
      exemptNow(office, SOON),
      beaten(office),
    ]);
    const says = [
      `${office.cap === 'observe' ? 'Mode=observe: nothing is ever changed.' : 'Mode=policy: policy decides.'} Release ${office.release}, policy ${office.policy.hash.slice(0, 16)}.`,
      ...(pauses.length === 0 ? ['Nothing is paused.'] : []),
      ...pauses.map(
        (p) =>
          `PAUSED: ${spoken(p.name)} ${p.until ? `until ${p.until}` : 'without an end'}: ${p.reason ?? 'no reason given'} (${p.by ?? 'by hand'})`,
      ),
      ...charged.map(spelt),
      `cases: ${COUNTED.map((o) => `${counts[o]}${counts[o] === MOST ? ' or more' : ''} ${o}`).join(', ')}`,
      ...swept.map(
        ({ kind, last }) =>
          `sweep of ${kind}: ${last ? `${late(last, now) ? 'LATE, ' : ''}${last.at}, ${last.looked} looked at, ${last.flawed} flawed${last.gap ? `, ended early: ${last.gap.why}` : ''}` : 'none yet'}`,
      ),
      ...felt.says,
      ...exemptions.map(
        ({ violation, resource, exemption: e }) => `exempt until ${e.until}: ${violation} ${resource.name}, for ${e.owner}`,
      ),
    ];
    const { cap, release, policy } = office;
    return {
      says,
      data: dataOf({ cap, release, policy: policy.hash, pauses, budgets: charged, cases: counts, sweeps: swept, ...felt.data, exemptions }),
    };
  },
});
