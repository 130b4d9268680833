/** Go on: takes an approver, and two of them for everything at once. */
import * as z from 'zod/mini';
import type { Setting } from '../ledger/desk.ts';
import { lasts } from '../ledger/desk-items.ts';
import { dataOf, Refused } from './office.ts';
import { order } from './order.ts';
import { LEVELS, pauseNamed } from './pauses.ts';
import { mustApprove } from './rights.ts';
import { oneMore, say } from './second.ts';
import { spoken } from './spoken.ts';
import { text, verb, why } from './verb.ts';

export const resume = verb({
  name: 'resume',
  takes: 'person',
  input: z.strictObject({ level: z.enum(LEVELS), of: z.optional(text(2_000)), why }),
  async run(office, wanted) {
    mustApprove(office, 'resume');
    const name = await pauseNamed(office, wanted.level, wanted.of);
    const { news: said } = await order(office, 'resume', async () => {
      const was = (await office.desk.pauses([name])).find((p) => p.name === name);
      if (!was || !lasts(was, office.clock.now())) throw new Refused(`${spoken(name)} is not paused.`);
      const exactly = dataOf({ resume: name, rev: was.rev });
      const two = wanted.level === 'global' && office.policy.twoPersons.includes('resume-global');
      const said = await say(office, { two, name: `resume ${name}`, exactly, why: wanted.why });
      const what = dataOf({ pause: name, complete: said.complete, ...(said.complete && { first: said.first?.arn }) });
      const ended: readonly Setting[] = said.complete ? [{ about: 'pause', name, was, now: undefined }] : [];
      return { sets: [...ended, ...said.sets], why: wanted.why, what, news: said };
    });
    if (!said.complete) return { says: [oneMore(said.until)], data: dataOf({ pause: name, ended: false, until: said.until }) };
    const says = [`${spoken(name)} goes on.`, 'What was withheld meanwhile is looked at by the next sweep, within 15 minutes.'];
    return { says, data: dataOf({ pause: name, ended: true }) };
  },
});
