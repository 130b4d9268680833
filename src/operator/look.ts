/** Look again, now. */
import * as z from 'zod/mini';
import { dataOf, Refused } from './office.ts';
import { lookNow } from './order.ts';
import { targetOf } from './target.ts';
import { text, verb } from './verb.ts';

export const look = verb({
  name: 'look',
  takes: 'pause',
  input: z.strictObject({ case: text(2_000) }),
  async run(office, wanted) {
    const target = await targetOf(office, wanted.case);
    if (!office.again) throw new Refused('Nobody looks here: a look takes the functions and the queues.');
    const at = office.clock.now().toISOString();
    const says = await lookNow(office, target, `look ${at}`);
    return { says: [says], data: dataOf({ case: target.id, at }) };
  },
});
