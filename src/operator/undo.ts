/** Put it back: a request to the violation's own handler, and time in which it is not repaired again. */
import * as z from 'zod/mini';
import { digest } from '../ledger/chain.ts';
import { over } from './approve.ts';
import { awsCall } from './aws-call.ts';
import { granted } from './exempt.ts';
import { dataOf, type Office, Refused } from './office.ts';
import { lookNow, order } from './order.ts';
import { barred } from './put-back.ts';
import { mustApprove } from './rights.ts';
import { oneMore, say } from './second.ts';
import { caseOf, type Target } from './target.ts';
import { given, text, verb, why } from './verb.ts';

/** How many changes are on record. Throws `Refused` where there is none, or where the gate would refuse to put any back. */
async function changed(office: Office, { known, resource, opened: { lock } }: Target): Promise<number> {
  let count = 0;
  for await (const { type } of office.desk.entries(known.id, resource.key)) if (type === 'applied') count++;
  if (count === 0) {
    const other = lock.owed && lock.owed.violation !== known.id ? `what is owed was changed for ${lock.owed.violation}` : '';
    const nothing = lock.holds[known.id] ? 'exempt it, and what it holds is let go of' : 'there is nothing to put back';
    throw new Refused(`mlwarden has changed nothing of ${resource.name} for ${known.id}; ${other || nothing}.`);
  }
  const bar = barred(office, { resource });
  if (bar !== undefined) {
    const how = lock.owed ? `: put it back by ${awsCall(resource.key, lock.owed.call).join(' ')}` : ', and so puts nothing back.';
    throw new Refused(`mlwarden may not touch ${resource.name} (${bar})${how}`);
  }
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
