/** What people rule for a case, written as the operator writes it, and the look that they ask for. */
import type { Case } from '../../src/ledger/items.ts';
import type { Ruling } from '../../src/ledger/rulings.ts';
import type { World } from './world.ts';

export const RULES = ['exempt', 'approve', 'deny', 'undo'] as const;
export type Rule = (typeof RULES)[number];

const TableName = 'mlwarden-ledger';
const PERSON = 'arn:aws:iam::111122223333:role/security/approver/ann';
const SECOND = 'arn:aws:iam::111122223333:role/security/approver/bob';

function item(world: World, pk: string): unknown {
  const asked = { TableName, Key: { pk: { S: pk }, sk: { S: '-' } }, ConsistentRead: true };
  const { Item } = world.dynamodb.call('GetItem', asked) as { Item?: { doc: { S: string } } };
  return Item && JSON.parse(Item.doc.S);
}
export const caseOf = (world: World, violation: string, key: string) => item(world, `case#${violation}#${key}`) as Case | undefined;

/** Undefined: there is nothing to rule on yet. `lasts` in milliseconds. */
export function rule(world: World, { violation, key, resource, born, asked }: Case, what: Rule, lasts: number): Ruling | undefined {
  if (!resource || ((what === 'approve' || what === 'deny') && !asked)) return undefined;
  const pk = `control#ruling#${violation}#${key}`;
  const was = item(world, pk) as Ruling | undefined;
  const at = new Date(world.clock.now()).toISOString();
  const until = new Date(world.clock.now() + lasts).toISOString();
  const id = `r-${world.clock.now()}`;
  const exemption = { born: what === 'undo' ? '*' : born, until, owner: 'ann', reason: 'a trial', by: PERSON };
  const by = asked?.effect === 'destructive' ? [PERSON, SECOND] : [PERSON];
  const says = {
    exempt: { exemption },
    undo: { exemption, undo: { id, born, by: PERSON, why: 'it was needed', at } },
    approve: { answer: { id, says: 'yes' as const, born, hash: asked?.hash ?? '', until, at, by, why: 'seen' } },
    deny: { answer: { id, says: 'no' as const, born, hash: asked?.hash ?? '', until, at, by: [PERSON], why: 'not now' } },
  }[what];
  const doc: Ruling = { ...was, v: 1, violation, key, resource, rev: (was?.rev ?? 0) + 1, ...says };
  const Item = { pk: { S: pk }, sk: { S: '-' }, rev: { N: String(doc.rev) }, doc: { S: JSON.stringify(doc) } };
  world.call('dynamodb', 'PutItem', { TableName, Item });
  const cause = { source: 'mlwarden.operator', detailType: 'Look', id, time: at };
  const QueueUrl = `https://sqs.${world.region}.amazonaws.com/${world.account}/mlwarden-${violation}`;
  world.call('sqs', 'SendMessage', { QueueUrl, MessageBody: JSON.stringify({ look: { resource, cause } }) });
  return doc;
}
