/** The steps that stories showed, beside what runbooks say of them. */
import { readFileSync } from 'node:fs';
import { EFFECTS, type Effect } from '../../../src/engine/remediation.ts';
import type { Case } from './cases.ts';

interface Step {
  readonly purpose?: string;
  readonly effect?: Effect;
}

/** The effects of the steps that were sent or proposed in these cases. */
export function* effectsIn(cases: readonly Case[]): Generator<{ readonly violation: string; readonly effect: Effect }> {
  for (const { violation, entries } of cases) {
    for (const { type, body } of entries) {
      const { effect, purpose = 'repair' } = ((type === 'intent' ? body : body.next) ?? {}) as Step;
      if (effect && purpose === 'repair') yield { violation, effect };
    }
  }
}

/** The repairs that were sent and have nothing on record that puts them back; each says what is lost. */
export function* lostIn(cases: readonly Case[]): Generator<string> {
  for (const { violation, entries } of cases)
    for (const { type, body } of entries) {
      const { purpose, undo, loses, effect, call } = body as Step & { undo?: unknown; loses?: string; call?: { api: string } };
      if (type !== 'intent' || purpose !== 'repair' || undo !== undefined) continue;
      if (!loses) yield `${violation}: ${call?.api} does not say what is lost`;
      if (effect !== 'destructive') yield `${violation}: ${call?.api}, ${effect}`;
    }
}

/** The effects that a runbook's ladder names. */
export function effectsOn(violation: string): readonly Effect[] {
  const [, ladder = ''] = /^## What mlwarden does\n(.*?)^## /ms.exec(readFileSync(`docs/runbooks/${violation}.md`, 'utf8')) ?? [];
  return EFFECTS.filter((effect) => ladder.includes(effect));
}
