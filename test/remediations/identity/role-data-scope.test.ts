import { describe, expect, test } from 'vitest';
import type { AnyRemediation } from '../../../src/engine/remediation.ts';
import { remediation } from '../../../src/remediations/identity/role-data-scope.ts';
import type { PolicyDocument, Statement } from '../../../src/resources/policy-document.ts';
import type { RoleDataState } from '../../../src/resources/role-data.ts';
import { flaw, next, step } from '../promise.ts';

const FULL = 'arn:aws:iam::aws:policy/AmazonS3FullAccess';
const OURS = 'arn:aws:iam::111122223333:policy/ml/AmazonS3FullAccess';
const resource = {
  key: 'aws/AWS::IAM::Role/111122223333/aws-global/ml-training',
  type: 'AWS::IAM::Role',
  arn: 'arn:aws:iam::111122223333:role/ml/ML-Training',
  name: 'ML-Training',
  account: '111122223333',
  region: 'aws-global',
};
const doc = (...Statement: Statement[]): PolicyDocument => ({ Version: '2012-10-17', Statement });
const wide = { Effect: 'Allow', Action: 's3:*', Resource: '*' };
const guarded = { ...wide, Condition: { StringEquals: { 'aws:ResourceAccount': '111122223333' } } };
const logs = { Effect: 'Allow', Action: 'logs:*', Resource: '*' };
const reads = { Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::ml-churn/train*'] };
const lists = [
  {
    Effect: 'Allow',
    Action: ['s3:ListBucket'],
    Resource: ['arn:aws:s3:::ml-churn'],
    Condition: { StringLike: { 's3:prefix': ['train*'] } },
  },
  { Effect: 'Allow', Action: ['s3:GetBucketLocation'], Resource: ['arn:aws:s3:::ml-churn'] },
];
const trust = doc({ Effect: 'Allow', Principal: { Service: 'sagemaker.amazonaws.com' }, Action: 'sts:AssumeRole' });
type Use = NonNullable<RoleDataState['use']>;
const use: Use = {
  ...{ partition: 'aws', young: false, reads: ['ml-churn/train'], writes: [], unclear: [], cut: [], ran: { 'training jobs': 1 }, lost: [] },
  s3: { used: true, calls: [] },
};
const idle: Use = { ...use, reads: [], s3: { used: false, calls: [] } };
const seen = (state: Partial<RoleDataState>, what: Use | undefined = use) => ({
  remediation: remediation as unknown as AnyRemediation,
  resource,
  state: { account: '111122223333', trust, versioned: [], attached: {}, inline: {}, ...(what && { use: what }), ...state },
});

test('the flaw names every policy that opens every bucket, and to what', () => {
  const state = {
    attached: { [FULL]: doc(wide) },
    inline: { own: doc({ ...wide, Action: 's3:Get*' }), other: doc(guarded), fine: doc(logs) },
  };
  expect(flaw(seen(state))?.says).toBe(
    `${FULL} allows s3:GetObject and s3:PutObject in every bucket; other allows s3:GetObject and s3:PutObject in every bucket under a condition; own allows s3:GetObject in every bucket`,
  );
});
test('a role that no service of ML may take has none', () => {
  const other = doc({ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' });
  expect(flaw(seen({ attached: { [FULL]: doc(wide) }, trust: other }))).toBeUndefined();
});

describe('an inline policy', () => {
  test('is written again with what is needed, and its former words undo that', () => {
    const before = { ...doc(logs, wide, guarded), Id: 'x' };
    const { step: s, after } = step(seen({ inline: { own: before, fine: doc(logs) } }));
    const kept = { ...before, Statement: [logs, guarded, reads, ...lists] };
    expect(s).toMatchObject({ call: { api: 'PutRolePolicy' }, undo: { api: 'PutRolePolicy' }, effect: 'disruptive', ask: true });
    expect(s.call.input).toEqual({ RoleName: 'ML-Training', PolicyName: 'own', PolicyDocument: JSON.stringify(kept) });
    expect(s.undo?.input).toMatchObject({ PolicyDocument: JSON.stringify(before) });
    expect(after).toMatchObject({ inline: { own: kept, fine: doc(logs) } });
  });
  test('of which nothing is needed is deleted, and written again to undo that', () => {
    const { step: s } = step(seen({ inline: { own: doc(wide) } }, idle));
    expect(s).toMatchObject({
      call: { api: 'DeleteRolePolicy' },
      undo: { api: 'PutRolePolicy', input: { PolicyDocument: JSON.stringify(doc(wide)) } },
      ask: true,
    });
  });
  test('goes before what is attached', () =>
    expect(step(seen({ inline: { own: doc(wide) }, attached: { [FULL]: doc(wide) } })).step.call.input).toMatchObject({
      PolicyName: 'own',
    }));
  test('that would be longer than all of a role may be is told of', () => {
    const long = { ...logs, Resource: Array.from({ length: 300 }, (_, i) => `arn:aws:logs:eu-west-1:111122223333:*:${i}`) };
    expect(next(seen({ inline: { own: doc(wide), long: doc(long) } }))).toMatchObject({
      do: 'tell',
      why: expect.stringContaining('longer'),
    });
  });
});

describe('an attached policy', () => {
  const name = 'mlwarden-data-scope.aws.AmazonS3FullAccess';
  test('is stood in for first, then detached; each is undone by itself', () => {
    const first = step(seen({ attached: { [FULL]: doc(wide, logs) } }));
    const stand = doc(logs, reads, ...lists);
    expect(first.step).toMatchObject({
      call: { api: 'PutRolePolicy', input: { PolicyName: name } },
      undo: { api: 'DeleteRolePolicy' },
      ask: true,
    });
    expect(first.step.call.input).toMatchObject({ PolicyDocument: JSON.stringify(stand) });
    const then = step({ ...seen({}), state: first.after as never });
    const input = { RoleName: 'ML-Training', PolicyArn: FULL };
    expect(then.step).toMatchObject({ call: { api: 'DetachRolePolicy', input }, undo: { api: 'AttachRolePolicy', input }, ask: true });
    expect(flaw({ ...seen({}), state: then.after as never })).toBeUndefined();
  });
  test('is stood in for anew where what stands in says something else, which undoes it', () => {
    const { step: s } = step(seen({ attached: { [FULL]: doc(wide) }, inline: { [name]: doc(logs) } }));
    expect(s).toMatchObject({
      call: { api: 'PutRolePolicy' },
      undo: { api: 'PutRolePolicy', input: { PolicyDocument: JSON.stringify(doc(logs)) } },
    });
  });
  test('of the account and one of AWS go by two names', () => {
    let state = seen({ attached: { [FULL]: doc(wide), [OURS]: doc(wide) } }).state;
    const made: unknown[] = [];
    while (flaw({ ...seen({}), state })) {
      const { step: s, after } = step({ ...seen({}), state });
      made.push(Object.values(s.call.input)[1]);
      state = after as never;
    }
    expect(made).toEqual(['mlwarden-data-scope.own.AmazonS3FullAccess', OURS, name, FULL]);
  });
  test('of which nothing is needed is detached', () =>
    expect(step(seen({ attached: { [FULL]: doc(wide) } }, idle)).step.call.api).toBe('DetachRolePolicy'));
  test('with a name too long to be stood in for is told of', () => {
    const long = `arn:aws:iam::111122223333:policy/${'a'.repeat(120)}`;
    expect(next(seen({ attached: { [long]: doc(wide) } }))).toMatchObject({ do: 'tell', why: expect.stringContaining('too long a name') });
  });
});

describe('nobody guesses', () => {
  const of = (more: Partial<Use>) => next(seen({ attached: { [FULL]: doc(wide) } }, { ...use, ...more }));
  test.each<[string, Partial<Use>, string]>([
    [
      'there is more than is read',
      { cut: ['models'] },
      'more models than are read at one look, the newest 100 of each. Known so far: it reads ml-churn/train; it writes nothing',
    ],
    ['what is named is not all', { unclear: ['a', 'b', 'c', 'd'] }, 'a; b; c; and 1 more. Known so far'],
    [
      'nothing says for what it uses S3',
      { reads: [] },
      'it uses S3, and nothing that runs or ran as it in 90 days, in this Region, says for what',
    ],
    ['it is new', { reads: [], young: true, s3: { used: false, calls: [] } }, 'has not used S3 yet'],
  ])('where %s it is told', (_, more, why) => expect(of(more)).toEqual({ do: 'tell', why: expect.stringContaining(why) }));
  test('what is bound by a condition is told', () =>
    expect(next(seen({ inline: { own: doc(guarded) } }, undefined))).toMatchObject({
      do: 'tell',
      why: expect.stringContaining('under a condition'),
    }));
  test('one pattern of several services is told, where there is nothing else to do', () => {
    const mixed = doc({ Effect: 'Allow', Action: '*:Get*', Resource: '*' });
    expect(next(seen({ inline: { own: mixed } }))).toMatchObject({ do: 'tell', why: expect.stringContaining('in one pattern') });
    expect(step(seen({ inline: { own: mixed }, attached: { [FULL]: doc(wide) } })).step.call.api).toBe('PutRolePolicy');
  });
  test('as long as IAM makes its report it is waited for', () => {
    const { s3, ...rest } = use;
    expect(next(seen({ attached: { [FULL]: doc(wide) } }, rest))).toMatchObject({ do: 'wait', again: 60 });
  });
});
