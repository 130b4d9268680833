import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import type { AnyRemediation, Json, Resource } from '../../src/engine/remediation.ts';
import { remediations } from '../../src/registry.ts';
import { allows, conditional, type PolicyDocument, readPolicy, UnreadablePolicy } from '../../src/resources/policy-document.ts';
import { readTrust } from '../../src/resources/trust.ts';
import { attack } from './attack.ts';
import { garbled, malformed } from './mutate.ts';

const one = <T>(of: fc.Arbitrary<T>) => fc.oneof(of, fc.array(of, { minLength: 1, maxLength: 4 }));
const word = fc.string({ unit: fc.constantFrom(...'aAiIoO*?-sS3'), maxLength: 12 });
const action = fc.oneof(
  fc.constantFrom('*', '*:*', 'iam:*', 'IAM:*', 'i?m:*', 's3:Get*', 'sts:AssumeRole'),
  fc.tuple(word, word).map(([a, b]) => `${a}:${b}`),
);
const arn = fc.oneof(
  fc.constantFrom('*', 'arn:aws:s3:::*', `arn:aws:iam::*:role/$\{aws:username}`),
  word.map((name) => `arn:aws:s3:::${name}/*`),
);
const condition = fc.dictionary(
  fc.constantFrom('StringEquals', 'StringLike', 'ForAllValues:StringLike', 'NullIfExists', 'Bool'),
  fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('ci.example.com:sub', 'aws:PrincipalAccount', 'constructor')), one(fc.string()), {
    maxKeys: 3,
  }),
);
const who = fc.constantFrom(
  '*',
  '444455556666',
  'arn:aws:iam::111122223333:root',
  'AIDAEXAMPLEDELETED001',
  'constructor',
  'ci.example.com',
);
const principal = fc.oneof(fc.constant('*'), fc.dictionary(fc.constantFrom('AWS', 'Service', 'Federated', '__proto__'), one(who)));
/** IAM user guide, "Grammar of the IAM JSON policy language": what may be left out, and what may be one or a list. */
const statement = fc
  .tuple(
    fc.record(
      { Effect: fc.constantFrom('Allow', 'Deny'), Sid: fc.string(), Condition: condition, Principal: principal, NotPrincipal: principal },
      { requiredKeys: ['Effect'] },
    ),
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
/** `text`: the same, as IAM gives it. */
function judged(r: AnyRemediation, policy: PolicyDocument, text: string): void {
  const ctx = { now: new Date('2026-03-01T12:00:00Z'), settings: z.parse(r.settings as z.ZodMiniType, {}) };
  const none = { account: '111122223333', trust: { Statement: [] }, attached: {}, versioned: [], inline: {}, kind: 'role', findings: {} };
  for (const laid of [{ attached: { p: policy } }, { inline: { p: policy } }, { trust: readTrust(text, 'p') }]) {
    const state = { ...none, ...laid } as unknown as Json;
    if (r.flaw(state, ctx)) r.repair(state, role, ctx);
  }
}

test('a document that IAM would accept is read and judged', async () => {
  await attack('IAM grammar', document, (said) => {
    const policy = readPolicy(encoded(said), 'p');
    expect(policy.Statement).toEqual([said.Statement].flat());
    for (const r of judges) judged(r, policy, encoded(said));
  });
});

const samples = fc.sample(document, { seed: 1, numRuns: 30 });
const readAndJudged = (text: string): void => {
  try {
    const policy = readPolicy(text, 'p');
    for (const r of judges) judged(r, policy, text);
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

/** A tricky document as IAM stores it, and which of its statements are taken away, and which only told, for `*` and `iam:*`. */
type Judged = [says: string, document: string, taken: readonly number[], told: readonly number[]];
const allow = (more: object): object => ({ Effect: 'Allow', Action: '*', Resource: '*', ...more });
const doc = (Statement: unknown, more: object = {}): string => JSON.stringify({ Version: '2012-10-17', ...more, Statement });
/**
 * IAM user guide: "IAM JSON policy elements: Action" (case, wildcards), "NotAction", "NotResource", "Sid", "Condition" (all operators and
 * keys must match, so an empty block always does); grammar page (one or a list). What IAM takes and refuses: as moto's tests record it.
 */
const CORPUS: readonly Judged[] = [
  ['one statement, not in a list', doc(allow({})), [0], []],
  ['a version of 2008', doc([allow({})], { Version: '2008-10-17' }), [0], []],
  ['no version, an Id', JSON.stringify({ Id: 'x', Statement: [allow({})] }), [0], []],
  ['two statements without a name', doc([allow({ Sid: '' }), allow({ Sid: '' })]), [0, 1], []],
  [
    'two statements of one name, as documents from before that rule have',
    doc([allow({ Sid: 'a' }), allow({ Sid: 'a', Action: 's3:*' })]),
    [0],
    [],
  ],
  ['elements in another order', `{"Statement":[{"Resource":"*","Action":"*","Effect":"Allow"}],"Version":"2012-10-17"}`, [0], []],
  ['an element spelt with an escape', `{"Statement":{"Effect":"Allow","\\u0041ction":"\\u002a","Resource":"\\u002A"}}`, [0], []],
  ['white space around everything', ` \n{ "Statement" : [ { "Effect":"Allow", "Action" : [ "*" ] , "Resource":[ "*" ] } ] }\n`, [0], []],
  ['the action in capitals', doc(allow({ Action: 'IAM:*' })), [0], []],
  ['the action with a question mark', doc(allow({ Action: '?am:*' })), [0], []],
  ['a question mark more than IAM has letters', doc(allow({ Action: 'iam?:*' })), [], []],
  ['all of IAM among narrow ones', doc(allow({ Action: ['s3:GetObject', 'iam:*'] })), [0], []],
  ['an action of IAM and every one of S3', doc(allow({ Action: ['iam:GetRole', 's3:*'] })), [], []],
  ['actions that make up IAM between them: not added up', doc(allow({ Action: ['iam:A*', 'iam:C*', 'iam:D*', 'iam:G*'] })), [], []],
  ['all but S3', doc({ Effect: 'Allow', NotAction: 's3:*', Resource: '*' }), [0], []],
  ['all but IAM', doc({ Effect: 'Allow', NotAction: ['IAM:*'], Resource: '*' }), [], []],
  ['all but one action of IAM', doc({ Effect: 'Allow', NotAction: ['iam:CreateUser'], Resource: '*' }), [], []],
  ['everywhere but on one bucket', doc({ Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::x' }), [], []],
  ['on * among others', doc(allow({ Resource: ['arn:aws:s3:::x', '*'] })), [0], []],
  ['on every role', doc(allow({ Resource: 'arn:aws:iam::*:role/*' })), [], []],
  ['on a variable', doc(allow({ Resource: `arn:aws:iam::*:user/$\{aws:username}` })), [], []],
  ['a refusal of everything beside it', doc([{ Effect: 'Deny', Action: '*', Resource: '*' }, allow({})]), [1], []],
  ['under a condition', doc(allow({ Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })), [], [0]],
  ['under a condition with a list', doc(allow({ Condition: { StringLike: { 'aws:PrincipalArn': ['a', 'b'] } } })), [], [0]],
  ['under no condition, spelt out', doc(allow({ Condition: {} })), [0], []],
  ['under an operator that compares nothing', doc(allow({ Condition: { StringEquals: {} } })), [0], []],
  ['under two operators of which one compares', doc(allow({ Condition: { Null: {}, Bool: { 'aws:SecureTransport': 'true' } } })), [], [0]],
  ['free and under a condition', doc([allow({ Condition: { Bool: { 'aws:SecureTransport': 'true' } } }), allow({})]), [1], [0]],
  [
    'percent signs and plus signs in it',
    doc([allow({ Sid: 'a%2A+b' }), allow({ Action: 's3:*', Resource: 'arn:aws:s3:::a%20+b/*' })]),
    [0],
    [],
  ],
];

test.each(CORPUS)('a document with %s', (_, text, taken, told) => {
  const { Statement } = readPolicy(encodeURIComponent(text), 'p');
  const at = (which: (s: (typeof Statement)[number]) => boolean) =>
    Statement.flatMap((s, i) => (allows(s, ['*', 'iam:*']) && which(s) ? [i] : []));
  expect({ taken: at((s) => !conditional(s)), told: at(conditional) }).toEqual({ taken, told });
});
