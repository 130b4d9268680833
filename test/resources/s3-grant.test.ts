import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/engine/remediation.ts';
import type { PolicyDocument, Statement } from '../../src/resources/policy-document.ts';
import { entangled, type Need, narrowed, opening } from '../../src/resources/s3-grant.ts';
import { worth } from '../fuzz/cost.ts';

const doc = (...Statement: Statement[]): PolicyDocument => ({ Version: '2012-10-17', Statement });
const allow = (Action: Json, Resource: Json = '*', more: object = {}): Statement => ({ Effect: 'Allow', Action, Resource, ...more });
const both = ['s3:GetObject', 's3:PutObject'];
const under = (Condition: Json) => allow('s3:*', '*', { Condition });

describe('a statement opens every bucket', () => {
  test.each<[string, Statement, readonly string[]]>([
    ['every action of S3', allow('s3:*'), both],
    ['in capitals', allow('S3:*'), both],
    ['one of the two', allow(['s3:ListBucket', 's3:GetObject']), ['s3:GetObject']],
    ['by a wildcard', allow('s3:Get*'), ['s3:GetObject']],
    ['by a question mark', allow('s3:?utObject'), ['s3:PutObject']],
    ['every bucket and all in it', allow('s3:*', 'arn:aws:s3:::*'), both],
    ['every object of every bucket', allow('s3:*', ['arn:aws:s3:::*/*']), both],
    ['in China', allow('s3:*', 'arn:aws-cn:s3:::*'), both],
    ['longer runs of wildcards', allow('s3:*', 'arn:aws:s3:::?*/**'), both],
    ['every action, of S3', allow('*', 'arn:aws:s3:::*'), both],
    ['all but what is taken out', { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }, both],
    ['in whatever partition', allow('s3:*', 'arn:*:s3:::*'), both],
    ['in a partition by a part of its name', allow('s3:*', 'arn:aw?:s3:::*/*'), both],
    ['what stands before the key in one wildcard', allow('s3:*', 'arn:aws:s3:*'), both],
    ['an ARN that IAM completes', allow('s3:*', ['arn:aws:s3']), both],
    ['an ARN that IAM completes from its account', allow('s3:*', 'arn:aws:s3::'), both],
    ['with an empty condition', under({ StringEquals: {} }), both],
    ['in its own account', under({ StringEquals: { 'aws:ResourceAccount': '111122223333' } }), both],
    ['from one network', under({ IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } }), both],
    ['but for a tag', under({ StringNotEquals: { 's3:ExistingObjectTag/secret': 'yes' } }), both],
    ['if there is a tag', under({ StringEqualsIfExists: { 's3:ExistingObjectTag/ml': 'yes' } }), both],
    ['of any tag', under({ StringLike: { 's3:ExistingObjectTag/ml': '*' } }), both],
  ])('%s', (_, statement, actions) => expect(opening(doc(statement))?.actions).toEqual(actions));
  test.each<[string, Statement]>([
    ['a bucket by its name', allow('s3:*', ['arn:aws:s3:::ml-data', 'arn:aws:s3:::ml-data/*'])],
    ['buckets by a part of their names', allow(both, 'arn:aws:s3:::*sagemaker*')],
    ['a directory in every bucket', allow(both, 'arn:aws:s3:::*/churn/*')],
    ['only lists', allow(['s3:ListBucket', 's3:ListAllMyBuckets'])],
    ['one version of an object', allow('s3:GetObjectVersion')],
    ['another service', allow('s3express:*')],
    ['denied', { Effect: 'Deny', Action: 's3:*', Resource: '*' }],
    ['all but what is named', { Effect: 'Allow', Action: 's3:*', NotResource: 'arn:aws:s3:::secret/*' }],
    ['all but S3', { Effect: 'Allow', NotAction: ['s3:*'], Resource: '*' }],
    ['objects with a tag', under({ StringEqualsIgnoreCase: { 's3:ExistingObjectTag/SageMaker': 'true' } })],
    ['what begins so, which no object does', under({ StringLike: { 's3:prefix': 'churn/*' } })],
    ['an administrator', allow('*')],
    ['an administrator under a condition', allow('*', '*', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })],
    ['on something that is no ARN', allow('s3:*', 'arn:aws:s3:::*/')],
  ])('and not: %s', (_, statement) => expect(opening(doc(statement))).toBeUndefined());
  test('what is free counts before what is bound by a condition', () => {
    const bound = under({ StringEquals: { 'aws:ResourceAccount': '111122223333' } });
    expect(opening(doc(bound, allow('s3:GetObject')))).toEqual({ actions: ['s3:GetObject'], free: true });
    expect(opening(doc(bound))).toEqual({ actions: both, free: false });
  });
  /** Times as dear as to parse it. Read again and again, or along every way that it may go, such a document took two million times as long. */
  const DEAR = 100_000;
  test.each(['*', '?'])('is told from one that does not, however many wildcards it has: %s', (wildcard) => {
    const many = wildcard.repeat(1_500);
    const long = doc(allow('s3:*', [`arn:aws:s3:::${many}/${many}x`, `arn:aws:s3:::*${many}/*${many}x`]));
    worth(JSON.stringify(long), DEAR, () => expect(opening(long)).toBeUndefined());
  });
  test('is told from one that does not, however long a pattern is of what it leaves out', () => {
    const long = doc({ Effect: 'Allow', NotAction: ['s3:*', `iam:${'?'.repeat(10_000)}`], Resource: '*' });
    worth(JSON.stringify(long), DEAR, () => expect(opening(long)).toBeUndefined());
    const open = doc({ Effect: 'Allow', NotAction: ['iam:*', `iam:${'?'.repeat(10_000)}`], Resource: '*' });
    worth(JSON.stringify(open), DEAR, () => expect(opening(open)).toEqual({ actions: both, free: true }));
  });
  test('beside an administrator it is left to who judges that', () => expect(opening(doc(allow('s3:*'), allow('iam:*')))).toBeUndefined());
});

const need: Need = {
  partition: 'aws',
  reads: ['artifacts/', 'ml-churn/train'],
  writes: ['artifacts/out/'],
  calls: ['s3:GetBucketAcl', 's3:GetObject', 's3:ListAllMyBuckets'],
};
const nothing: Need = { partition: 'aws', reads: [], writes: [], calls: [] };
const reads = allow(['s3:GetObject'], ['arn:aws:s3:::artifacts/*', 'arn:aws:s3:::ml-churn/train*']);
const writes = allow(['s3:AbortMultipartUpload', 's3:PutObject'], ['arn:aws:s3:::artifacts/out/*']);
const put = allow(['s3:PutObject'], ['arn:aws:s3:::artifacts/out/*']);
const lists = [
  allow(['s3:ListBucket'], ['arn:aws:s3:::artifacts']),
  allow(['s3:ListBucket'], ['arn:aws:s3:::ml-churn'], { Condition: { StringLike: { 's3:prefix': ['train*'] } } }),
  allow(['s3:GetBucketLocation'], ['arn:aws:s3:::artifacts', 'arn:aws:s3:::ml-churn']),
];
const calls = (Resource: string) => allow(['s3:GetBucketAcl', 's3:ListAllMyBuckets'], [Resource]);

describe('it comes down to what is needed', () => {
  const deny = { Effect: 'Deny', Action: 's3:*', Resource: 'arn:aws:s3:::secret/*' };
  test.each<[string, Statement[], Statement[]]>([
    ['all of S3', [allow('s3:*')], [reads, writes, ...lists, calls('*')]],
    ['only objects: nothing is listed', [allow('s3:*', 'arn:aws:s3:::*/*')], [reads, writes, calls('arn:aws:s3:::*/*')]],
    ['only reading: nothing is written', [allow('s3:GetObject')], [reads]],
    ['what else it says stays', [deny, allow('s3:PutObject'), allow('ecr:*')], [deny, allow('ecr:*'), put]],
    [
      'S3 and others in one',
      [allow(['s3:Put*', 'ecr:*', 's3:ListBucket'], '*', { Sid: 'A' })],
      [allow(['ecr:*', 's3:ListBucket'], '*', { Sid: 'A' }), put],
    ],
    [
      'what is named stays, and one Sid is there once',
      [allow(['s3:GetObject', 'ecr:*'], ['arn:aws:s3:::*', 'arn:aws:s3:::mine/*'], { Sid: 'A' })],
      [allow(['ecr:*'], ['arn:aws:s3:::*', 'arn:aws:s3:::mine/*'], { Sid: 'A' }), allow(['s3:GetObject'], ['arn:aws:s3:::mine/*']), reads],
    ],
    ['of two alike one is left', [allow('s3:GetObject', '*', { Sid: 'A' }), allow('S3:getobject', '*', { Sid: 'B' })], [reads]],
    [
      'all but IAM',
      [{ Effect: 'Allow', NotAction: 'iam:*', Resource: ['*', 'arn:aws:s3:::mine/*'], Sid: 'A' }],
      [
        { Effect: 'Allow', NotAction: ['iam:*', 's3:*'], Resource: ['*', 'arn:aws:s3:::mine/*'], Sid: 'A' },
        { Effect: 'Allow', NotAction: 'iam:*', Resource: ['arn:aws:s3:::mine/*'] },
        reads,
        writes,
        ...lists,
        calls('*'),
      ],
    ],
    [
      'all but IAM, of S3',
      [{ Effect: 'Allow', NotAction: 'iam:*', Resource: 'arn:aws:s3:::*' }],
      [reads, writes, ...lists, calls('arn:aws:s3:::*')],
    ],
  ])('%s', (_, before, after) => expect(narrowed(doc(...before), need)).toEqual(doc(...after)));
  test('where nothing is needed and nothing else is said, nothing is left', () => {
    expect(narrowed(doc(allow('s3:*')), nothing)).toBeUndefined();
    expect(narrowed(doc(allow('s3:*'), allow('ecr:*')), nothing)).toEqual(doc(allow('ecr:*')));
  });
  test('what counts under a condition stays as it is', () => {
    const bound = under({ StringEquals: { 'aws:ResourceAccount': '111122223333' } });
    expect(narrowed(doc(bound, allow('s3:*')), nothing)).toEqual(doc(bound));
  });
  test('what was said of another partition allows nothing in this one', () => {
    expect(narrowed(doc(allow('s3:*', 'arn:aws-cn:s3:::*'), allow('ecr:*')), need)).toEqual(doc(allow('ecr:*')));
    expect(narrowed(doc(allow('s3:GetObject', 'arn:aws-cn:s3:::*')), { ...need, partition: 'aws-cn', calls: [] })?.Statement).toEqual([
      allow(['s3:GetObject'], ['arn:aws-cn:s3:::artifacts/*', 'arn:aws-cn:s3:::ml-churn/train*']),
    ]);
  });
  test('what was said of whatever partition allows in this one what is needed', () =>
    expect(narrowed(doc(allow('s3:GetObject', 'arn:*:s3:::*')), need)).toEqual(doc(reads)));
  test('a pattern of several services is not told apart', () => {
    expect(entangled(doc(allow('*:Get*')))).toBe(true);
    expect(entangled(doc(allow('*', 'arn:aws:s3:::*')))).toBe(false);
    expect(entangled(doc(allow('s3:*'), { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }))).toBe(false);
  });
});

/** IAM's own rules, short of conditions, which only take away. */
const glob = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .replace(/[.+^$()|[\]{}\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    'is',
  ).test(text);
const some = (of: Json | undefined): string[] => (of === undefined ? [] : ([of].flat() as string[]));
function may({ Statement: all }: PolicyDocument, action: string, resource: string): boolean {
  const hits = (s: Statement) =>
    (s.NotAction === undefined ? some(s.Action).some((p) => glob(p, action)) : !some(s.NotAction).some((p) => glob(p, action))) &&
    (s.NotResource === undefined ? some(s.Resource).some((p) => glob(p, resource)) : !some(s.NotResource).some((p) => glob(p, resource)));
  return all.some((s) => s.Effect === 'Allow' && hits(s)) && !all.some((s) => s.Effect === 'Deny' && hits(s));
}
const PATTERNS = [
  's3:*',
  's3:Get*',
  's3:GetObject',
  's3:Put*',
  's3:PutObject',
  's3:List*',
  'S3:*Object',
  '*',
  'ecr:*',
  '*:Get*',
  's3:GetBucket*',
];
const WHERE = [
  '*',
  'arn:aws:s3:::*',
  'arn:aws:s3:::*/*',
  'arn:*:s3:::*',
  'arn:aws:s3:*',
  'arn:aws:s3:::mine',
  'arn:aws:s3:::mine/*',
  'arn:aws:s3:::*sagemaker*',
];
const several = (of: readonly string[]) => fc.uniqueArray(fc.constantFrom(...of), { minLength: 1, maxLength: 3 });
const statement = fc
  .record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
    acts: fc.tuple(fc.constantFrom('Action', 'Action', 'NotAction'), several(PATTERNS)),
    on: fc.tuple(fc.constantFrom('Resource', 'Resource', 'Resource', 'NotResource'), several(WHERE)),
  })
  .map(({ Effect, acts, on }): Statement => ({ Effect, [acts[0]]: acts[1], [on[0]]: on[1] }));
const place = fc.constantFrom('mine/', 'mine/a', 'other/x/', 'sagemaker-eu/', 'third/');
const needed = fc.record({
  partition: fc.constant('aws'),
  reads: fc.uniqueArray(place),
  writes: fc.uniqueArray(place),
  calls: fc.uniqueArray(fc.constantFrom('s3:ListAllMyBuckets', 's3:PutBucketPolicy', 's3:GetObject', 's3:PutObject', 's3:GetBucketAcl')),
});
const ACTIONS = [
  's3:GetObject',
  's3:PutObject',
  's3:AbortMultipartUpload',
  's3:ListBucket',
  's3:GetBucketLocation',
  's3:PutBucketPolicy',
  's3:GetBucketAcl',
  's3:ListAllMyBuckets',
  'ecr:GetImage',
  'iam:GetRole',
];
const THINGS = [
  '*',
  ...['mine', 'other', 'third', 'sagemaker-eu'].flatMap((b) => [`arn:aws:s3:::${b}`, `arn:aws:s3:::${b}/a1`, `arn:aws:s3:::${b}/x/y`]),
  'arn:aws:ecr:eu-west-1:111122223333:repository/a',
];
const documents = fc.array(statement, { minLength: 1, maxLength: 4 }).map((all) => doc(...all));

test('whatever a document says and whatever is needed: nothing is allowed that was not, and no bucket is open to all any more', () => {
  fc.assert(
    fc.property(documents, needed, (before, what) => {
      fc.pre(opening(before)?.free === true && !entangled(before));
      const after = narrowed(before, what) ?? doc();
      for (const action of ACTIONS)
        for (const thing of THINGS)
          if (may(after, action, thing)) expect([action, thing, may(before, action, thing)]).toEqual([action, thing, true]);
      expect(opening(after)?.free ?? false).toBe(false);
      for (const s of before.Statement) if (s.Effect === 'Deny') expect(after.Statement).toContainEqual(s);
    }),
    { numRuns: 400 },
  );
});
test('and what is needed and was allowed still is, and so is every action of other services', () => {
  fc.assert(
    fc.property(documents, needed, (before, what) => {
      fc.pre(opening(before)?.free === true && !entangled(before));
      const after = narrowed(before, what) ?? doc();
      const kept = (action: string, thing: string) =>
        expect([action, thing, may(after, action, thing)]).toEqual([action, thing, may(before, action, thing)]);
      for (const one of what.reads) kept('s3:GetObject', `arn:aws:s3:::${one}z`);
      for (const one of what.writes) kept('s3:PutObject', `arn:aws:s3:::${one}z`);
      for (const thing of ['*', 'arn:aws:ecr:eu-west-1:111122223333:repository/a']) {
        kept('ecr:GetImage', thing);
        kept('iam:GetRole', thing);
      }
    }),
    { numRuns: 400 },
  );
});
