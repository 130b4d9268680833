/** What people rule for a case, as the operator would write it; where there is no such case, nothing. */
import type { Ruling } from '../../src/ledger/items.ts';
import type { Theatre } from './play.ts';
import { type Act, MINUTE } from './scenario.ts';
import { nameOf } from './watch.ts';

const TableName = 'mlwarden-ledger';
type Ruled = Extract<Act, { rule: string }>;

export function rule({ world, watch }: Theatre, { rule: what, violation, name, minutes }: Ruled): void {
  const kase = [...watch.cases.values()].find((c) => c.violation === violation && nameOf(c.key) === name.toLowerCase());
  if (!kase?.resource) return;
  const { key, resource, born, asked } = kase;
  const pk = `control#ruling#${violation}#${key}`;
  const was = watch.ruling(pk);
  const now = world.clock.now();
  const until = new Date(now + minutes * MINUTE).toISOString();
  const id = `r-${now}`;
  const exemption = { born, until, owner: 'ann', reason: 'a trial', by: 'ann' };
  const says: Pick<Ruling, 'exemption' | 'answer' | 'undo'> = {};
  if (what === 'exempt') Object.assign(says, { exemption });
  else if (what === 'undo')
    Object.assign(says, { exemption, undo: { id, born, by: 'ann', why: 'wrong', at: new Date(now).toISOString() } });
  else if (!asked) return;
  else {
    const answer = { id, says: what === 'approve' ? 'yes' : 'no', born, hash: asked.hash, until, by: ['ann'], why: 'seen' };
    Object.assign(says, { answer });
  }
  const doc: Ruling = { ...was, v: 1, violation, key, resource, rev: (was?.rev ?? 0) + 1, ...says };
  const Item = { pk: { S: pk }, sk: { S: '-' }, rev: { N: String(doc.rev) }, doc: { S: JSON.stringify(doc) } };
  world.call('dynamodb', 'PutItem', { TableName, Item });
  watch.rulings.set(pk, doc);
  const cause = { source: 'mlwarden.operator', detailType: 'Look', id, time: new Date(now).toISOString() };
  const QueueUrl = `${process.env.QUEUE_URL_PREFIX}${violation}`;
  world.call('sqs', 'SendMessage', { QueueUrl, MessageBody: JSON.stringify({ look: { resource, cause } }) });
}
