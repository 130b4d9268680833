/**
 * Does EventBridge's rule match this event? Operators and their meaning: EventBridge user guide, "eb-create-pattern-operators";
 * arrays, missing fields and `$or`: README of aws/event-ruler@0816dfb, the open-sourced matcher. A pattern that EventBridge would not take,
 * or an operator not known here (`cidr`), throws, whatever the event is.
 */
type Test = (value: unknown) => boolean;
type Fields = { readonly [key: string]: unknown };

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';

function refuse(what: string, given: unknown): never {
  throw new TypeError(`${what}: ${JSON.stringify(given)}`);
}

function textOf(op: string, given: unknown): string {
  return isText(given) ? given : refuse(`${op} takes a text`, given);
}

function affix(op: 'prefix' | 'suffix', given: unknown): Test {
  const meets = (value: string, part: string) => (op === 'prefix' ? value.startsWith(part) : value.endsWith(part));
  if (!isFields(given)) {
    const part = textOf(op, given);
    return (value) => isText(value) && meets(value, part);
  }
  const [name, part] = only(given);
  if (name !== 'equals-ignore-case') refuse(`${op} takes a text or equals-ignore-case`, given);
  const lower = textOf(op, part).toLowerCase();
  return (value) => isText(value) && meets(value.toLowerCase(), lower);
}

/** `*` is any text; `\*` and `\\` are the characters themselves. */
function wildcard(given: unknown): Test {
  const glob = textOf('wildcard', given);
  const parts = glob.match(/\\[*\\]|[^\\]/g) ?? [];
  if (parts.join('') !== glob || parts.some((part, i) => part === '*' && parts[i + 1] === '*')) refuse('wildcard', given);
  const pattern = parts.map((part) => (part === '*' ? '.*' : part.slice(-1).replace(/\W/, '\\$&'))).join('');
  return (value) => isText(value) && new RegExp(`^${pattern}$`, 's').test(value);
}

const COMPARE: { readonly [op: string]: (a: number, b: number) => boolean } = {
  '=': (a, b) => a === b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};
function numeric(given: unknown): Test {
  if (!Array.isArray(given) || ![2, 4].includes(given.length)) return refuse('numeric takes one or two comparisons', given);
  const tests = [given.slice(0, 2), given.slice(2)].filter((pair) => pair.length > 0);
  return tests
    .map(([op, bound]): Test => {
      const compare = COMPARE[op];
      if (!compare || typeof bound !== 'number') return refuse('numeric', given);
      return (value) => typeof value === 'number' && compare(value, bound);
    })
    .reduce((one, other) => (value) => one(value) && other(value));
}

function anythingBut(given: unknown): Test {
  if (isFields(given)) {
    const [op, listed] = only(given);
    if (!['prefix', 'suffix', 'equals-ignore-case', 'wildcard'].includes(op)) refuse('anything-but', given);
    const tests = [listed].flat().map((one) => operator(op, one));
    return (value) => !tests.some((test) => test(value));
  }
  const list: unknown[] = [given].flat();
  const kinds = new Set(list.map((one) => typeof one));
  if (!['string', 'number'].includes([...kinds].join())) refuse('anything-but takes texts or numbers', given);
  return (value) => !list.includes(value);
}

function operator(op: string, given: unknown): Test {
  switch (op) {
    case 'prefix':
    case 'suffix':
      return affix(op, given);
    case 'equals-ignore-case': {
      const lower = textOf(op, given).toLowerCase();
      return (value) => isText(value) && value.toLowerCase() === lower;
    }
    case 'wildcard':
      return wildcard(given);
    case 'numeric':
      return numeric(given);
    case 'anything-but':
      return anythingBut(given);
    default:
      return refuse('unknown operator', op);
  }
}

function only(fields: Fields): readonly [string, unknown] {
  const [entry, ...more] = Object.entries(fields);
  return entry && more.length === 0 ? entry : refuse('one operator at a time', fields);
}

/** The leaf values under a key; none where it is missing, an empty list or an object. */
const leaves = (value: unknown): readonly unknown[] => {
  if (Array.isArray(value)) return value.flatMap(leaves);
  return value === undefined || isFields(value) ? [] : [value];
};

/** One element of a pattern's list. An event's list meets it if one of its values does. */
function condition(given: unknown): (values: readonly unknown[]) => boolean {
  if (Array.isArray(given)) return refuse('a list within a list', given);
  if (!isFields(given)) return (values) => values.includes(given);
  const [op, argument] = only(given);
  if (op === 'exists') {
    if (typeof argument !== 'boolean') refuse('exists takes true or false', given);
    return (values) => values.length > 0 === argument;
  }
  const test = operator(op, argument);
  return (values) => values.some(test);
}

/**
 * The test that a pattern puts an event to; throws on a pattern that EventBridge would refuse. Fields of one object are met by one element of
 * an event's list, never by two together.
 */
export function compile(pattern: unknown): Test {
  if (!isFields(pattern) || Object.keys(pattern).length === 0) return refuse('a pattern is an object with at least one field', pattern);
  const tests = Object.entries(pattern).map(([key, given]): ((event: Fields) => boolean) => {
    if (key === '$or') {
      if (!Array.isArray(given) || given.length < 2) return refuse('$or takes two patterns or more', given);
      const either = given.map(compile);
      return (event) => either.some((test) => test(event));
    }
    const own = (event: Fields) => (Object.hasOwn(event, key) ? event[key] : undefined);
    if (!Array.isArray(given)) {
      const inner = compile(given);
      return (event) => inner(own(event));
    }
    if (given.length === 0) return refuse('a list of values is not empty', pattern);
    const any = given.map(condition);
    return (event) => any.some((test) => test(leaves(own(event))));
  });
  const fits = (event: Fields) => tests.every((test) => test(event));
  return (event) =>
    (Array.isArray(event) && event.length > 0 ? event.flat(Number.POSITIVE_INFINITY) : [event]).some((one) =>
      fits(isFields(one) ? one : {}),
    );
}

/** Throws on a pattern that EventBridge would refuse. */
export function matches(pattern: unknown, event: unknown): boolean {
  return compile(pattern)(event);
}
