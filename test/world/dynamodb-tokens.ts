/** The words of a DynamoDB expression, and what its placeholders stand for. */

import type { Item, Value } from './dynamodb-value.ts';
import { RESERVED } from './dynamodb-words.ts';
import { AwsError, rule } from './habitat.ts';

rule(
  'dynamodb-reserved-words',
  'documented',
  'A reserved word cannot name an attribute in an expression.',
  'DynamoDB Developer Guide: ReservedWords',
);
rule(
  'dynamodb-unused-placeholders',
  'documented',
  'A name or value given but used by no expression of the request is refused.',
  'DynamoDB Developer Guide: Expressions.ExpressionAttributeNames, ExpressionAttributeValues',
);

export const invalid = (message: string): AwsError => new AwsError('ValidationException', message);

/** `#names` and `:values` of one request; remembers which of them its expressions used. */
export class Placeholders {
  readonly #names: Readonly<Record<string, string>>;
  readonly #values: Item;
  readonly #used = new Set<string>();

  constructor(input: { ExpressionAttributeNames?: Record<string, string>; ExpressionAttributeValues?: Item }) {
    this.#names = input.ExpressionAttributeNames ?? {};
    this.#values = input.ExpressionAttributeValues ?? {};
  }

  name(word: string, kind: string): string {
    if (!word.startsWith('#')) {
      if (!RESERVED.has(word.toUpperCase())) return word;
      throw invalid(`Invalid ${kind}: Attribute name is a reserved keyword; reserved keyword: ${word}`);
    }
    const name = this.#names[word];
    this.#used.add(word);
    if (name === undefined)
      throw invalid(`Invalid ${kind}: An expression attribute name used in the document path is not defined; attribute name: ${word}`);
    return name;
  }

  value(word: string, kind: string): Value {
    const value = this.#values[word];
    this.#used.add(word);
    if (value === undefined)
      throw invalid(`Invalid ${kind}: An expression attribute value used in expression is not defined; attribute value: ${word}`);
    return value;
  }

  /** Called when every expression of the request has been read. */
  allUsed(): void {
    const left = (given: object): string =>
      Object.keys(given)
        .filter((word) => !this.#used.has(word))
        .join(', ');
    const names = left(this.#names);
    if (names) throw invalid(`Value provided in ExpressionAttributeNames unused in expressions: keys: {${names}}`);
    const values = left(this.#values);
    if (values) throw invalid(`Value provided in ExpressionAttributeValues unused in expressions: keys: {${values}}`);
  }
}

const TOKEN = /\s*(<>|<=|>=|[=<>(),.+-]|\[\d+\]|[#:]?\w+)/y;

/** A cursor over the tokens of one expression. `kind` names it in refusals: `ConditionExpression`. */
export class Tokens {
  readonly kind: string;
  readonly #list: string[] = [];
  #at = 0;

  constructor(kind: string, text: string) {
    this.kind = kind;
    TOKEN.lastIndex = 0;
    const trimmed = text.trim();
    while (TOKEN.lastIndex < trimmed.length) {
      const from = TOKEN.lastIndex;
      const token = TOKEN.exec(trimmed)?.[1];
      if (token === undefined) throw invalid(`Invalid ${kind}: Syntax error; token: "${trimmed.charAt(from)}"`);
      this.#list.push(token);
    }
  }

  get peek(): string {
    return this.#list[this.#at] ?? '<EOF>';
  }

  take(): string {
    const token = this.peek;
    this.#at += 1;
    return token;
  }

  /** Takes a keyword or sign if it comes next; keywords know no case. */
  takes(wanted: string): boolean {
    if (this.peek.toUpperCase() !== wanted) return false;
    this.#at += 1;
    return true;
  }

  expect(wanted: string): void {
    if (!this.takes(wanted)) throw this.wrong();
  }

  wrong(): AwsError {
    return invalid(`Invalid ${this.kind}: Syntax error; token: "${this.peek}"`);
  }
}
