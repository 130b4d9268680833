/** Yes or no to exactly the call that was asked for, on exactly the resource that was there. */
import * as z from 'zod/mini';
import { takesTwo } from '../engine/approval.ts';
import { DAY } from '../engine/decide.ts';
import { digest } from '../ledger/chain.ts';
import type { Setting } from '../ledger/desk.ts';
import type { Case } from '../ledger/items.ts';
import type { Ruling } from '../ledger/rulings.ts';
import { personOf, signed } from './caller.ts';
import { type Answer, dataOf, type Office, Refused } from './office.ts';
import { lookNow, order } from './order.ts';
import { concerned, mustApprove, mustBeAnother } from './rights.ts';
import { oneMore, type Said, say } from './second.ts';
import { caseOf, type Target } from './target.ts';
import { until } from './times.ts';
import { callOf, told as toldOf } from './told.ts';
import { text, verb, why } from './verb.ts';

const call = z.optional(
  z.string().check(z.regex(/^[0-9a-f]{8,64}$/, 'the first eight or more characters of the call’s hash, as show prints it')),
);
/** As long as somebody waits before he is asked anew. */
const NO = '7d';

interface Wanted {
  readonly case: string;
  readonly why: string;
  readonly call?: string | undefined;
  readonly until?: string | undefined;
}

/** The request that is open, or why there is none. */
function requested({ known, resource, opened }: Target, wanted: Wanted, now: Date): NonNullable<Case['asked']> {
  const { asked, open } = opened.case;
  if (!open || !asked) throw new Refused(`Nobody is asked anything about ${known.id} on ${resource.name}.`);
  if (Date.parse(asked.until) <= now.getTime())
    throw new Refused(`The request is over since ${asked.until} and counts as denied; it is asked anew a week after it was asked.`);
  if (wanted.call && !asked.hash.startsWith(wanted.call))
    throw new Refused(`What is asked now is another call (${asked.hash.slice(0, 8)}), ${asked.call.api}: read it first.`);
  return asked;
}

/** Nobody says yes to what he has not read: what is asked, as its record says it, and the line that says yes to exactly that. */
async function unread(office: Office, wanted: Wanted): Promise<Answer> {
  mustApprove(office, 'approve');
  const target = await caseOf(office, wanted.case);
  const { known, resource } = target;
  const { hash, call, effect, until: end } = requested(target, wanted, office.clock.now());
  const says = ['Nothing is approved yet. Read what is asked:'];
  for await (const entry of office.desk.entries(known.id, resource.key))
    if (entry.type === 'asked' && entry.body.hash === hash) says[1] = toldOf(entry);
  if (!target.opened.case.culprits) says.push('Nobody knows who caused it.');
  says.push(`To say yes to exactly this, add --call ${hash.slice(0, 8)}`);
  return { says, data: dataOf({ case: target.id, hash, call, effect, until: end }), wrong: true };
}

/** Throws `Refused` where the same was approved before and may still be spent. */
function mustBeNew({ opened: { ruling, case: kase } }: Target, { hash }: NonNullable<Case['asked']>, now: Date): void {
  const before = ruling?.answer;
  if (before?.says !== 'yes' || before.hash !== hash || before.born !== kase.born || before.id === kase.spent) return;
  if (Date.parse(before.until) <= now.getTime()) return;
  throw new Refused(`It is approved already, by ${before.by.join(', ')} until ${before.until}.`);
}

/** The ruling with this answer laid over what people have ruled before. */
export const over = ({ known, resource, opened }: Target, says: Partial<Omit<Ruling, 'rev'>>): Setting => {
  const { rev: _, ...before } = opened.ruling ?? { v: 1 as const, violation: known.id, key: resource.key, resource, rev: 0 };
  return { about: 'ruling', was: opened.ruling, now: { ...before, ...says } };
};

async function answered(office: Office, name: 'approve' | 'deny', wanted: Wanted): Promise<Answer> {
  const says: 'yes' | 'no' = name === 'approve' ? 'yes' : 'no';
  const { caller } = office;
  mustApprove(office, name);
  const { news, entry } = await order(office, name, async () => {
    const now = office.clock.now();
    const target = await caseOf(office, wanted.case);
    const { known, resource, opened } = target;
    const asked = requested(target, wanted, now);
    mustBeAnother(office, name, ...concerned(opened.case));
    if (says === 'yes') mustBeNew(target, asked, now);
    const { rev = 0 } = opened.ruling ?? {};
    const exactly = { violation: known.id, key: resource.key, born: opened.case.born, hash: asked.hash };
    const two = says === 'yes' && takesTwo(asked.effect, opened.case, office.policy);
    const said = await say(office, { two, name: `approve ${known.id} ${resource.key}`, exactly, why: wanted.why });
    const end = wanted.until === undefined && says === 'yes' ? new Date(now.getTime() + DAY) : until(wanted.until ?? NO, now);
    const answer = {
      id: digest({ ...exactly, rev, at: now.toISOString() }).slice(0, 16),
      says,
      born: opened.case.born,
      hash: asked.hash,
      until: end.toISOString(),
      at: now.toISOString(),
      by: [...(said.complete && said.first ? [said.first] : []), { person: personOf(caller), arn: caller.arn }].map(signed),
      why: wanted.why,
    };
    const sets = [...(said.complete ? [over(target, { answer })] : []), ...said.sets];
    const what = dataOf({
      case: target.id,
      call: asked.call,
      hash: asked.hash,
      effect: asked.effect,
      complete: said.complete,
      until: answer.until,
    });
    return { sets, why: wanted.why, what, news: { said, target, asked, answer } };
  });
  return await told(office, news, entry.hash);
}

interface News {
  readonly said: Said;
  readonly target: Target;
  readonly asked: NonNullable<Case['asked']>;
  readonly answer: NonNullable<Ruling['answer']>;
}
async function told(office: Office, { said, target, asked, answer }: News, id: string): Promise<Answer> {
  const what = `${callOf(asked.call)}, ${asked.effect}, call ${asked.hash.slice(0, 8)}`;
  const data = dataOf({
    case: target.id,
    hash: asked.hash,
    complete: said.complete,
    answer: said.complete ? answer : undefined,
  });
  if (!said.complete) return { says: [`You would approve ${what}.`, oneMore(said.until)], data };
  const first =
    answer.says === 'yes'
      ? `Approved, once, until ${answer.until}: ${what}.`
      : `Denied until ${answer.until}: ${what}. Nobody is asked again before.`;
  return { says: [first, await lookNow(office, target, id)], data };
}

const answering = (name: 'approve' | 'deny') =>
  verb({
    name,
    takes: 'person',
    input: z.strictObject({ case: text(2_000), why, call, until: z.optional(text()) }),
    run: async (office, wanted) =>
      name === 'approve' && wanted.call === undefined ? await unread(office, wanted) : await answered(office, name, wanted),
  });
export const approve = answering('approve');
export const deny = answering('deny');
