/** What a policy says, as IAM reads it (IAM user guide, "IAM JSON policy elements reference"). */
import { isMap } from '../engine/expect.ts';
import type { Json } from '../engine/remediation.ts';

export type Statement = { readonly [element: string]: Json };
/** In normal form: `Statement` is a list. The rest stands as IAM gives it back, which is as it was written. */
export type PolicyDocument = { readonly [element: string]: Json; readonly Statement: readonly Statement[] };

/** The text is no policy document. */
export class UnreadablePolicy extends Error {
  constructor(where: string, options?: ErrorOptions) {
    super(`Cannot read the policy document of ${where}.`, options);
    this.name = 'UnreadablePolicy';
  }
}

const isStatement = isMap as (value: unknown) => value is Statement;
type Each = (s: Statement) => readonly Statement[];
function read(json: () => string, where: string, each: Each): PolicyDocument {
  try {
    const document: unknown = JSON.parse(json());
    // What is nested too deep to be written could not be put back.
    JSON.stringify(document);
    const statements = list((document as Statement | null)?.Statement);
    if (isStatement(document) && statements.length > 0 && statements.every(isStatement))
      return { ...document, Statement: statements.flatMap(each) };
  } catch (cause) {
    throw new UnreadablePolicy(where, { cause });
  }
  throw new UnreadablePolicy(where);
}
const asItIs: Each = (s) => [s];

/** Reads a document as IAM returns it: percent-encoded (RFC 3986). `each`: the normal form of a statement. Throws UnreadablePolicy. */
export const readPolicy = (text: string, where: string, each = asItIs): PolicyDocument => read(() => decodeURIComponent(text), where, each);
/** Reads a document as a service returns that of a resource: as it is. Throws UnreadablePolicy. */
export const readResourcePolicy = (text: string, where: string, each = asItIs): PolicyDocument => read(() => text, where, each);

/** An element may be one value or a list of them. */
export const list = (element: Json | undefined): readonly Json[] =>
  element === undefined ? [] : Array.isArray(element) ? element : [element];
export const texts = (element: Json | undefined): string[] => list(element).filter((value) => typeof value === 'string');

/** A user or role that was deleted: its unique id is shown, which nobody has any more, and no document is taken that has it. */
export const isNobody = (principal: Json): boolean => /^A(IDA|ROA)[A-Z0-9]{12,}$/.test(String(principal));

/** A run of wildcards that holds a `*` says no more than that `*`: no action and no ARN is short enough to tell the difference. */
export const plainly = (pattern: string): string => pattern.replace(/(?<!\?)\?*\*[*?]*/g, '*');
const shortest = (pattern: string): string => plainly(pattern.toLowerCase());
/** `*` means every action of every service, which `*:*` spells too. */
const action = (pattern: string): string => (shortest(pattern) === '*' ? '*:*' : shortest(pattern));

/**
 * Whether the pattern `a` matches `b`. It may be as long as a policy, so it is gone along once: how far of `b` that comes. `either`: what is in `b`
 * is a pattern, too, and some text may be of both. Else its wildcards stand for all that they match, and only a `*` can match a `*`.
 */
function matches(a: string, b: string, either: boolean): boolean {
  let reached = Array.from(`${b}.`, (_, at) => at === 0 || (either && /^\*+$/.test(b.slice(0, at))));
  for (const c of a) {
    const next: boolean[] = [];
    for (const [at, was] of reached.entries()) {
      const d = b[at - 1];
      const stays = was || !!next[at - 1];
      const alike = c === d || (c === '?' && d !== '*') || (either && d === '?');
      next.push(c === '*' || (either && d === '*') ? stays : !!reached[at - 1] && alike);
    }
    reached = next;
  }
  return !!reached.at(-1);
}

/**
 * IAM takes `*` or an ARN whose partition and service are spelt out ("Resource vendor must be fully qualified and cannot contain
 * regexes", MalformedPolicyDocument), so nothing else spells "everything"; longer runs of wildcards are read as `*` all the same.
 */
const everything = (resource: string): boolean => plainly(resource) === '*';

/**
 * The first pattern of `broad` that the statement allows in full, on every resource. Deny is not weighed against it, `NotResource` is
 * never everything, and several narrow patterns that make up a broad one between them are not added up. `NotAction` allows a broad
 * pattern when it leaves all of it open: that of PowerUserAccess takes IAM out, so `iam:*` is not allowed by it.
 */
export function allows(s: Statement, broad: readonly string[]): string | undefined {
  if (s.Effect !== 'Allow' || !texts(s.Resource).some(everything)) return undefined;
  const left = texts(s.NotAction);
  return broad.find(
    (b) =>
      texts(s.Action).some((pattern) => matches(shortest(pattern), action(b), false)) ||
      (left.length > 0 && !left.some((n) => matches(action(n), action(b), true))),
  );
}

/**
 * Whether the statement counts only under a condition. What the condition comes to is not judged, but one that compares nothing is none:
 * all operators and keys of it must match, and IAM takes a block without any (`{}`, `{ "StringEquals": {} }`).
 */
export const conditional = ({ Condition }: Statement): boolean => Condition !== undefined && !isEmpty(Condition);
const isEmpty = (block: Json): boolean =>
  isStatement(block) && Object.values(block).every((keys) => isStatement(keys) && Object.keys(keys).length === 0);
