/** An admitted change is sent, unless its time is over, and what came of it is settled. */
import type { Last } from '../ledger/items.ts';
import type { Opened } from '../ledger/port.ts';
import { conclude, type Draft, note, without } from './draft.ts';
import { commit, type Errand, LookFailed, ROUNDS, subjectOf } from './errand.ts';
import { follow } from './follow.ts';
import { blank, overdue, type Plan } from './plan.ts';
import type { Refusal } from './refusal.ts';
import { tryLater } from './retry.ts';
import { DEADLINE, send } from './sender.ts';
import { refused } from './settle.ts';

/** `admission`: monotonic milliseconds just before the intent was written. */
export async function carryOut(errand: Errand, last: Last, written: Opened, admission: number): Promise<Plan> {
  const { remediation, visit, house } = errand;
  const left = Math.floor(DEADLINE - (house.clock.monotonic() - admission));
  const late: Refusal = { is: 'moved', text: 'not sent: more than 10 s had passed since it was admitted' };
  const answer = left > 0 ? await send(remediation.kind.api, visit.resource, last.call, left) : late;
  let opened = written;
  for (let round = 0; round < ROUNDS; round++) {
    const draft = blank({ ...errand, resource: visit.resource, opened, now: house.clock.now() });
    const mine = opened.lock.last?.token === last.token && opened.lock.last.status === 'open';
    const plan = mine
      ? outcomeOf(errand, draft, last, answer)
      : { draft, outcome: 'busy' as const, says: 'this change was settled by another look' };
    const followed = follow(plan, errand);
    if (await commit(errand, draft)) return followed;
    opened = await house.ledger.open(subjectOf(errand));
  }
  throw new LookFailed(`What came of ${last.call.api} on ${visit.resource.arn} is not on record.`);
}

/** What AWS's answer means for the case. Whatever is not surely refused counts as sent, and only a look can tell. */
function outcomeOf({ remediation, visit }: Errand, draft: Draft, last: Last, answer: Refusal | undefined): Plan {
  const { api } = last.call;
  if (!answer || answer.is === 'unknown') {
    draft.case = without(draft.case, 'waitingSince', 'retry');
    draft.lock = { ...draft.lock, last: { ...last, status: 'sent', ...(answer && { unsure: true }) } };
    note(draft, 'sent', { token: last.token, call: last.call, ...(answer && { unsure: answer.text }) });
    return { draft, outcome: 'sent', says: `${api} sent`, again: { for: `change ${last.token} to be seen`, seconds: 5 } };
  }
  const passing = answer.is === 'throttled' || answer.is === 'moved' || answer.is === 'missing';
  // What has not passed in a day is no passing condition. What an undo goes back to and is gone does not come back.
  refused(draft, last, answer.text, !passing || overdue(draft) || (answer.is === 'missing' && last.purpose === 'undo'));
  // What has moved is not to be read from before it moved.
  if (passing) {
    // Nothing was done for it: people are not asked for the same call twice.
    if (last.spends) draft.case = without(draft.case, 'spent');
    return tryLater(draft, visit, last, answer.is === 'throttled' ? 5 : remediation.kind.lag);
  }
  conclude(draft, 'failed', { says: answer.text, call: last.call });
  return { draft, outcome: 'failed', says: answer.text };
}
