import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { describe, expect, test, vi } from 'vitest';
import { modelPackage } from '../../src/resources/model-package.ts';
import { all, answer, atHome, refusal } from './aws.ts';

atHome();
const TYPE = 'AWS::SageMaker::ModelPackage';
const arn = 'arn:aws:sagemaker:eu-west-1:111122223333:model-package/churn-models/3';
const at = { account: '111122223333', region: 'eu-west-1', at: '2026-11-02T10:00:00Z' };
const NOW = Date.parse('2026-11-02T10:00:00Z');
const ago = (minutes: number) => new Date(NOW - minutes * 60_000);
const DAY = 24 * 60;
const [ana, eve] = ['ana', 'eve'].map((name) => `arn:aws:sts::111122223333:assumed-role/R-${name}/${name}`) as [string, string];
const US = 'arn:aws:sts::111122223333:assumed-role/mlwarden-model-approval/mlwarden-model-approval';

/** Roles that sound like ours: anybody can make the one, and who owns another account the other. */
const LIKE_US = [
  'arn:aws:sts::111122223333:assumed-role/mlwarden-model-approval-2/x',
  'arn:aws:sts::111122223333:assumed-role/mlwarden-ops/x',
  'arn:aws:sts::444455556666:assumed-role/mlwarden-model-approval/x',
];

interface Told {
  readonly minutes: number;
  readonly by?: string;
  readonly asks?: object;
  readonly on?: string;
  readonly name?: string;
  readonly more?: object;
}
const event = ({ minutes, by = eve, asks = {}, on = arn, name = 'UpdateModelPackage', more = {} }: Told) => ({
  ...{ EventName: name, EventTime: ago(minutes) },
  CloudTrailEvent: JSON.stringify({
    ...{ eventSource: 'sagemaker.amazonaws.com', eventTime: ago(minutes).toISOString().replace('.000', '') },
    userIdentity: { arn: by, sessionContext: { sessionIssuer: { arn: 'arn:aws:iam::111122223333:role/x/R' } } },
    ...{ requestParameters: { modelPackageArn: on, ...asks }, responseElements: { modelPackageArn: on } },
    ...more,
  }),
});
const approves = { modelApprovalStatus: 'Approved' };
const pends = { modelApprovalStatus: 'PendingManualApproval' };
const changes = { inferenceSpecification: {} };
const said = (by: string, minutes: number) => ({ by, role: 'arn:aws:iam::111122223333:role/x/R', at: ago(minutes).toISOString() });

const described = (more: object = {}) => ({
  ...{ CreationTime: ago(DAY), LastModifiedTime: ago(60), ModelPackageStatus: 'Completed', ModelApprovalStatus: 'Approved' },
  ...more,
});
const [three] = await modelPackage.locate({ type: TYPE, id: arn, ...at });

interface Asked {
  readonly LookupAttributes: readonly { readonly AttributeValue: string }[];
  readonly NextToken?: string;
  readonly StartTime: Date;
  readonly EndTime?: Date;
}
async function seen(told: readonly Told[] | ((asked: Asked) => object), more: object = {}) {
  vi.spyOn(Date, 'now').mockReturnValue(NOW);
  const asked: Asked[] = [];
  answer({
    DescribeModelPackage: () => described(more),
    LookupEvents: (input: Asked) => {
      asked.push(input);
      if (typeof told === 'function') return told(input);
      const [name] = input.LookupAttributes.map((a) => a.AttributeValue);
      return { Events: told.map(event).filter(({ EventName }) => EventName === name) };
    },
  });
  const is = await modelPackage.inspect(three as NonNullable<typeof three>);
  return { is, history: is?.state.history, asked };
}

describe('a version of a model', () => {
  test('is found by its ARN and by its name, and what is in no group is not', async () => {
    expect(three).toMatchObject({ name: 'churn-models/3', arn });
    expect(await modelPackage.locate({ type: TYPE, id: 'Churn-Models/3', ...at })).toEqual([three]);
    expect(await modelPackage.locate({ type: TYPE, id: arn.replace('/3', ''), ...at })).toEqual([]);
  });

  test('is listed where it is approved', async () => {
    const asked: object[] = [];
    answer({
      ListModelPackages(input) {
        asked.push(input);
        return { ModelPackageSummaryList: [{ ModelPackageArn: arn }] };
      },
    });
    expect(await all(modelPackage.list())).toEqual([three]);
    expect(asked).toMatchObject([{ ModelPackageType: 'Versioned', ModelApprovalStatus: 'Approved' }]);
  });

  test('is read with who made it, who was there last, and who approved it', async () => {
    const who = { CreatedBy: { IamIdentity: { Arn: ana } }, LastModifiedBy: { IamIdentity: { Arn: eve } } };
    const { is } = await seen([{ minutes: 60, asks: approves }], { ...who, ApprovalDescription: 'AUC 0.91' });
    expect(is).toEqual({
      ...{ born: ago(DAY).toISOString(), linked: ['sagemaker'] },
      state: {
        ...{ status: 'Completed', approval: 'Approved', description: 'AUC 0.91', at: ago(60).toISOString() },
        ...{ createdBy: ana, modifiedBy: eve, specification: expect.any(String) },
        history: { approval: said(eve, 60), changed: [], told: true, reach: 'all' },
      },
    });
  });

  test.each([
    ['is not approved', { ModelApprovalStatus: 'Rejected' }],
    ['has failed', { ModelPackageStatus: 'Failed' }],
    ['was not modified since CloudTrail remembers', { CreationTime: ago(200 * DAY), LastModifiedTime: ago(91 * DAY) }],
  ])('that %s is not asked about', async (_, more) => {
    const { history, asked } = await seen([], more);
    expect(history).toBeUndefined();
    expect(asked).toEqual([]);
  });

  test('is what is deployed of it, whatever is said about it', async () => {
    const specification = async (more: object) => (await seen([], more)).is?.state.specification;
    const is = { InferenceSpecification: { Containers: [{ Image: 'a', ModelDataUrl: 'b' }] } };
    const first = await specification(is);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(await specification({ InferenceSpecification: { Containers: [{ ModelDataUrl: 'b', Image: 'a' }] } })).toBe(first);
    expect(await specification({ ...is, CustomerMetadataProperties: { auc: '0.91' } })).toBe(first);
    expect(await specification({ ...is, SourceUri: 's3://x' })).not.toBe(first);
    expect(await specification({ ...is, AdditionalInferenceSpecifications: [{ Name: 'x' }] })).not.toBe(first);
    expect(await specification({})).not.toBe(first);
    // Half a character in it is no way out of being looked at.
    expect(await specification({ SourceUri: 's3://\ud83d' })).toMatch(/^[0-9a-f]{64}$/);
  });

  test('is read without the key of its model card', async () => {
    const asked: object[] = [];
    answer({
      DescribeModelPackage(input: object) {
        asked.push(input);
        return described({ ModelApprovalStatus: 'Rejected' });
      },
    });
    await modelPackage.inspect(three as NonNullable<typeof three>);
    expect(asked).toEqual([{ ModelPackageName: arn, IncludedData: 'MetadataOnly' }]);
  });

  test.each([`Cannot find Model Package: ${arn}`, `ModelPackage ${arn} does not exist.`])(
    'of which AWS says "%s" is not there',
    async (says) => {
      answer({ DescribeModelPackage: () => Promise.reject(refusal('ValidationException', says)) });
      expect(await modelPackage.inspect(three as NonNullable<typeof three>)).toBeUndefined();
    },
  );

  test('that may not be looked at is not taken for gone', async () => {
    answer({ DescribeModelPackage: () => Promise.reject(refusal('AccessDeniedException', `Cannot find Model Package: ${arn}`)) });
    await expect(modelPackage.inspect(three as NonNullable<typeof three>)).rejects.toThrow();
  });

  test('has the tags of its group', async () => {
    const group = 'arn:aws:sagemaker:eu-west-1:111122223333:model-package-group/churn-models';
    answer({ ListTags: ({ ResourceArn }) => ({ Tags: ResourceArn === group ? [{ Key: 'Owner', Value: 'ana' }] : [] }) });
    expect(await modelPackage.tags?.(three as NonNullable<typeof three>)).toEqual({ Owner: 'ana' });
  });

  test('that AWS is at work on is waited for', () => {
    const state = { status: 'InProgress', approval: 'Approved', specification: '', at: '' };
    expect(modelPackage.busy?.(state)).toMatchObject({ do: 'wait' });
    expect(modelPackage.busy?.({ ...state, status: 'Failed' })).toBeUndefined();
    expect(() => modelPackage.busy?.({ ...state, status: 'Odd' })).toThrow('Odd');
  });
});

describe('CloudTrail tells of it', () => {
  test.each<[says: string, told: Told[], history: object]>([
    [
      'who approved it last',
      [
        { minutes: 60, asks: approves },
        { minutes: 90, by: ana, asks: approves },
      ],
      { approval: said(eve, 60) },
    ],
    [
      'nobody where another status was set since',
      [
        { minutes: 60, asks: pends },
        { minutes: 90, asks: approves },
      ],
      { changed: [] },
    ],
    [
      'who approved it, though we set it back and gave it back',
      [
        { minutes: 60, by: US, asks: approves },
        { minutes: 70, by: US, asks: pends },
        { minutes: 90, asks: approves },
      ],
      { approval: said(eve, 90) },
    ],
    [
      'who changed it since, and not what was before',
      [
        { minutes: 60, by: ana, asks: changes },
        { minutes: 70, asks: approves },
        { minutes: 90, by: ana, asks: changes },
      ],
      { approval: said(eve, 70), changed: [said(ana, 60)] },
    ],
    [
      'who changed it in the second of its approval: nobody knows which was first',
      [
        { minutes: 60, asks: approves },
        { minutes: 60, by: ana, asks: changes },
        { minutes: 60 + 1 / 60, by: ana, asks: changes },
      ],
      { approval: said(eve, 60), changed: [said(ana, 60)] },
    ],
    ...LIKE_US.map((by): [string, Told[], object] => [
      `that it was approved by ${by}, which only sounds like us`,
      [{ minutes: 60, by, asks: approves }],
      { approval: said(by, 60) },
    ]),
    ['of a change by a role of our name', [{ minutes: 60, by: US, asks: { ...approves, sourceUri: 'x' } }], { approval: said(US, 60) }],
    [
      'of words about it nothing',
      [
        { minutes: 60, asks: { customerMetadataProperties: {} } },
        { minutes: 70, asks: approves },
      ],
      { approval: said(eve, 70) },
    ],
    [
      'of nothing that failed',
      [{ minutes: 60, asks: approves, more: { errorCode: 'AccessDenied', requestParameters: null } }],
      { told: false },
    ],
    ['of no other version', [{ minutes: 60, asks: approves, on: arn.replace('/3', '/33') }], { told: false }],
    ['of no other service', [{ minutes: 60, asks: approves, more: { eventSource: 'x.amazonaws.com' } }], { told: false }],
    [
      'that it was made approved',
      [{ minutes: DAY, by: ana, name: 'CreateModelPackage', asks: { ...approves, ...changes, modelPackageArn: undefined } }],
      { approval: said(ana, DAY), told: false },
    ],
    [
      'of what was asked nothing where it was too long, so it may have been anything',
      [
        { minutes: 60, by: ana, more: { requestParameters: { omitted: true, originalSize: 104_448, reason: 'too long' } } },
        { minutes: 70, asks: approves },
      ],
      { approval: said(eve, 70), changed: [said(ana, 60)] },
    ],
    [
      'of a status that is null nothing',
      [
        { minutes: 60, asks: { modelApprovalStatus: null } },
        { minutes: 70, asks: approves },
      ],
      { approval: said(eve, 70) },
    ],
    ['nobody where it was made otherwise', [{ minutes: DAY, name: 'CreateModelPackage', asks: changes }], { told: false }],
  ])('%s', async (_, told, history) => expect((await seen(told)).history).toEqual({ changed: [], told: true, reach: 'all', ...history }));

  test('since it was made, until a minute after it was last modified', async () => {
    const { asked } = await seen([{ minutes: 60, asks: approves }]);
    expect(asked).toMatchObject([{ StartTime: ago(DAY + 1 / 60), EndTime: ago(59) }]);
  });

  test('of its making a minute before and after', async () => {
    const { asked } = await seen([]);
    expect(asked[1]).toMatchObject({ StartTime: ago(DAY + 1), EndTime: ago(DAY - 1) });
  });

  describe('of its last modification only where it names who made it', () => {
    const both: readonly Told[] = [{ minutes: 60, asks: approves }];
    const by = (Arn: string) => ({ LastModifiedBy: { IamIdentity: { Arn } } });
    test('and another was there, perhaps, in the same seconds', async () =>
      expect((await seen(both, by(ana))).history).toMatchObject({ told: false }));
    test('and he was', async () => expect((await seen(both, by(eve))).history).toMatchObject({ told: true }));
    test('or his role', async () =>
      expect((await seen(both, by('arn:aws:iam::111122223333:role/x/R'))).history).toMatchObject({ told: true }));
    test('or a session of his role by another name', async () =>
      expect((await seen(both, by(eve.replace('/eve', '/x')))).history).toMatchObject({ told: true }));
  });

  test('with what path the role stands of whoever was there last, where he was there before', async () => {
    const path = 'arn:aws:iam::111122223333:role/x/R';
    const told: readonly Told[] = [{ minutes: 60, by: ana, asks: approves }];
    const by = (Arn: string) => ({ LastModifiedTime: ago(1), LastModifiedBy: { IamIdentity: { Arn } } });
    expect((await seen(told, by(ana))).history).toMatchObject({ told: false, role: path });
    expect((await seen(told, by(eve))).history).not.toHaveProperty('role');
  });

  test('until now, of what was modified just now', async () => {
    const { asked } = await seen([], { LastModifiedTime: ago(1) });
    expect(asked[0]).not.toHaveProperty('EndTime');
  });

  test('of what it is about to forget as little as of what it has forgotten', async () => {
    const days = (n: number) => ago(n * DAY);
    expect((await seen([], { CreationTime: days(89.5), LastModifiedTime: days(89.5) })).history).toBeUndefined();
    expect((await seen([], { CreationTime: days(89.5), LastModifiedTime: days(80) })).history).toMatchObject({ reach: 'part' });
    expect((await seen([], { CreationTime: days(88.5) })).history).toMatchObject({ reach: 'all' });
  });

  test('for eighty-nine days, of what is older', async () => {
    const { asked, history } = await seen([{ minutes: 60, by: ana, asks: changes }], { CreationTime: ago(200 * DAY) });
    expect(asked).toMatchObject([{ StartTime: ago(89 * DAY) }]);
    expect(history).toEqual({ changed: [said(ana, 60)], told: true, reach: 'part' });
  });

  test('all since a status was set, of what is older', async () => {
    const { history } = await seen([{ minutes: 60, asks: pends }], { CreationTime: ago(200 * DAY) });
    expect(history).toEqual({ changed: [], told: true, reach: 'all' });
  });

  test('page by page, but not without end', async () => {
    const page = (word: number) => {
      let pages = 0;
      return () => ({ Events: [event({ minutes: 60, ...(++pages === word && { asks: approves }) })], NextToken: 'n' });
    };
    expect((await seen(page(8))).history).toMatchObject({ approval: said(eve, 60), reach: 'all' });
    const { asked, history } = await seen(page(9));
    expect(asked).toHaveLength(8);
    expect(history).toMatchObject({ reach: 'cut' });
    expect(history).not.toHaveProperty('approval');
  });

  test('to whoever asks patiently: it answers twice a second, to the whole account', async () => {
    const { asked } = await seen([]);
    expect(asked).toHaveLength(2);
    const [client] = vi.mocked(CloudTrailClient.prototype.send).mock.contexts as readonly CloudTrailClient[];
    expect([await client?.config.maxAttempts(), client?.config.retryMode]).toEqual([5, 'adaptive']);
  });

  test('in an event that names nobody, and that is no answer', async () => {
    const nobody = { minutes: 60, asks: approves, more: { userIdentity: {} } };
    await expect(seen([nobody])).rejects.toThrow('userIdentity');
    // Of another version it may name whom it likes.
    expect((await seen([{ ...nobody, on: arn.replace('/3', '/33') }])).history).toMatchObject({ told: false });
  });
});
