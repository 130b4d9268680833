import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/engine/remediation.ts';
import { allows, conditional, readPolicy, UnreadablePolicy } from '../../src/resources/policy-document.ts';
import { readBucketPolicy } from '../../src/resources/policy-normal.ts';
import { readTrust } from '../../src/resources/trust.ts';
import { worth } from '../fuzz/cost.ts';

const DEFAULT = ['*', 'iam:*'];
const allow = (rest: { [element: string]: Json }): { [element: string]: Json } => ({ Effect: 'Allow', Resource: '*', ...rest });

test.each<[says: string, statement: { [element: string]: Json }, pattern: string | undefined, broad?: string[]]>([
  ['every action', allow({ Action: '*' }), '*'],
  ['every action of every service, spelt with a colon', allow({ Action: '*:*' }), '*'],
  ['every action, in a list of one', allow({ Action: ['*'] }), '*'],
  ['every action, last in a list', allow({ Action: ['s3:GetObject', 'logs:*', '*'] }), '*'],
  ['every action, written as a run of stars', allow({ Action: '**' }), '*'],
  ['every action, written with a question mark before the star', allow({ Action: '?*:*' }), '*'],
  ['all of IAM', allow({ Action: 'iam:*' }), 'iam:*'],
  ['all of IAM in capitals', allow({ Action: 'IAM:*' }), 'iam:*'],
  ['all of IAM in mixed case', allow({ Action: 'Iam:*' }), 'iam:*'],
  ['all of IAM among others', allow({ Action: ['s3:*', 'iam:*'] }), 'iam:*'],
  ['every service that begins with i', allow({ Action: 'i*' }), 'iam:*'],
  ['every service that begins with ia', allow({ Action: 'ia*:*' }), 'iam:*'],
  ['every service of three letters', allow({ Action: '???:*' }), 'iam:*'],
  ['all of IAM with a question mark in the service', allow({ Action: 'i?m:*' }), 'iam:*'],
  ['all of IAM with stars and question marks', allow({ Action: 'iam:?*' }), 'iam:*'],
  ['all of IAM with a double star', allow({ Action: 'iam:**' }), 'iam:*'],
  ['every Get of every service', allow({ Action: '*:Get*' }), undefined],
  ['every Get of IAM', allow({ Action: 'iam:Get*' }), undefined],
  ['every action of IAM that ends in Role', allow({ Action: 'iam:*Role' }), undefined],
  ['every action of IAM with an e in it', allow({ Action: 'iam:*e*' }), undefined],
  ['actions of IAM of one length', allow({ Action: 'iam:???????' }), undefined],
  ['actions of IAM of one letter', allow({ Action: 'iam:?' }), undefined],
  ['one action of IAM', allow({ Action: 'iam:PassRole' }), undefined],
  ['a service whose name begins like IAM', allow({ Action: 'iamx:*' }), undefined],
  ['a service that a careless dot would match', allow({ Action: 'i.m:*' }), undefined],
  ['all of SageMaker, which is not asked for', allow({ Action: 'sagemaker:*' }), undefined],
  ['all of SageMaker, which is asked for', allow({ Action: 'sagemaker:*' }), 'sagemaker:*', ['sagemaker:*']],
  ['everything, where only S3 is asked for', allow({ Action: '*' }), 's3:*', ['s3:*']],
  ['all of S3 by a broader pattern', allow({ Action: 's3*' }), 's3:*', ['s3:*']],
  ['part of what is asked for', allow({ Action: 's3:Put*' }), undefined, ['s3:*']],
  ['exactly the part that is asked for', allow({ Action: 's3:put*' }), 's3:Put*', ['s3:Put*']],
  ['more than the part that is asked for', allow({ Action: 's3:P*' }), 's3:Put*', ['s3:Put*']],
  ['one action that is asked for by name', allow({ Action: 'IAM:passrole' }), 'iam:PassRole', ['iam:PassRole']],
  ['the first of several that are asked for', allow({ Action: '*' }), 'iam:*', ['iam:*', '*']],
  ['all but S3', allow({ NotAction: 's3:*' }), 'iam:*'],
  ['all but one action of another service', allow({ NotAction: ['sts:GetCallerIdentity'] }), 'iam:*'],
  [
    'all but IAM, organizations and account, as PowerUserAccess has it',
    allow({ NotAction: ['iam:*', 'organizations:*', 'account:*'] }),
    undefined,
  ],
  ['all but IAM in capitals', allow({ NotAction: 'IAM:*' }), undefined],
  ['all but one action of IAM: not all of it is open', allow({ NotAction: 'iam:DeleteRole' }), undefined],
  ['all but the services that begin with i', allow({ NotAction: 'i*' }), undefined],
  ['all but every Get of every service', allow({ NotAction: '*:Get*' }), undefined],
  ['all but a service that only looks like IAM', allow({ NotAction: 'iamx:*' }), 'iam:*'],
  ['all but a pattern as long as a policy may be', allow({ NotAction: `iam:${'*x'.repeat(5_000)}` }), undefined],
  ['what is longer than a regular expression may be', allow({ Action: 'x'.repeat(262_144) }), undefined],
  ['all but two patterns that meet nowhere', allow({ NotAction: ['s3:*', '??s:*x'] }), 'iam:*'],
  ['nothing at all by exclusion', allow({ NotAction: '*' }), undefined],
  ['an empty exclusion, which IAM refuses', allow({ NotAction: [] }), undefined],
  ['everything on one bucket', allow({ Action: '*', Resource: 'arn:aws:s3:::models/*' }), undefined],
  ['everything on every resource of one service', allow({ Action: '*', Resource: 'arn:aws:s3:::*' }), undefined],
  ['everything on *, last in a list', allow({ Action: '*', Resource: ['arn:aws:s3:::models', '*'] }), '*'],
  ['everything on a run of wildcards', allow({ Action: '*', Resource: '**' }), '*'],
  ['everything on all but one', { Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::secret/*' }, undefined],
  ['everything, with no resource', { Effect: 'Allow', Action: '*' }, undefined],
  ['a refusal of everything', { Effect: 'Deny', Action: '*', Resource: '*' }, undefined],
  [
    'everything under a condition, which is for others to weigh',
    allow({ Action: '*', Condition: { Bool: { 'aws:SecureTransport': 'true' } } }),
    '*',
  ],
  ['elements that are no text', allow({ Action: [1, null, { a: '*' }] }), undefined],
])('%s', (_, statement, pattern, broad = DEFAULT) => {
  expect(allows(statement, broad)).toBe(pattern);
});

test.each<[Json | undefined, boolean]>([
  [undefined, false],
  [{}, false],
  [{ StringEquals: {}, Bool: {} }, false],
  [{ StringEquals: {}, Bool: { 'aws:SecureTransport': 'true' } }, true],
  [{ StringEquals: { 'aws:ResourceTag/team': 'ml' } }, true],
  ['nonsense', true],
])('a Condition of %j binds: %s', (Condition, binds) => {
  expect(conditional(Condition === undefined ? {} : { Condition })).toBe(binds);
});

test('a pattern made to take for ever is read at once', () => {
  const started = performance.now();
  expect(allows(allow({ Action: `${'*a'.repeat(2000)}b`, NotAction: `${'*a'.repeat(2000)}b` }), DEFAULT)).toBeUndefined();
  expect(performance.now() - started).toBeLessThan(500);
});

test('a pattern of wildcards as long as a policy may be costs little more than to parse it', () => {
  const long = allow({ NotAction: `iam:${'?'.repeat(10_000)}` });
  worth(JSON.stringify(long), 100_000, () => expect(allows(long, DEFAULT)).toBeUndefined());
});

describe('a document', () => {
  const text = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:Get*","Resource":"arn:aws:s3:::a%20b/x"}}';
  test('is percent-decoded, and its one statement becomes a list', () => {
    expect(readPolicy(encodeURIComponent(text), 'p')).toEqual({ ...JSON.parse(text), Statement: [JSON.parse(text).Statement] });
  });
  test('keeps the order and the form of all else', () => {
    const two = {
      Id: 'x',
      Statement: [
        { Sid: 'b', Effect: 'Allow', Action: ['b', 'a'] },
        { Sid: 'a', Effect: 'Deny', Action: 'x' },
      ],
    };
    expect(readPolicy(encodeURIComponent(JSON.stringify(two)), 'p')).toEqual(two);
  });
  test.each(['', '%', 'not json', '[]', 'null', '{}', '{"Statement":[]}', '{"Statement":"Allow"}', '{"Statement":[1]}'])(
    '%j cannot be read',
    (bad) => {
      expect(() => readPolicy(bad, 'the policy x')).toThrow(UnreadablePolicy);
      expect(() => readPolicy(bad, 'the policy x')).toThrow(/the policy x/);
    },
  );
  test.each([
    [readTrust, encodeURIComponent],
    [readBucketPolicy, String],
  ])('that has things where names should be is refused by its name: %o', (read, written) => {
    const text = written('{"Statement":{"Effect":"Allow","Principal":{"AWS":[{"toString":1},"x"]}}}');
    expect(() => read(text, 'the policy x')).toThrow(UnreadablePolicy);
  });
});
