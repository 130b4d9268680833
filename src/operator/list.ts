/** The cases, as they stand. */
import * as z from 'zod/mini';
import type { Case, Outcome } from '../ledger/items.ts';
import { commandLine } from './command-line.ts';
import { dataOf, type Office, Refused } from './office.ts';
import { left, putBack } from './put-back.ts';
import { knownOf, lockOf } from './target.ts';
import { since } from './times.ts';
import { leftOf, undone } from './undone.ts';
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
  undone: given,
  ...(Object.fromEntries(STANDINGS.map((s) => [s, given])) as Record<(typeof STANDINGS)[number], typeof given>),
  since: z.optional(text()),
  violation: z.optional(text()),
  account: z.optional(text()),
  owner: z.optional(text()),
  after: z.optional(text(2_000)),
});

export const standing = ({ outcome }: Case): string => outcome ?? 'under way';
const idOf = ({ violation, key }: Case): string => `${violation}/${key}`;
export const rowOf = (kase: Case) => ({
  case: idOf(kase),
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

type Row = ReturnType<typeof rowOf> & Partial<Kept>;

async function* chosen({ desk }: Office, wanted: z.infer<typeof input>): AsyncGenerator<Case> {
  const by = STANDINGS.filter((s) => wanted[s]);
  const lists = wanted.undone ? [undone(desk)] : by.length > 0 ? by.map((s) => desk.cases(s)) : [desk.cases('open')];
  for (const cases of lists)
    for await (const kase of cases) if ((!wanted.open || kase.open) && (by.length === 0 || by.some((s) => s === kase.outcome))) yield kase;
}

interface Kept {
  readonly is: string;
  readonly what: string;
  readonly left?: readonly string[];
  readonly undo: string;
}
/** What is held or owed, or left by an undo, and the line that puts it back. Undefined: nothing is. */
async function keptOf(office: Office, kase: Case, wanted: z.infer<typeof input>): Promise<Partial<Kept> | undefined> {
  if (wanted.undone) {
    const half = await leftOf(office.desk, kase);
    return half && { ...half, undo: commandLine('undo', idOf(kase), '--exempt-until 7d --force --why REASON') };
  }
  if (!wanted.held) return {};
  const lock = await lockOf(office, kase);
  const [first] = left(lock, kase.violation);
  return first && { is: first.is, what: first.what, undo: putBack(office, first.of, lock, 'REASON') };
}

function lineOf({ violation, name, stands, since, asked, is, what, left }: Row): string {
  const kept = is ? `, ${left ? `${what}; left: ${left.join(', ')}` : `${is}: ${what}`}` : '';
  return `${violation} ${name}: ${stands} since ${since}${asked ? `, ${asked.api} until ${asked.until}` : ''}${kept}`;
}

export const list = verb({
  name: 'list',
  takes: 'read',
  input,
  async run(office, wanted) {
    const after = wanted.since === undefined ? '' : since(wanted.since, office.clock.now()).toISOString();
    if (wanted.violation !== undefined) knownOf(office, wanted.violation);
    const cases: Row[] = [];
    let more = false;
    let passed = wanted.after === undefined;
    for await (const kase of chosen(office, wanted)) {
      if (kase.since < after || (wanted.violation ?? kase.violation) !== kase.violation) continue;
      if ((wanted.account ?? kase.resource?.account) !== kase.resource?.account) continue;
      if ((wanted.owner ?? kase.owned?.owner) !== kase.owned?.owner) continue;
      const kept = await keptOf(office, kase, wanted);
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
    const says = cases.flatMap((c) => [lineOf(c), ...(c.undo === undefined ? [] : [c.undo])]);
    if (more) says.push(`And more than these ${MOST}: say the same with --after ${cases.at(-1)?.case}`);
    return { says: says.length > 0 ? says : ['There is no such case.'], data: dataOf({ cases, more }) };
  },
});
