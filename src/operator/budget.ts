/** A budget is read by anybody; one that has tripped is reset by a person who has read what was withheld. */
import * as z from 'zod/mini';
import { account } from '../engine/read.ts';
import { budgetsOf } from '../ledger/port.ts';
import { inUse, spelt, used } from './budgets.ts';
import { dataOf, Refused } from './office.ts';
import { order } from './order.ts';
import { mustApprove } from './rights.ts';
import { knownOf } from './target.ts';
import { text, verb, why } from './verb.ts';

/** That of the account, and that of one violation in it or of all that have begun a repair. */
export const budgetShow = verb({
  name: 'budget show',
  takes: 'read',
  input: z.strictObject({ account: z.optional(account), violation: z.optional(text()) }),
  async run(office, wanted) {
    const of = wanted.account ?? office.home.account;
    const one = wanted.violation === undefined ? undefined : knownOf(office, wanted.violation);
    const ids = (one ? [one] : office.known).map(({ id }) => budgetsOf({ account: of, violation: id, key: '' }));
    const all = await used(office, [...new Set(ids.flat())]);
    const budgets = all.filter((b, i) => i === 0 || one || inUse(b));
    const { repairs, per } = office.policy.budget.violation;
    const rest = `No repair of any ${budgets.length > 1 ? 'other ' : ''}violation has begun; of each, ${repairs} may begin in ${per} s.`;
    return { says: [...budgets.map(spelt), ...(budgets.length < all.length ? [rest] : [])], data: dataOf({ budgets }) };
  },
});

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
