/** How it stands, on one screen. */
import * as z from 'zod/mini';
import { lasts } from '../ledger/desk-items.ts';
import type { Outcome } from '../ledger/items.ts';
import { budgetsOf } from '../ledger/port.ts';
import { exemptNow } from './exempt.ts';
import { dataOf, type Office } from './office.ts';
import { spoken, wide } from './pauses.ts';
import { verb } from './verb.ts';

const COUNTED = ['asking', 'stuck', 'failed', 'waiting', 'withheld', 'contained', 'told'] as const satisfies readonly Outcome[];
/** Counting goes no further. */
const MOST = 1_000;
const SOON = '7d';

async function count({ desk }: Office, outcome: Outcome): Promise<number> {
  let n = 0;
  for await (const { open } of desk.cases(outcome)) if ((open || outcome === 'failed') && ++n === MOST) break;
  return n;
}

async function budgets({ desk, home, policy, known, clock }: Office) {
  const accounts = [...new Set([home.account, ...Object.keys(policy.accounts)])];
  const ids = accounts.flatMap((account) => known.map(({ id }) => budgetsOf({ account, violation: id, key: '' }))).flat();
  const now = clock.now().getTime();
  return (await desk.budgets([...new Set(ids)])).flatMap(({ id, begun, tripped }) => {
    const limit = id.split('#').length > 2 ? policy.budget.violation : policy.budget.account;
    const within = begun.filter((at) => now - Date.parse(at) < limit.per * 1000).length;
    return within > 0 || tripped !== undefined ? [{ id, begun: within, of: limit.repairs, per: limit.per, tripped }] : [];
  });
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
    const [charged, swept, exemptions] = await Promise.all([budgets(office), sweeps(office), exemptNow(office, SOON)]);
    const says = [
      office.cap === 'observe' ? 'Mode=observe: nothing is ever changed.' : 'Mode=policy: policy decides.',
      ...(pauses.length === 0 ? ['Nothing is paused.'] : []),
      ...pauses.map(
        (p) =>
          `PAUSED: ${spoken(p.name)} ${p.until ? `until ${p.until}` : 'without an end'}: ${p.reason ?? 'no reason given'} (${p.by ?? 'by hand'})`,
      ),
      ...charged.map((b) => `${b.id}: ${b.tripped ? `TRIPPED at ${b.tripped}, ` : ''}${b.begun} of ${b.of} repairs begun in ${b.per} s`),
      `cases: ${COUNTED.map((o) => `${counts[o]}${counts[o] === MOST ? ' or more' : ''} ${o}`).join(', ')}`,
      ...swept.map(
        ({ kind, last }) =>
          `sweep of ${kind}: ${last ? `${last.at}, ${last.looked} looked at, ${last.flawed} flawed${last.gap ? `, ended early: ${last.gap.why}` : ''}` : 'none yet'}`,
      ),
      ...exemptions.map(
        ({ violation, resource, exemption: e }) => `exempt until ${e.until}: ${violation} ${resource.name}, for ${e.owner}`,
      ),
    ];
    const { cap, release, policy } = office;
    return {
      says,
      data: dataOf({ cap, release, policy: policy.hash, pauses, budgets: charged, cases: counts, sweeps: swept, exemptions }),
    };
  },
});
