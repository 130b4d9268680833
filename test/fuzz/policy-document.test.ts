import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import type { AnyRemediation, Json, Resource } from '../../src/engine/remediation.ts';
import { remediations } from '../../src/registry.ts';
import { allows, conditional, type PolicyDocument, readPolicy, UnreadablePolicy } from '../../src/resources/policy-document.ts';
import { attack } from './attack.ts';
import { garbled, malformed } from './mutate.ts';

const one = <T>(of: fc.Arbitrary<T>) => fc.oneof(of, fc.array(of, { minLength: 1, maxLength: 4 }));
const word = fc.string({ unit: fc.constantFrom(...'aAiIoO*?-sS3'), maxLength: 12 });
const action = fc.oneof(
  fc.constantFrom('*', '*:*', 'iam:*', 'IAM:*', 'i?m:*', 's3:Get*', 'sts:AssumeRole'),
  fc.tuple(word, word).map(([a, b]) => `${a}:${b}`),
);
const arn = fc.oneof(
  fc.constantFrom('*', 'arn:aws:s3:::*', 'arn:aws:iam::*:role/${aws:username}'),
  word.map((name) => `arn:aws:s3:::${name}/*`),
);
const condition = fc.dictionary(
  fc.constantFrom('StringEquals', 'ForAllValues:StringLike', 'NullIfExists', 'Bool'),
  fc.dictionary(fc.string(), one(fc.string()), { maxKeys: 3 }),
);
/** IAM user guide, "Grammar of the IAM JSON policy language": what may be left out, and what may be one or a list. */
const statement = fc
  .tuple(
    fc.record({ Effect: fc.constantFrom('Allow', 'Deny'), Sid: fc.string(), Condition: condition }, { requiredKeys: ['Effect'] }),
    fc.oneof(fc.record({ Action: one(action) }), fc.record({ NotAction: one(action) })),
    fc.oneof(fc.record({ Resource: one(arn) }), fc.record({ NotResource: one(arn) })),
  )
  .map((parts) => Object.assign({}, ...parts) as { [element: string]: Json });
const document = fc.record(
  { Version: fc.constantFrom('2012-10-17', '2008-10-17'), Id: fc.string(), Statement: one(statement) },
  { requiredKeys: ['Statement'] },
);
const encoded = (value: unknown): string => encodeURIComponent(JSON.stringify(value).toWellFormed());

/** Everything that judges roles, with the settings it has when nothing is said. */
const judges = remediations.filter(({ kind }) => kind.types[0] === 'AWS::IAM::Role');
const role: Resource = {
  ...{ key: 'k', type: 'AWS::IAM::Role', arn: 'arn:aws:iam::111122223333:role/r' },
  name: 'r',
  account: '111122223333',
  region: 'aws-global',
};
function judged(r: AnyRemediation, policy: PolicyDocument): void {
  const ctx = { now: new Date('2026-03-01T12:00:00Z'), settings: z.parse(r.settings as z.ZodMiniType, {}) };
  for (const where of ['attached', 'inline'] as const) {
    const state = { attached: {}, inline: {}, kind: 'role', findings: {}, [where]: { p: policy } } as unknown as Json;
    if (r.flaw(state, ctx)) r.repair(state, role, ctx);
  }
}

test('a document that IAM would accept is read and judged', async () => {
  await attack('IAM grammar', document, (said) => {
    const policy = readPolicy(encoded(said), 'p');
    expect(policy.Statement).toEqual([said.Statement].flat());
    for (const r of judges) judged(r, policy);
  });
});

const samples = fc.sample(document, { seed: 1, numRuns: 30 });
const readAndJudged = (text: string): void => {
  try {
    const policy = readPolicy(text, 'p');
    for (const r of judges) judged(r, policy);
    for (const s of policy.Statement) conditional(s);
  } catch (error) {
    if (!(error instanceof UnreadablePolicy)) throw error;
  }
};
test('a document that says anything else is judged or refused by its name', async () => {
  await attack('IAM documents', malformed(samples), ({ text }) => readAndJudged(encodeURIComponent(text)));
});
test('a document that is garbled is judged or refused by its name', async () => {
  await attack('IAM text', garbled(samples.map(encoded), ['%', '%2', '%zz', '%00', '%C3', '+', '%22', '{', '"', ' ']), readAndJudged);
});
