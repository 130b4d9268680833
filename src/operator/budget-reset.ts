/** A budget that has tripped is reset by a person who has read what was withheld. */
import * as z from 'zod/mini';
import { account } from '../engine/read.ts';
import { budgetsOf } from '../ledger/port.ts';
import { dataOf, Refused } from './office.ts';
import { order } from './order.ts';
import { mustApprove } from './rights.ts';
import { knownOf } from './target.ts';
import { text, verb, why } from './verb.ts';

export const budgetReset = verb({
  name: 'budget reset',
  takes: 'person',
  input: z.strictObject({ account, violation: z.optional(text()), why }),
  async run(office, wanted) {
    mustApprove(office, 'budget reset');
    const violation = wanted.violation === undefined ? '' : knownOf(office, wanted.violation).id;
    const [ofAccount, ofViolation] = budgetsOf({ account: wanted.account, violation, key: '' });
    const id = violation ? ofViolation : ofAccount;
    const { news: was } = await order(office, 'budget reset', async () => {
      const [was] = await office.desk.budgets([id]);
      if (!was || was.rev === 0 || (was.begun.length === 0 && was.tripped === undefined)) throw new Refused(`Nothing is charged to ${id}.`);
      const what = dataOf({ budget: id, begun: was.begun.length, tripped: was.tripped });
      return { sets: [{ about: 'budget', was, now: { v: 1, id, begun: [] } }], why: wanted.why, what, news: was };
    });
    const tripped = was.tripped === undefined ? 'had not tripped' : `had tripped at ${was.tripped}`;
    const says = [`${id} ${tripped}; ${was.begun.length} repairs begun are forgotten.`, 'The next sweep goes on, within 15 minutes.'];
    return { says, data: dataOf({ budget: id, begun: was.begun.length, tripped: was.tripped }) };
  },
});
