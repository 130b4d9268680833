/** Not this one: for a time that ends. */
import * as z from 'zod/mini';
import type { Ruling } from '../ledger/rulings.ts';
import { over } from './approve.ts';
import { type Answer, dataOf, type Office, Refused } from './office.ts';
import { lookNow, order } from './order.ts';
import { concerned, isApprover, isTeam, mustBeAnother } from './rights.ts';
import { oneMore, say } from './second.ts';
import { type Target, targetOf } from './target.ts';
import { DAY, days, until } from './times.ts';
import { given, text, verb, why } from './verb.ts';

type Exemption = NonNullable<Ruling['exemption']>;
const LONG = 30 * DAY;

export interface Wish {
  readonly until: string;
  readonly owner: string;
  readonly why: string;
  readonly ticket?: string | undefined;
  readonly any?: boolean | undefined;
}

/** The exemption that the caller may give, or `Refused`. `long`: it takes two. */
export function granted(office: Office, { known, resource, opened }: Target, wish: Wish): { exemption: Exemption; long: boolean } {
  const { policy, caller, clock } = office;
  const now = clock.now();
  const end = until(wish.until, now);
  const length = end.getTime() - now.getTime();
  const { longest, team } = policy.exemptions;
  if (length > longest * 1000)
    throw new Refused(`An exemption ends after ${days(longest * 1000)} at the latest, and this one after ${days(length)}.`);
  const { born } = opened.case;
  if (!wish.any && born === '')
    throw new Refused(`Nobody has seen ${resource.name} as ${known.id} yet: --any exempts whatever is there under its name.`);
  // What has to be put back at night has no ticket yet; but then it is for as long as a team could exempt it.
  if (wish.ticket === undefined && length > team * 1000) throw new Refused(`More than ${days(team * 1000)} takes a ticket.`);
  const said = { owner: wish.owner, reason: wish.why, ticket: wish.ticket };
  const exemption = { born: wish.any ? '*' : born, until: end.toISOString(), ...said, by: caller.arn };
  if (isTeam(office) && length <= team * 1000) return { exemption, long: false };
  if (!isApprover(office)) {
    const most = isTeam(office) ? `a team exempts for ${days(team * 1000)} at most; more` : 'an exemption';
    throw new Refused(`${most} takes one of the approvers that policy names, and ${caller.role} is none.`);
  }
  mustBeAnother(office, 'An exemption', wish.owner, ...concerned(opened.case));
  return { exemption: { ...exemption, approver: caller.arn }, long: length > LONG && office.policy.twoPersons.includes('long-exemption') };
}

async function add(office: Office, wanted: Wish & { readonly case: string }): Promise<Answer> {
  const { news, entry } = await order(office, 'exempt add', async () => {
    const target = await targetOf(office, wanted.case);
    const { exemption, long } = granted(office, target, wanted);
    const { id } = target;
    const { born, until, owner } = exemption;
    const said = await say(office, { two: long, name: `exempt ${id}`, exactly: { id, born, until, owner }, why: wanted.why });
    const full = said.complete && said.first ? { ...exemption, by: said.first.arn } : exemption;
    const sets = [...(said.complete ? [over(target, { exemption: full })] : []), ...said.sets];
    return {
      sets,
      why: wanted.why,
      what: dataOf({ case: id, exemption: full, complete: said.complete }),
      news: { said, target, exemption: full },
    };
  });
  const { said, target, exemption } = news;
  const data = dataOf({ case: target.id, complete: said.complete, exemption });
  if (!said.complete)
    return { says: [oneMore(said.until), `It has to be until exactly --until ${exemption.until}, for the same owner.`], data };
  const what = exemption.born === '*' ? 'Whatever is there under its name' : 'The one that is there now';
  const says = `${target.known.id} on ${target.resource.name} is exempt until ${exemption.until}, for ${exemption.owner}. ${what}, and what holds it is let go of.`;
  return { says: [says, await lookNow(office, target, entry.hash)], data };
}

export const exemptAdd = verb({
  name: 'exempt add',
  takes: 'person',
  input: z.strictObject({ case: text(2_000), until: text(), owner: text(), why, ticket: text(), any: given }),
  run: add,
});

export const exemptEnd = verb({
  name: 'exempt end',
  takes: 'person',
  input: z.strictObject({ case: text(2_000), why }),
  async run(office, wanted) {
    if (!isApprover(office) && !isTeam(office))
      throw new Refused(`exempt end takes an approver or a team that policy names, and ${office.caller.role} is neither.`);
    const { news: target, entry } = await order(office, 'exempt end', async () => {
      const target = await targetOf(office, wanted.case);
      const { exemption, undo } = target.opened.ruling ?? {};
      if (!exemption) throw new Refused(`${target.known.id} on ${target.resource.name} is not exempt.`);
      const what = dataOf({ case: target.id, exemption });
      // Whoever ends what came with an undo that is over has seen what it left.
      const done = undo?.id === target.opened.case.undone && { undo: undefined };
      return { sets: [over(target, { exemption: undefined, ...done })], why: wanted.why, what, news: target };
    });
    const { known, resource } = target;
    const says = [`${known.id} on ${resource.name} is no longer exempt.`, await lookNow(office, target, entry.hash)];
    return { says, data: dataOf({ case: target.id }) };
  },
});
