/** What budgets have left. */
import * as z from 'zod/mini';
import { account } from '../engine/read.ts';
import { budgetsOf } from '../ledger/port.ts';
import { inUse, spelt, used } from './budgets.ts';
import { dataOf } from './office.ts';
import { knownOf } from './target.ts';
import { text, verb } from './verb.ts';

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
