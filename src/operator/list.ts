/** The cases, as they stand. */
import * as z from 'zod/mini';
import type { Case, Outcome } from '../ledger/items.ts';
import { dataOf, type Office, Refused } from './office.ts';
import { left, putBack } from './put-back.ts';
import { knownOf, lockOf } from './target.ts';
import { since } from './times.ts';
import { given, text, verb } from './verb.ts';

const STANDINGS = [
  'asking',
  'withheld',
  'failed',
  'stuck',
  'contained',
  'waiting',
  'told',
  'fixed',
  'gone',
] as const satisfies readonly Outcome[];
/** As many as anybody reads, and as fit into one answer of a function. */
const MOST = 500;

const input = z.strictObject({
  open: given,
  held: given,
  ...(Object.fromEntries(STANDINGS.map((s) => [s, given])) as Record<(typeof STANDINGS)[number], typeof given>),
  since: z.optional(text()),
  violation: z.optional(text()),
  account: z.optional(text()),
  owner: z.optional(text()),
  after: z.optional(text(2_000)),
});

export const standing = ({ outcome }: Case): string => outcome ?? 'under way';
export const rowOf = (kase: Case) => ({
  case: `${kase.violation}/${kase.key}`,
  violation: kase.violation,
  name: kase.resource?.name ?? kase.key,
  arn: kase.resource?.arn,
  stands: standing(kase),
  open: kase.open,
  since: kase.since,
  asked: kase.asked && { api: kase.asked.call.api, hash: kase.asked.hash, until: kase.asked.until },
  by: kase.by,
  ...kase.owned,
});

async function* chosen({ desk }: Office, wanted: z.infer<typeof input>): AsyncGenerator<Case> {
  const by = STANDINGS.filter((s) => wanted[s]);
  if (by.length === 0) return yield* desk.cases('open');
  for (const s of by) for await (const kase of desk.cases(s)) if (!wanted.open || kase.open) yield kase;
}

/** What is held or owed, and the line that puts it back. Undefined: nothing is. */
async function keptOf(office: Office, kase: Case): Promise<{ is: string; what: string; undo: string } | undefined> {
  const lock = await lockOf(office, kase);
  const [first] = left(lock, kase.violation);
  return first && { is: first.is, what: first.what, undo: putBack(office, first.of, lock, 'REASON') };
}

export const list = verb({
  name: 'list',
  takes: 'read',
  input,
  async run(office, wanted) {
    const after = wanted.since === undefined ? '' : since(wanted.since, office.clock.now()).toISOString();
    if (wanted.violation !== undefined) knownOf(office, wanted.violation);
    const cases: (ReturnType<typeof rowOf> & { is?: string; what?: string; undo?: string })[] = [];
    let more = false;
    let passed = wanted.after === undefined;
    for await (const kase of chosen(office, wanted)) {
      if (kase.since < after || (wanted.violation ?? kase.violation) !== kase.violation) continue;
      if ((wanted.account ?? kase.resource?.account) !== kase.resource?.account) continue;
      if ((wanted.owner ?? kase.owned?.owner) !== kase.owned?.owner) continue;
      const kept = wanted.held ? await keptOf(office, kase) : {};
      if (!kept) continue;
      const row = { ...rowOf(kase), ...kept };
      if (!passed) {
        passed = row.case === wanted.after;
        continue;
      }
      more = cases.length === MOST;
      if (more) break;
      cases.push(row);
    }
    if (!passed) throw new Refused(`${wanted.after} stands in this list no more: begin it anew, without --after.`);
    const says = cases.flatMap((c) => [
      `${c.violation} ${c.name}: ${c.stands} since ${c.since}${c.asked ? `, ${c.asked.api} until ${c.asked.until}` : ''}${c.is ? `, ${c.is}: ${c.what}` : ''}`,
      ...(c.undo === undefined ? [] : [c.undo]),
    ]);
    if (more) says.push(`And more than these ${MOST}: say the same with --after ${cases.at(-1)?.case}`);
    return { says: says.length > 0 ? says : ['There is no such case.'], data: dataOf({ cases, more }) };
  },
});
