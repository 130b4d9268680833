import { describe, expect, test } from 'vitest';
import { sagemaker } from '../sagemaker.ts';
import { trails } from '../trails.ts';
import { World } from '../world.ts';

const MINUTE = 60_000;
const arn = 'arn:aws:sagemaker:eu-west-1:111122223333:model-package/churn-models/1';
const eve = 'arn:aws:sts::111122223333:assumed-role/Release/eve';

function world(stale = false) {
  const it = new World({ seed: 1, start: new Date('2026-11-23T12:00:00Z'), stale });
  const sage = sagemaker(it);
  it.add(sage).add(trails(it));
  // biome-ignore lint/suspicious/noExplicitAny: answers are read by their member names.
  const call = (operation: string, input: object, by?: string): any => it.call('sagemaker', operation, input, by);
  const create = (more: object = {}) => call('CreateModelPackage', { ModelPackageGroupName: 'Churn-Models', ...more });
  const lookup = (name: string, more: object = {}) => {
    const LookupAttributes = [{ AttributeKey: 'EventName', AttributeValue: name }];
    // biome-ignore lint/suspicious/noExplicitAny: as above.
    return it.call('cloudtrail', 'LookupEvents', { LookupAttributes, ...more }) as any;
  };
  return { it, sage, call, create, lookup };
}
const describedBy = { ModelPackageName: arn };

describe('a version of a model', () => {
  test('is numbered in its group, and waits for an approval', () => {
    const { call, create } = world();
    expect(create()).toEqual({ ModelPackageArn: arn });
    expect(create({ ModelApprovalStatus: 'Approved' }).ModelPackageArn).toBe(arn.replace('/1', '/2'));
    expect(call('DescribeModelPackage', describedBy)).toMatchObject({
      ModelPackageVersion: 1,
      ModelApprovalStatus: 'PendingManualApproval',
    });
    const listed = call('ListModelPackages', { ModelPackageType: 'Versioned', ModelApprovalStatus: 'Approved' });
    expect(listed.ModelPackageSummaryList).toMatchObject([{ ModelPackageVersion: 2 }]);
  });

  test('is described with a hundred others at once, and what is not there stands apart', () => {
    const { call, create } = world();
    create({ InferenceSpecification: { Containers: [{ Image: 'serve' }] } });
    const none = arn.replace('/1', '/9');
    expect(call('BatchDescribeModelPackage', { ModelPackageArnList: [arn, none] })).toMatchObject({
      ModelPackageSummaries: { [arn]: { ModelPackageVersion: 1, InferenceSpecification: { Containers: [{ Image: 'serve' }] } } },
      BatchDescribeModelPackageErrorMap: { [none]: { ErrorResponse: `Cannot find Model Package: ${none}` } },
    });
    expect(() => call('BatchDescribeModelPackage', { ModelPackageArnList: Array.from({ length: 101 }, () => arn) })).toThrow('at most 100');
  });

  test('says who made it and who was there last, and that it was moved', () => {
    const { it, call, create } = world();
    create();
    call('UpdateModelPackage', { ModelPackageArn: arn, ModelApprovalStatus: 'Approved', ApprovalDescription: 'good' }, eve);
    const owner = 'arn:aws:iam::111122223333:user/owner';
    expect(call('DescribeModelPackage', describedBy)).toMatchObject({
      ...{ ModelApprovalStatus: 'Approved', ApprovalDescription: 'good' },
      ...{ CreatedBy: { IamIdentity: { Arn: owner } }, LastModifiedBy: { IamIdentity: { Arn: eve } } },
    });
    expect(it.bus.events.filter((e) => e['detail-type'] === 'SageMaker Model Package State Change')).toMatchObject([
      { detail: { UpdatedModelPackageFields: [] } },
      { detail: { ModelPackageArn: arn, UpdatedModelPackageFields: ['ModelApprovalStatus', 'ApprovalDescription'] } },
    ]);
  });

  test('that is deleted is not there, in the words of AWS', () => {
    const { call, create } = world();
    create();
    call('DeleteModelPackage', describedBy);
    for (const operation of ['DescribeModelPackage', 'DeleteModelPackage'])
      expect(() => call(operation, describedBy)).toThrow(`Cannot find Model Package: ${arn}`);
    expect(create().ModelPackageArn).toBe(arn.replace('/1', '/2'));
  });

  test('of a world file has a past that CloudTrail knows', () => {
    const { it, sage, call, lookup } = world();
    const CreationTime = new Date(it.clock.now() - 60 * MINUTE);
    const updates = [
      { ago: 30 * MINUTE, by: eve, asks: { ModelApprovalStatus: 'Approved' as const } },
      { ago: 20 * MINUTE, by: 'user/x', asks: { CustomerMetadataProperties: { a: 'b' } }, untold: true },
    ];
    sage.packages.place({ ModelPackageGroupName: 'Churn-Models', ModelPackageVersion: 1, CreationTime, updates });
    const LastModifiedTime = new Date(it.clock.now() - 20 * MINUTE);
    expect(call('DescribeModelPackage', describedBy)).toMatchObject({ ModelApprovalStatus: 'Approved', CreationTime, LastModifiedTime });
    const told = ['CreateModelPackage', 'UpdateModelPackage'].map((name) => lookup(name).Events);
    expect(told).toMatchObject([[{ EventTime: CreationTime }], [{ EventTime: new Date(it.clock.now() - 30 * MINUTE) }]]);
    expect(JSON.parse(told[1][0].CloudTrailEvent)).toMatchObject({
      ...{ userIdentity: { arn: eve }, eventTime: '2026-11-23T11:30:00Z' },
      requestParameters: { modelPackageArn: arn, modelApprovalStatus: 'Approved' },
    });
  });
});

describe('CloudTrail', () => {
  test('lists the newest first, page by page, within the times that are asked for', () => {
    const { it, create, lookup } = world();
    for (const minute of [0, 1, 2]) {
      it.clock.moveTo(Date.parse('2026-11-23T12:00:00Z') + minute * MINUTE);
      create();
    }
    const at = (minute: number) => new Date(Date.parse('2026-11-23T12:00:00Z') + minute * MINUTE);
    const first = lookup('CreateModelPackage', { MaxResults: 2 });
    expect(first.Events).toMatchObject([{ EventTime: at(2) }, { EventTime: at(1) }]);
    const { Events, NextToken } = lookup('CreateModelPackage', { MaxResults: 2, NextToken: first.NextToken });
    expect({ Events, NextToken }).toMatchObject({ Events: [{ EventTime: at(0) }], NextToken: undefined });
    expect(lookup('CreateModelPackage', { StartTime: at(1), EndTime: at(1) }).Events).toHaveLength(1);
    expect(() => lookup('CreateModelPackage', { StartTime: at(2), EndTime: at(1) })).toThrow('start time');
  });

  test('knows of a call within a quarter of an hour, and not at once', () => {
    const { it, create, lookup } = world(true);
    create();
    const known = () => lookup('CreateModelPackage').Events.length;
    expect(known()).toBe(0);
    it.clock.moveTo(it.clock.now() + 15 * MINUTE);
    expect(known()).toBe(1);
    it.clock.moveTo(it.clock.now() + 90 * 24 * 60 * MINUTE);
    expect(known()).toBe(0);
  });
});
