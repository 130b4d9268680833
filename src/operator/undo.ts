/** Put it back: a request to the violation's own handler, and time in which it is not repaired again. */
import * as z from 'zod/mini';
import { digest } from '../ledger/chain.ts';
import { over } from './approve.ts';
import { granted } from './exempt.ts';
import { dataOf, type Office, Refused } from './office.ts';
import { lookNow, order } from './order.ts';
import { mustApprove } from './rights.ts';
import { oneMore, say } from './second.ts';
import { caseOf, type Target } from './target.ts';
import { given, text, verb, why } from './verb.ts';

async function changed({ desk }: Office, { known, resource }: Target): Promise<number> {
  let count = 0;
  for await (const { type } of desk.entries(known.id, resource.key)) if (type === 'applied') count++;
  if (count === 0) throw new Refused(`mlwarden has changed nothing of ${resource.name} for ${known.id}; there is nothing to put back.`);
  return count;
}

export const undo = verb({
  name: 'undo',
  takes: 'person',
  input: z.strictObject({
    case: text(2_000),
    exemptUntil: text(),
    why,
    owner: z.optional(text()),
    ticket: z.optional(text()),
    force: given,
  }),
  async run(office, wanted) {
    mustApprove(office, 'undo');
    const { news, entry } = await order(office, 'undo', async () => {
      const target = await caseOf(office, wanted.case);
      const steps = await changed(office, target);
      const { id } = target;
      const { born, by } = target.opened.case;
      const owner = wanted.owner ?? by ?? `whoever owns ${target.resource.name}`;
      const { exemption, long } = granted(office, target, { ...wanted, until: wanted.exemptUntil, owner });
      const force = wanted.force ? { force: true as const } : {};
      const exactly = { id, born, until: exemption.until, ...force };
      const said = await say(office, { two: long, name: `undo ${id}`, exactly, why: wanted.why });
      const at = office.clock.now().toISOString();
      const request = { id: digest({ ...exactly, at }).slice(0, 16), born, by: office.caller.arn, why: wanted.why, at, ...force };
      const sets = [...(said.complete ? [over(target, { undo: request, exemption })] : []), ...said.sets];
      const what = dataOf({ case: id, undo: request, exemption, complete: said.complete });
      return { sets, why: wanted.why, what, news: { said, target, exemption, steps } };
    });
    const { said, target, exemption, steps } = news;
    const data = dataOf({ case: target.id, complete: said.complete, steps, exemption });
    if (!said.complete) return { says: [oneMore(said.until), `It has to be --exempt-until ${exemption.until}.`], data };
    const { known, resource } = target;
    const says = [
      `What was changed of ${resource.name} for ${known.id} is put back, the newest first; it is exempt until ${exemption.until}, for ${exemption.owner}.`,
      'It stops at the first thing that somebody has moved since, unless --force was said.',
      await lookNow(office, target, entry.hash),
    ];
    return { says, data };
  },
});
