import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { read } from '../../src/engine/read.ts';
import { guardDutyObjects } from '../../src/triggers/guardduty-objects.ts';
import { s3Objects } from '../../src/triggers/s3-objects.ts';
import { delivered, type Event, homeOf, outcome, sample } from './outcome.ts';

const TYPE = 'AWS::S3::Object';
const OBJECTS = s3Objects(TYPE, '.tar.gz');
const FINDINGS = [guardDutyObjects('Object:S3/MaliciousFile', TYPE)];

const told = (file: string, key: string): Event => {
  const event = sample(file);
  event.detail.object.key = key;
  return event;
};

describe('what S3 tells of an object', () => {
  it.each(['s3-object-created', 's3-object-deleted'])('%s names it by bucket and key, in the account of its bucket', (file) => {
    const event = told(file, 'churn/model.tar.gz');
    expect(delivered(event, OBJECTS)).toBe(true);
    expect(read(event, OBJECTS, homeOf(event))).toMatchObject({
      refs: [
        { type: TYPE, id: 's3://example-bucket/churn/model.tar.gz', account: event.account, region: event.region, at: expect.any(String) },
      ],
    });
  });

  it('names a key as it is: nothing in it is decoded', () => {
    const key = 'März/100% + 1%2F2/model.tar.gz';
    expect(outcome(told('s3-object-created', key), OBJECTS)).toBe(`Object s3://example-bucket/${key}`);
  });

  it.each(['model.tar.gz.part', 'model.safetensors', 'IMG_m7fzo3.jpg'])('of %s is neither delivered nor heard', (key) => {
    const event = told('s3-object-created', key);
    expect([delivered(event, OBJECTS), outcome(event, OBJECTS)]).toEqual([false, 'names-nothing']);
  });

  it('with a key that nobody can print names nothing, and stops no message', () =>
    expect(outcome(told('s3-object-created', 'a\u0007b.tar.gz'), OBJECTS)).toBe('names-nothing'));

  it('without a key is unreadable', () => {
    const event = sample('s3-object-created');
    delete event.detail.object.key;
    expect(outcome(event, OBJECTS)).toBe('! detail.object.key');
  });
});

/** The finding as `npm start` has it, and as something in it is otherwise. */
function finding(change: (detail: Event) => unknown = () => undefined): Event {
  const event = JSON.parse(readFileSync('events/registry/model-artifact.guardduty.json', 'utf8')) as Event;
  change(event.detail);
  return event;
}
const buckets = (is: unknown) => (detail: Event) => Object.assign(detail.resource, { s3BucketDetails: is });

describe('what GuardDuty found in an object', () => {
  it('names it by bucket and key', () => {
    expect(delivered(finding(), FINDINGS)).toBe(true);
    expect(outcome(finding(), FINDINGS)).toBe('Object s3://sagemaker-models/churn/model.tar.gz');
  });

  it.each<[is: string, event: Event, expected: string]>([
    ['a sample', finding((d) => Object.assign(d.service.additionalInfo, { sample: true })), 'sample'],
    ['archived', finding((d) => Object.assign(d.service, { archived: true })), 'archived'],
    ['of another type', finding((d) => Object.assign(d, { type: 'Policy:S3/BucketAnonymousAccessGranted' })), 'names-nothing'],
    ["another account's", finding((d) => Object.assign(d, { accountId: '999900001111' })), 'foreign'],
    ['about no bucket', finding(buckets(undefined)), 'names-nothing'],
    ['about a bucket alone', finding(buckets([{ name: 'b' }])), 'names-nothing'],
    ['about an object of no bucket', finding(buckets([{ s3ObjectDetails: [{ key: 'k' }] }])), '! detail.resource.s3BucketDetails[0].name'],
    [
      'about an object without a key',
      finding(buckets([{ name: 'b', s3ObjectDetails: [{}] }])),
      '! detail.resource.s3BucketDetails[0].s3ObjectDetails[0].key',
    ],
    ['about nothing', finding(buckets([])), 'names-nothing'],
  ])('that is %s: %3$s', (_, event, expected) => expect(outcome(event, FINDINGS)).toBe(expected));

  it('is heard without additional information', () => {
    const event = finding((d) => delete d.service.additionalInfo);
    expect(outcome(event, FINDINGS)).toBe('Object s3://sagemaker-models/churn/model.tar.gz');
  });
});
