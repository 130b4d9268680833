/** DynamoDB's condition grammar, as far as a ledger needs it: comparisons, BETWEEN, IN, functions, AND, OR, NOT, parentheses. */
import { type Placeholders, Tokens } from './dynamodb-tokens.ts';
import { type Item, order, same, typeOf, type Value } from './dynamodb-value.ts';
import { rule } from './habitat.ts';

rule(
  'dynamodb-missing-is-unequal',
  'assumed',
  'An attribute that is not there is unequal (<>) to every value and fails every other comparison.',
  'the idiom "put if absent" by `pk <> :pk`',
);

export type Condition = (item: Item) => boolean;
export type Operand = (item: Item) => Value | undefined;

const COMPARE: Record<string, (a: Value | undefined, b: Value | undefined) => boolean> = {
  '=': (a, b) => a !== undefined && b !== undefined && same(a, b),
  '<>': (a, b) => a === undefined || b === undefined || !same(a, b),
  '<': (a, b) => ordered(a, b, (n) => n < 0),
  '<=': (a, b) => ordered(a, b, (n) => n <= 0),
  '>': (a, b) => ordered(a, b, (n) => n > 0),
  '>=': (a, b) => ordered(a, b, (n) => n >= 0),
};
function ordered(a: Value | undefined, b: Value | undefined, holds: (n: number) => boolean): boolean {
  const n = a && b && order(a, b);
  return n !== undefined && holds(n);
}

const FUNCTIONS: Record<string, (value: Value | undefined, other: Value | undefined) => boolean> = {
  attribute_exists: (value) => value !== undefined,
  attribute_not_exists: (value) => value === undefined,
  attribute_type: (value, type) => value !== undefined && typeOf(value) === type?.S,
  begins_with: (value, start) => value?.S?.startsWith(start?.S ?? '') ?? false,
  contains: (value, part) =>
    (value?.S?.includes(part?.S ?? '') ?? false) ||
    (value?.SS?.includes(part?.S ?? '') ?? false) ||
    (value?.L?.some((v) => part && same(v, part)) ?? false),
};

/** A whole condition; undefined text = always true. Refused as DynamoDB refuses it where it cannot be read. */
export function condition(kind: string, text: string | undefined, given: Placeholders): Condition {
  if (text === undefined) return () => true;
  const tokens = new Tokens(kind, text);
  const holds = either(tokens, given);
  if (tokens.peek !== '<EOF>') throw tokens.wrong();
  return holds;
}

function either(tokens: Tokens, given: Placeholders): Condition {
  const left = both(tokens, given);
  if (!tokens.takes('OR')) return left;
  const right = either(tokens, given);
  return (item) => left(item) || right(item);
}

function both(tokens: Tokens, given: Placeholders): Condition {
  const left = single(tokens, given);
  if (!tokens.takes('AND')) return left;
  const right = both(tokens, given);
  return (item) => left(item) && right(item);
}

function single(tokens: Tokens, given: Placeholders): Condition {
  if (tokens.takes('NOT')) {
    const inner = single(tokens, given);
    return (item) => !inner(item);
  }
  if (tokens.takes('(')) {
    const inner = either(tokens, given);
    tokens.expect(')');
    return inner;
  }
  const ask = FUNCTIONS[tokens.peek];
  if (ask) return call(tokens, given, ask);
  return comparison(tokens, given);
}

function call(tokens: Tokens, given: Placeholders, ask: (value: Value | undefined, other: Value | undefined) => boolean): Condition {
  tokens.take();
  tokens.expect('(');
  const value = operand(tokens, given);
  const other = tokens.takes(',') ? operand(tokens, given) : () => undefined;
  tokens.expect(')');
  return (item) => ask(value(item), other(item));
}

function comparison(tokens: Tokens, given: Placeholders): Condition {
  const left = operand(tokens, given);
  if (tokens.takes('BETWEEN')) {
    const low = operand(tokens, given);
    tokens.expect('AND');
    const high = operand(tokens, given);
    return (item) => ordered(left(item), low(item), (n) => n >= 0) && ordered(left(item), high(item), (n) => n <= 0);
  }
  if (tokens.takes('IN')) {
    const list: Operand[] = [];
    tokens.expect('(');
    do list.push(operand(tokens, given));
    while (tokens.takes(','));
    tokens.expect(')');
    return (item) => list.some((one) => COMPARE['=']?.(left(item), one(item)));
  }
  const compare = COMPARE[tokens.peek];
  if (!compare) throw tokens.wrong();
  tokens.take();
  const right = operand(tokens, given);
  return (item) => compare(left(item), right(item));
}

/** A `:value` or a document path. */
export function operand(tokens: Tokens, given: Placeholders): Operand {
  if (tokens.peek.startsWith(':')) {
    const value = given.value(tokens.take(), tokens.kind);
    return () => value;
  }
  const names = path(tokens, given);
  return (item) => names.reduce<Value | undefined>((value, name) => value?.M?.[name] ?? value?.L?.[Number(name)], { M: item });
}

/** The names of a path, from the item down; a list's index as its digits. */
export function path(tokens: Tokens, given: Placeholders): readonly string[] {
  const names: string[] = [];
  do {
    if (!/^#?\w/.test(tokens.peek)) throw tokens.wrong();
    names.push(given.name(tokens.take(), tokens.kind));
    while (tokens.peek.startsWith('[')) names.push(tokens.take().slice(1, -1));
  } while (tokens.takes('.'));
  return names;
}
