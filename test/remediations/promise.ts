/** What every proposed step promises, whatever its violation. */
import { expect } from 'vitest';
import * as z from 'zod/mini';
import type { AnyRemediation, Json, Resource, Step, Table } from '../../src/engine/remediation.ts';
import { lay } from '../merge-patch.ts';

export interface Scene {
  readonly remediation: AnyRemediation;
  readonly resource: Resource;
  readonly state: Json;
  readonly settings?: Json;
  readonly now?: string;
  readonly found?: string;
  /** What else a call may name: a thing through which alone the subject's state exists. */
  readonly through?: string;
}
const ctx = ({ remediation, settings = {}, now = '2026-11-01T12:00:00.000Z', found }: Scene) => ({
  found,
  now: new Date(now),
  settings: z.parse(remediation.settings, settings),
});

export const flaw = (s: Scene) => s.remediation.flaw(s.state, ctx(s));
export const next = (s: Scene) => s.remediation.repair(s.state, s.resource, ctx(s));

/** The step proposed, after checking what holds of every step. `after` is the state once the step is done. */
export function step(s: Scene): { step: Step<Json, Table>; after: Json | 'gone' } {
  const proposed = next(s);
  if (proposed.do !== 'step') throw new Error(`No step, but: ${JSON.stringify(proposed)}`);
  const { call, undo } = proposed;
  expect(s.remediation.calls).toContain(call.api);
  if (undo) expect([...s.remediation.calls, ...(s.remediation.undos ?? [])]).toContain(undo.api);
  for (const made of undo ? [call, undo] : [call]) {
    expect(Object.keys(s.remediation.kind.api)).toContain(made.api);
    const named = JSON.stringify(made.input);
    expect([s.resource.name, s.through].some((name) => name !== undefined && named.includes(name))).toBe(true);
  }
  expect(undo ?? proposed.loses).toBeDefined();
  const later = next({ ...s, now: '2027-11-01T12:00:00.000Z' });
  expect(later).toMatchObject({ do: 'step', call });
  if (proposed.expect === 'gone') return { step: proposed, after: 'gone' };
  const after = lay(s.state, proposed.expect);
  expect(after).not.toEqual(s.state);
  expect(lay(after, proposed.expect)).toEqual(after);
  return { step: proposed, after };
}
