/** Why is it as it is, and why did nothing happen? */
import * as z from 'zod/mini';
import type { Entry } from '../ledger/items.ts';
import { IF_LINKED, linesFor } from './explain.ts';
import { standing } from './list.ts';
import { dataOf, type Office, Refused } from './office.ts';
import { rulings } from './show.ts';
import { type Target, targetsOf } from './target.ts';
import { told } from './told.ts';
import { text, verb } from './verb.ts';

const LAST = 5;

async function reasons(office: Office, target: Target) {
  const { known, resource, opened } = target;
  const last: Entry[] = [];
  for await (const entry of office.desk.entries(known.id, resource.key)) if (last.push(entry) > LAST) last.shift();
  const { linked, lines } = linesFor(office, known.id, resource, opened);
  const { case: kase } = opened;
  const head =
    kase.rev === 0 ? 'no case: it was found right at every look, or was never looked at' : `${standing(kase)} since ${kase.since}`;
  const says = [
    `${known.id} on ${resource.name}: ${head}`,
    ...rulings(target, office.clock.now()),
    ...(linked ? [IF_LINKED] : []),
    ...lines.map((l) => l.says),
    ...last.map(told),
  ];
  const { ruling, paused } = opened;
  return {
    says,
    data: {
      violation: known.id,
      resource,
      stands: kase.rev === 0 ? 'no case' : standing(kase),
      ruling,
      paused,
      ifLinked: linked,
      lines,
      last,
    },
  };
}

export const whyVerb = verb({
  name: 'why',
  takes: 'read',
  input: z.strictObject({ resource: text(2_000) }),
  async run(office, wanted) {
    const targets = await targetsOf(office, wanted.resource);
    if (targets.length === 0) throw new Refused(`${wanted.resource} is no resource of a type that mlwarden looks at.`);
    const seen = targets.filter(({ opened }) => opened.case.rev > 0);
    // By a mere name any type may be meant: those with a case are, if there are any.
    const meant = seen.length > 0 && !wanted.resource.includes('/') ? seen : targets;
    const all = await Promise.all(meant.map((target) => reasons(office, target)));
    return { says: all.flatMap(({ says }) => says), data: dataOf({ violations: all.map(({ data }) => data) }) };
  },
});
