/** What a scan has found: the shape of its JSON. Members may be added, none is renamed. */
import type { Resource } from '../../engine/remediation.ts';
import type { Ladder, Rung } from './ladder.ts';

export interface Finding {
  readonly violation: string;
  readonly title: string;
  readonly severity: string;
  readonly resource: Resource;
  readonly owner: string;
  readonly wrong: string;
  readonly contained: boolean;
  /** What would be done first; undefined: nothing by itself, and `says` is why. */
  readonly next?: Rung;
  readonly says?: string;
}
/** `failed`: its listing broke off, so how many there are is not known. `unread`: those that could not be looked at or judged. */
export interface KindScan {
  readonly kind: string;
  readonly violations: readonly string[];
  readonly looked: number;
  readonly failed?: string;
  readonly unread: readonly { readonly resource: string; readonly says: string }[];
}
export interface Scan {
  readonly at: string;
  readonly region: string;
  /** Of the resources seen; none, where there were none. */
  readonly accounts: readonly string[];
  readonly policy: { readonly file: string; readonly hash: string; readonly assumed: boolean };
  /** False: something could not be read, so what is not listed may be wrong all the same. */
  readonly complete: boolean;
  readonly kinds: readonly KindScan[];
  readonly findings: readonly Finding[];
  /** Wrong as well, but out of scope by policy, or AWS's or mlwarden's own: listed only with `--all`. */
  readonly leftAlone: number;
  readonly ownersUnread: readonly string[];
}

const SEVERITIES = ['critical', 'high', 'medium', 'low'];
/** The worst first, then by name: the same account is told in the same order. */
export const byGravity = (a: Finding, b: Finding): number =>
  SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
  a.resource.key.localeCompare(b.resource.key) ||
  a.violation.localeCompare(b.violation);

/** What neither policy nor anybody lets mlwarden touch is nobody's task here. */
export const isLeftAlone = ({ next }: Pick<Finding, 'next'>): boolean => next?.why === 'out-of-scope' || next?.why === 'own';

export function findingOf(of: Pick<Finding, 'violation' | 'title' | 'severity' | 'resource'>, { wrong, contained, rungs, says }: Ladder) {
  const next = rungs.find(({ purpose }) => purpose === 'repair');
  return { ...of, wrong, contained, ...(next && { next }), ...(next === undefined && says !== undefined && { says }) };
}

/** By owner, those who are known first. */
export function byOwner(findings: readonly Finding[], unknown: string): readonly (readonly [string, readonly Finding[]])[] {
  const groups = [...Map.groupBy(findings, ({ owner }) => owner)];
  return groups.sort(([a], [b]) => Number(a === unknown) - Number(b === unknown) || a.localeCompare(b));
}
