/** UpdateExpression: SET and REMOVE of top-level attributes and of members of maps, with +, - and if_not_exists. */
import { type Operand, operand, path } from './dynamodb-expression.ts';
import { invalid, type Placeholders, Tokens } from './dynamodb-tokens.ts';
import type { Item, Value } from './dynamodb-value.ts';

type Change = (before: Item, after: Item) => Item;

/** What an update makes of an item. */
export function update(text: string, given: Placeholders): (before: Item) => Item {
  const tokens = new Tokens('UpdateExpression', text);
  const changes: Change[] = [];
  while (tokens.peek !== '<EOF>') {
    const clause = tokens.takes('SET') ? set : tokens.takes('REMOVE') ? remove : undefined;
    if (!clause) throw tokens.wrong();
    do changes.push(clause(tokens, given));
    while (tokens.takes(','));
  }
  return (before) => changes.reduce((after, change) => change(before, after), before);
}

function set(tokens: Tokens, given: Placeholders): Change {
  const names = path(tokens, given);
  tokens.expect('=');
  const value = sum(tokens, given);
  return (before, after) => {
    const made = value(before);
    if (!made) throw invalid('The provided expression refers to an attribute that does not exist in the item');
    return put(after, names, made);
  };
}

function remove(tokens: Tokens, given: Placeholders): Change {
  const names = path(tokens, given);
  return (_, after) => put(after, names, undefined);
}

function sum(tokens: Tokens, given: Placeholders): Operand {
  const left = term(tokens, given);
  const sign = tokens.takes('+') ? 1 : tokens.takes('-') ? -1 : 0;
  if (sign === 0) return left;
  const right = term(tokens, given);
  return (item) => {
    const [a, b] = [left(item)?.N, right(item)?.N];
    return a === undefined || b === undefined ? undefined : { N: String(Number(a) + sign * Number(b)) };
  };
}

function term(tokens: Tokens, given: Placeholders): Operand {
  if (!tokens.takes('IF_NOT_EXISTS')) return operand(tokens, given);
  tokens.expect('(');
  const there = operand(tokens, given);
  tokens.expect(',');
  const otherwise = operand(tokens, given);
  tokens.expect(')');
  return (item) => there(item) ?? otherwise(item);
}

function put(item: Item, [name, ...rest]: readonly string[], value: Value | undefined): Item {
  if (name === undefined) throw new TypeError('a path has at least one name');
  const { [name]: old, ...others } = item;
  if (rest.length > 0) {
    if (!old?.M) throw invalid('The document path provided in the update expression is invalid for update');
    return { ...others, [name]: { M: put(old.M, rest, value) } };
  }
  return value === undefined ? others : { ...others, [name]: value };
}
