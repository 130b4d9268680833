/** Why is it as it is, and why did nothing happen? */
import * as z from 'zod/mini';
import type { Entry } from '../ledger/items.ts';
import { IF_LINKED, linesFor } from './explain.ts';
import { fateOf } from './heard.ts';
import { standing } from './list.ts';
import { dataOf, type Office, Refused } from './office.ts';
import { rulings } from './show.ts';
import { type Target, targetsOf } from './target.ts';
import { told } from './told.ts';
import { text, verb } from './verb.ts';

const LAST = 5;
/** The id of an event, as EventBridge or our own sweep gives it; keys of KMS and executions of pipelines have names of that form, too. */
const EVENT = /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|sweep [\dT:.Z-]+)$/i;

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
  input: z.strictObject({ resource: text(2_000), since: z.optional(text()) }),
  async run(office, wanted) {
    const { resource, since } = wanted;
    const targets = await targetsOf(office, resource);
    if (targets.length === 0) throw new Refused(`${resource} is no resource of a type that mlwarden looks at.`);
    const seen = targets.filter(({ opened }) => opened.case.rev > 0);
    if (seen.length === 0 && EVENT.test(resource))
      return await fateOf(office, resource.startsWith('sweep ') ? resource : resource.toLowerCase(), since);
    if (since !== undefined) throw new Refused('--since is about events, and that is a resource.');
    // By a mere name any type may be meant: those with a case are, if there are any.
    const meant = seen.length > 0 && !resource.includes('/') ? seen : targets;
    const all = await Promise.all(meant.map((target) => reasons(office, target)));
    return { says: all.flatMap(({ says }) => says), data: dataOf({ violations: all.map(({ data }) => data) }) };
  },
});
