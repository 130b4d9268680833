/** policy.yaml, read and checked: every complaint names its line. Used where a policy is compiled or given by hand, never in Lambda. */
import { type Document, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import * as z from 'zod/mini';
import { laxity, type Policy, policySchema } from './engine/policy.ts';
import type { Schema } from './engine/remediation.ts';
import { digest } from './ledger/chain.ts';

export class PolicyRefused extends Error {
  override name = 'PolicyRefused';
}
/** The violations of this release, with the schema of their settings. */
export type Known = ReadonlyMap<string, Schema<unknown>>;

/** Words the schema will know one day. Silently dropping them would be laxer than their author wrote. */
const NOT_YET = /^(ask|after|hours|approvers|grace)$/;

/** Throws `PolicyRefused`: one sentence with file, line and what is wrong. */
export function readPolicy(text: string, file: string, known: Known): Policy {
  const lines = new LineCounter();
  const doc = parseDocument(text, { lineCounter: lines });
  const refuse = (path: readonly PropertyKey[], why: string): never => {
    throw new PolicyRefused(`${file}, line ${lineOf(doc, lines, path)}: ${why}`);
  };
  const syntax = doc.errors[0];
  if (syntax) throw new PolicyRefused(`${file}, line ${lines.linePos(syntax.pos[0]).line}: ${syntax.message.split('\n')[0]}`);
  const value: unknown = doc.toJS();
  const early = notYet(value, []);
  if (early) refuse(early, `"${String(early.at(-1))}" is not built yet: this release knows observe and enforce`);
  const parsed = z.safeParse(policySchema, value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    refuse(issue?.path ?? [], `${issue?.path.join('.') || 'the policy'}: ${issue?.message}`);
    throw parsed.error;
  }
  const policy: Policy = { ...parsed.data, hash: digest(parsed.data) };
  checkDestructive(policy, refuse);
  checkViolations(policy, known, refuse);
  const lax = laxity(policy, [...known.keys()]);
  if (lax) refuse(lax.line.split('.'), `${lax.line} may not be laxer than ${lax.than}: the worse effect needs the stricter rule`);
  return policy;
}

type Refuse = (path: readonly PropertyKey[], why: string) => never;

/** The path to the first word that is not built yet, as a key or as a value. */
function notYet(value: unknown, path: readonly PropertyKey[]): readonly PropertyKey[] | undefined {
  if (typeof value === 'string') return path.length > 1 && NOT_YET.test(value) ? [...path, value] : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [k, v] of Object.entries(value)) {
    if (path.at(-1) === 'settings') return undefined;
    if (NOT_YET.test(k)) return [...path, k];
    const deeper = notYet(v, [...path, k]);
    if (deeper) return deeper;
  }
  return undefined;
}

function checkDestructive(policy: Policy, refuse: Refuse): void {
  const blocks: [string, { destructive?: string | undefined } | undefined][] = [
    ['defaults', policy.defaults],
    ...Object.entries(policy.violations).map(([id, v]) => [`violations.${id}`, v] as [string, typeof v]),
    ...Object.entries(policy.accounts).flatMap(([id, a]) => [
      [`accounts.${id}.defaults`, a.defaults] as [string, typeof a.defaults],
      ...Object.entries(a.violations ?? {}).map(([v, block]) => [`accounts.${id}.violations.${v}`, block] as [string, typeof block]),
    ]),
  ];
  for (const [path, block] of blocks) {
    if (block?.destructive === 'enforce')
      refuse([...path.split('.'), 'destructive'], `${path}.destructive: a destructive step may only be observed`);
  }
}

function checkViolations(policy: Policy, known: Known, refuse: Refuse): void {
  const blocks = [
    ...Object.entries(policy.violations).map(([id, block]) => ({ id, block, path: ['violations', id] })),
    ...Object.entries(policy.accounts).flatMap(([account, a]) =>
      Object.entries(a.violations ?? {}).map(([id, block]) => ({ id, block, path: ['accounts', account, 'violations', id] })),
    ),
  ];
  for (const { id, block, path } of blocks) {
    const schema = known.get(id);
    if (!schema) {
      refuse(path, `no violation is named "${id}"; known are ${[...known.keys()].join(', ')}`);
      continue;
    }
    const checked = z.safeParse(schema, block.settings ?? {});
    const issue = checked.success ? undefined : checked.error.issues[0];
    if (issue)
      refuse(
        [...path, 'settings', ...issue.path],
        `settings of ${id}${issue.path.length > 0 ? ` at ${issue.path.join('.')}` : ''}: ${issue.message}`,
      );
  }
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
  const pairs = (parent as { items?: { key?: unknown }[] } | undefined)?.items ?? [];
  const pair = pairs.find((p) => isScalar(p.key) && String(p.key.value) === path.at(-1));
  return pair?.key as Node | undefined;
}
