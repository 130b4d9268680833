/** An order as the rows of one transaction. */
import { link } from './chain.ts';
import { DESK, type Order, type Setting } from './desk.ts';
import type { Pause } from './desk-items.ts';
import { controlId, entryId, type ItemId, one, pauseId, rulingId } from './layout.ts';
import type { Put, RowOp } from './rows.ts';

export const HEAD = controlId('desk');
/** The lists that exemptions and pauses stand in, in the order of their end. */
export const EXEMPT = 'exempt';
export const PAUSE = 'pause';
/** The word of nobody. */
const UNSAID = { hash: '', person: '', arn: '', why: '', until: new Date(0).toISOString() };
/** After every time that will ever come. */
const NEVER = '9999';
export const wordId = (matter: string): ItemId => controlId(`word#${matter}`);

/** The order as the rows of one transaction: head and record of the chain first. */
export function written(head: { seq: number; hash: string }, { at, release, policy, body, sets }: Order) {
  const plain = JSON.parse(JSON.stringify(body)) as Order['body'];
  const entry = link(head, { ...DESK, at, release, policy, type: 'ruled', body: plain });
  const { seq, hash } = entry;
  const chain: RowOp[] = [
    { ...HEAD, was: head.seq || undefined, put: { rev: seq, doc: JSON.stringify({ v: 1, seq, hash }) } },
    { ...entryId(DESK.violation, DESK.key, seq), was: undefined, put: { rev: 1, doc: JSON.stringify(entry) } },
  ];
  return { entry, ops: [...chain, ...sets.map(rowOf)] };
}

export function rowOf(set: Setting): RowOp {
  const rev = (set.was?.rev ?? 0) + 1;
  // What was read fresh is not there.
  const was = set.about === 'pause' ? set.was?.rev : set.was?.rev || undefined;
  switch (set.about) {
    case 'pause':
      return { ...pauseId(set.name), was, put: pausePut(set.now, rev) };
    case 'word': {
      const { matter, now = UNSAID } = set;
      return { ...wordId(matter), was, put: { rev, doc: JSON.stringify({ v: 1, matter, ...now, rev }) } };
    }
    case 'budget':
      return { ...one(set.now.id), was, put: { rev, doc: JSON.stringify({ ...set.now, rev }) } };
    case 'ruling': {
      const { violation, key, exemption } = set.now;
      const listed = exemption && { due: EXEMPT, wakeAt: exemption.until };
      return { ...rulingId(violation, key), was, put: { rev, doc: JSON.stringify({ ...set.now, rev }), ...listed } };
    }
  }
}

/** Nothing is ever taken out of the ledger: what is over has an end before all time. */
function pausePut(pause: Omit<Pause, 'rev' | 'name'> | undefined, rev: number): Put {
  if (!pause) return { rev, doc: '{}', until: 0 };
  const { until, ...says } = pause;
  const seconds = until === undefined ? {} : { until: Math.ceil(Date.parse(until) / 1000) };
  return { rev, doc: JSON.stringify({ v: 1, ...says }), due: PAUSE, wakeAt: until ?? NEVER, ...seconds };
}
