/** The life of a case: found, open, and ended as fixed or gone. */
import { conclude, type Draft, later, note, without } from './draft.ts';
import type { Standing } from './plan.ts';
import type { Flaw } from './remediation.ts';

/** A case that could not be looked at has to end, too. */
export const unfinished = (d: Draft): boolean => d.case.open || d.case.outcome === 'failed';

export function found({ remediation, resource, visit, seen, now, owned }: Standing, d: Draft, flaw: Flaw): void {
  open(d, seen.born);
  d.case = { ...without(d.case, 'told', 'outcome', 'owned', 'culprits'), since: now.toISOString() };
  const { severity, standards } = remediation;
  note(d, 'found', {
    says: flaw.says,
    contained: flaw.contained,
    severity,
    standards,
    arn: resource.arn,
    born: seen.born,
    cause: visit.cause,
    ...owned,
  });
}

/** Culprits that are remembered: more would grow the case without end. */
const CULPRITS = 50;
export function blame(d: Draft, by: string): void {
  const others = (d.case.culprits ?? []).filter((name) => name !== by);
  d.case = { ...d.case, by, culprits: [...others, by].slice(-CULPRITS) };
}

export function open(d: Draft, born: string): void {
  if (d.case.open) return;
  const attempts = d.case.born === born ? d.case.attempts : [];
  const { now } = d.stamp;
  d.case = { ...d.case, open: true, found: now.toISOString(), born, charged: false, attempts, wakeAt: later(now) };
}

/** Ends the case. Its attempts stay: what is put back tomorrow still counts. */
export function close(d: Draft, outcome: 'fixed' | 'gone', says: string): void {
  conclude(d, outcome, { says, ours: d.case.charged });
  const kase = without(d.case, 'wakeAt', 'by', 'worst', 'asked', 'grace');
  d.case = { ...kase, open: false, charged: false };
}
