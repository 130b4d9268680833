/** Some hours more for the owner, once: to save his files. */
import * as z from 'zod/mini';
import type { Entry } from '../ledger/items.ts';
import type { Ruling } from '../ledger/rulings.ts';
import { over } from './approve.ts';
import { personOf } from './caller.ts';
import { dataOf, type Office, Refused } from './office.ts';
import { lookNow, order } from './order.ts';
import { caseOf, type Target } from './target.ts';
import { HOUR } from './times.ts';
import { text, verb } from './verb.ts';

const MORE = 4 * HOUR;
const REASON = 'some hours more to save what is there';

/** When the time given to the owner is over, as he was last told. */
async function graceEnds({ desk, clock }: Office, { known, resource, opened }: Target): Promise<Date> {
  let last: Entry | undefined;
  for await (const entry of desk.entries(known.id, resource.key)) if (entry.type === 'outcome') last = entry;
  const end = new Date(typeof last?.body.until === 'string' ? last.body.until : Number.NaN);
  if (!opened.case.open || last?.body.why !== 'grace' || !(end > clock.now()))
    throw new Refused(`No time is running for the owner of ${resource.name}; there is nothing to extend.`);
  return end;
}

export const extend = verb({
  name: 'extend',
  takes: 'person',
  input: z.strictObject({ case: text(2_000) }),
  async run(office, wanted) {
    const { news, entry } = await order(office, 'extend', async () => {
      const target = await caseOf(office, wanted.case);
      const { born } = target.opened.case;
      const before = target.opened.ruling?.exemption;
      if (before?.extension && before.born === born) throw new Refused(`It was extended already, until ${before.until}, by ${before.by}.`);
      const until = new Date((await graceEnds(office, target)).getTime() + MORE).toISOString();
      const owner = personOf(office.caller);
      const exemption: Ruling['exemption'] = { born, until, owner, reason: REASON, by: office.caller.arn, extension: true };
      const what = dataOf({ case: target.id, until });
      return { sets: [over(target, { exemption })], why: REASON, what, news: { target, until } };
    });
    const { known, resource } = news.target;
    const says = [`Nothing is done to ${resource.name} for ${known.id} before ${news.until}. There is no second time.`];
    return {
      says: [...says, await lookNow(office, news.target, entry.hash)],
      data: dataOf({ case: news.target.id, until: news.until }),
    };
  },
});
