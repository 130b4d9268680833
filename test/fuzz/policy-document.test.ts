import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { empty, lay, met } from '../../src/engine/expect.ts';
import type { AnyRemediation, Json } from '../../src/engine/remediation.ts';
import { remediations } from '../../src/registry.ts';
import { UnreadablePolicy } from '../../src/resources/policy-document.ts';
import { attack } from './attack.ts';
import { attached, documentsIn, like, type Reader, readers } from './documents.ts';
import { document, samples } from './grammar.ts';
import { garbled, malformed } from './mutate.ts';

let all: readonly Reader[] = [];
let detach = (): void => {};
beforeAll(async () => {
  detach = attached();
  all = await readers();
});
afterAll(() => detach());

/** GetPolicy tells of a policy everything but what it says. */
const reading = ({ kind }: AnyRemediation): string[] =>
  kind.reads.flatMap((right) => /:(Get(?:Role|PolicyVersion|\w+Policy))$/.exec(right)?.[1] ?? []);

test('whatever may read a policy is among those that are attacked, by every such read', () => {
  const may = remediations.filter((r) => reading(r).length > 0).map((r) => [r.id, reading(r).sort()]);
  const attacked = all.flatMap(({ judges, places }) =>
    judges.map(({ id }) => [id, [...new Set(places.map((at) => at.split(' ')[0]))].sort()]),
  );
  expect(Object.fromEntries(attacked)).toEqual(Object.fromEntries(may));
});

/** What is said where nothing is, and where some are known. Whoever knows no such setting is judged once. */
const SETTINGS = [{}, { accounts: ['444455556666'], organizations: ['o-a1b2c3d4e5'] }, { broad: ['iam:PassRole', 'sagemaker:*'] }];
type Ctx = Parameters<AnyRemediation['flaw']>[1];
type Step = Extract<ReturnType<AnyRemediation['repair']>, { do: 'step' }>;
/** What a judge makes of a state: nothing, or a step that the engine would take. No error of the language. */
function proposed({ resource }: Reader, r: AnyRemediation, state: Json, ctx: Ctx): Step | undefined {
  const next = r.flaw(state, ctx) && r.repair(state, resource, ctx);
  if (next?.do !== 'step') return undefined;
  expect({ empty: empty(next.expect), met: met(next.expect, state) }, r.id).toEqual({ empty: false, met: false });
  return next;
}
/** Whether what is written stands beside the document that was read there, under a name of its own. */
function isBeside({ call: { input } }: Step, at: string): boolean {
  const { PolicyName } = input as { PolicyName?: string };
  return PolicyName !== undefined && !at.includes(JSON.stringify(PolicyName));
}
/** What is written is known again when it is read, and is not written a second time; what is put back is what was. */
async function kept(
  read: (text: string) => Promise<Json>,
  state: Json,
  step: Step,
  next: (after: Json) => Step | undefined,
): Promise<void> {
  for (const text of documentsIn(step.call.input)) {
    const after = await read(text);
    expect(met(step.expect, after)).toBe(true);
    expect(next(after)?.call).not.toEqual(step.call);
  }
  for (const text of documentsIn(step.undo?.input)) expect(await read(text)).toEqual(state);
}

/** In one place of each, another each time. `says`: how AWS answers there. `accepted`: IAM would take it, so nobody may refuse it. */
async function everywhere(text: string, says: (was: string) => string, accepted: boolean): Promise<void> {
  for (const reader of all) {
    const at = reader.places[text.length % reader.places.length] ?? '';
    const state = await reader.look(at, says).catch((error: unknown) => {
      if (accepted || !(error instanceof UnreadablePolicy)) throw error;
    });
    if (state === undefined) continue;
    const read = (other: string) => reader.look(at, (was) => like(was, other));
    for (const [r, ctx] of judging(reader)) {
      const next = (there: Json) => proposed(reader, r, there, ctx);
      const step = next(state);
      // Where something is wrong whatever is said there, the step is not about this document.
      if (!step || !accepted || r.flaw(reader.right, ctx)) continue;
      if (isBeside(step, at)) expect(next(lay(step.expect as Json, state))?.call).not.toEqual(step.call);
      else await kept(read, state, step, next);
    }
  }
}
function judging({ judges }: Reader): [AnyRemediation, Ctx][] {
  const now = new Date('2026-03-01T12:00:00Z');
  return judges.flatMap((r) =>
    SETTINGS.flatMap((said): [AnyRemediation, Ctx][] => {
      const { success, data: settings } = z.safeParse(r.settings, said);
      return success ? [[r, { now, settings }]] : [];
    }),
  );
}

const accepted = document.map((said) => ({ text: JSON.stringify(said) }));
test('a document that IAM would accept is judged, and what is written because of it is known again', async () => {
  await attack('IAM grammar', accepted, ({ text }) => everywhere(text, (was) => like(was, text), true));
});
test('a document that says anything else is judged or refused by its name', async () => {
  await attack('IAM documents', malformed(samples), ({ text }) => everywhere(text, (was) => like(was, text), false));
});

const SYNTAX = ['%', '%2', '%zz', '%00', '%C3', '+', '%22', '{', '"', ' '];
const encoded = samples.map((sample) => encodeURIComponent(JSON.stringify(sample).toWellFormed()));
const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
test('a document that is garbled is judged or refused by its name', async () => {
  await attack('IAM text', garbled(encoded, SYNTAX), (text) =>
    everywhere(text, (was) => (was.startsWith('%7B') ? text : decoded(text)), false),
  );
});
