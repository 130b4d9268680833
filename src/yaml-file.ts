/** YAML read by people's hands: every complaint about it names the line. */
import { type Document, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { en } from 'zod/locales';
import * as z from 'zod/mini';

/** Throws what the reader of the file wants thrown, for the line of the deepest part of `path` that is there. */
export type Complain = (path: readonly PropertyKey[], why: string) => never;

export function readYaml(text: string, refused: (line: number, why: string) => Error): { value: unknown; complain: Complain } {
  const lines = new LineCounter();
  const doc = parseDocument(text, { lineCounter: lines });
  const syntax = doc.errors[0];
  if (syntax) throw refused(lines.linePos(syntax.pos[0]).line, syntax.message.split('\n')[0] ?? '');
  return {
    value: doc.toJS(),
    complain(path, why) {
      throw refused(lineOf(doc, lines, path), why);
    },
  };
}

/** The value, if it fits the schema; else complains of the first thing that does not. `whole` is what the file is called. */
export function checked<T>(schema: z.core.$ZodType<T>, value: unknown, complain: Complain, whole: string): T {
  // zod/mini brings no words of its own.
  const parsed = z.safeParse(schema, value, { error: en().localeError });
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0] as z.core.$ZodIssue; // a failed parse has at least one
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path;
  return complain(path, `${issue.path.join('.') || whole}: ${issue.message}`);
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
