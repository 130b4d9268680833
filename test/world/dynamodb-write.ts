/** One write as DynamoDB knows four of them, alone or in a transaction. */
import { type Condition, condition } from './dynamodb-expression.ts';
import type { Table } from './dynamodb-table.ts';
import { invalid, Placeholders } from './dynamodb-tokens.ts';
import { update } from './dynamodb-update.ts';
import type { Item } from './dynamodb-value.ts';

export interface WriteInput {
  readonly TableName: string;
  readonly Item?: Item;
  readonly Key?: Item;
  readonly ConditionExpression?: string;
  readonly UpdateExpression?: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Item;
  readonly ReturnValuesOnConditionCheckFailure?: string;
  readonly ReturnValues?: string;
}
export type Verb = 'Put' | 'Update' | 'Delete' | 'ConditionCheck';

/** A write that was read and understood; it has not looked at the item yet. */
export interface Write {
  readonly table: Table;
  readonly key: Item;
  readonly id: string;
  readonly holds: Condition;
  readonly showsOld: boolean;
  /** What it leaves in place of what was there: an item, nothing, or the same. */
  after(before: Item | undefined): Item | undefined;
}

export function write(verb: Verb, table: Table, input: WriteInput): Write {
  const key = table.keyOf((verb === 'Put' ? input.Item : input.Key) ?? {});
  const given = new Placeholders(input);
  const holds = condition('ConditionExpression', input.ConditionExpression, given);
  if (verb === 'ConditionCheck' && input.ConditionExpression === undefined) throw invalid('ConditionExpression must not be null');
  const change =
    verb === 'Update' && input.UpdateExpression !== undefined ? update(input.UpdateExpression, given) : (item: Item): Item => item;
  given.allUsed();
  if (input.Item) table.check(input.Item);
  return {
    table,
    key,
    id: `${input.TableName} ${table.id(key)}`,
    holds,
    showsOld: input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD',
    after(before) {
      if (verb === 'Put') return input.Item;
      if (verb === 'Delete') return undefined;
      if (verb === 'ConditionCheck') return before;
      const made = change(before ?? key);
      table.check(made);
      return made;
    },
  };
}
