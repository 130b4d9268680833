/** YAML read by people's hands: every complaint about it names the line. */
import { type Document, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { en } from 'zod/locales';
import * as z from 'zod/mini';

/** Throws what the reader of the file wants thrown, for the line of the deepest part of `path` that is there. */
export type Complain = (path: readonly PropertyKey[], why: string) => never;

/** A complaint stays a sentence, whatever stands in the file. */
export const brief = (text: string): string => (text.length > 300 ? `${text.slice(0, 300)}…` : text);

export function readYaml(text: string, refused: (line: number, why: string) => Error): { value: unknown; complain: Complain } {
  const lines = new LineCounter();
  // The library runs out of stack some thousand levels deep, and says by a ReferenceError that aliases lead nowhere or multiply.
  const orRefused = <T>(reading: () => T): T => {
    try {
      return reading();
    } catch (error) {
      throw refused(1, error instanceof RangeError ? 'it is nested too deep' : brief((error as Error).message));
    }
  };
  const doc = orRefused(() => parseDocument(text, { lineCounter: lines, logLevel: 'error' }));
  const syntax = doc.errors[0];
  if (syntax) throw refused(lines.linePos(syntax.pos[0]).line, brief(syntax.message.split('\n', 1).join('')));
  return {
    value: orRefused(() => doc.toJS()),
    complain(path, why) {
      throw refused(lineOf(doc, lines, path), brief(why));
    },
  };
}

interface Unfit {
  /** What is wrong stands in `within`; `path` leads as near to it as there are words in the file. */
  readonly within: string;
  readonly path: readonly PropertyKey[];
  readonly why: string;
}
/** The value, if it fits the schema, or the first thing that does not. */
export function fitted<T>(schema: z.core.$ZodType<T>, value: unknown): { data: T } | Unfit {
  try {
    // zod/mini brings no words of its own.
    return { data: z.parse(schema, value, { error: en().localeError }) };
  } catch (error) {
    // zod fails with a RangeError on some hundred thousand faults at once.
    const issue = error instanceof z.core.$ZodError ? error.issues[0] : undefined;
    if (!issue) return { within: '', path: [], why: 'too much of it is wrong' };
    const path = issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path;
    return { within: issue.path.join('.'), path, why: issue.message };
  }
}

/** The same, with a complaint. `whole` is what the file is called. */
export function checked<T>(schema: z.core.$ZodType<T>, value: unknown, complain: Complain, whole: string): T {
  const parsed = fitted(schema, value);
  return 'data' in parsed ? parsed.data : complain(parsed.path, `${parsed.within || whole}: ${parsed.why}`);
}

/** The line of the deepest node of `path` that exists. */
function lineOf(doc: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let depth = path.length; depth > 0; depth--) {
    const node = keyNode(doc, path.slice(0, depth).map(String));
    if (node?.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}
function keyNode(doc: Document, path: readonly string[]): Node | undefined {
  const parent = path.length > 1 ? doc.getIn(path.slice(0, -1), true) : doc.contents;
  if (isSeq(parent)) return parent.items[Number(path.at(-1))] as Node | undefined;
  const pairs = (parent as { items?: { key?: unknown }[] } | undefined)?.items ?? [];
  const pair = pairs.find((p) => isScalar(p.key) && String(p.key.value) === path.at(-1));
  return pair?.key as Node | undefined;
}
