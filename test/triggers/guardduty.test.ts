import { describe, expect, it } from 'vitest';
import { read } from '../../src/engine/read.ts';
import { guardDuty } from '../../src/triggers/guardduty.ts';
import { guardDutyBuckets } from '../../src/triggers/guardduty-buckets.ts';
import { delivered, type Event, homeOf, outcome, sample } from './outcome.ts';

const CLASSIC = 'guardduty-finding.ai-protection-anomalous-model-invocation';
const SEQUENCE = 'guardduty-finding.attack-sequence-iam';
const TRIGGERS = [
  guardDuty([
    'UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration',
    'Impact:IAMUser/AnomalousModelInvocation',
    'AttackSequence:IAM/',
  ]),
];
function changed(file: string, change: (detail: Event) => unknown): Event {
  const event = sample(file);
  change(event.detail);
  return event;
}
const key = (details: object) => (d: Event) => Object.assign(d.resource, { accessKeyDetails: details });

describe('a GuardDuty finding', () => {
  it('names the role whose credentials were used, in no Region', () => {
    const event = sample(CLASSIC);
    expect(read(event, TRIGGERS, homeOf(event))).toMatchObject({
      refs: [
        {
          type: 'AWS::IAM::Role',
          id: 'SageMakerExecutionRole',
          account: '111122223333',
          region: 'aws-global',
          at: '2026-09-30T02:19:10.000Z',
        },
      ],
    });
  });

  it.each([
    ['UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS', true],
    ['UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.InsideAWS', true],
    ['UnauthorizedAccess:IAMUser/TorIPCaller', false],
  ])('of type %s is heard: %s', (type, heard) => {
    const event = changed(CLASSIC, (d) => Object.assign(d, { type }));
    expect([delivered(event, TRIGGERS), outcome(event, TRIGGERS)]).toEqual([
      heard,
      heard ? 'Role SageMakerExecutionRole' : 'names-nothing',
    ]);
  });

  it.each([
    ['a role without a name', { principalId: 'AROAEXAMPLE4R7KJ6PLM3:session', userName: '' }, 'Role AROAEXAMPLE4R7KJ6PLM3'],
    ['a role by its unique id alone', { principalId: 'AROAEXAMPLE4R7KJ6PLM3', userName: 'ml', userType: 'Unheard' }, 'Role ml'],
    ['a role by its type alone', { userName: 'ml', userType: 'Role' }, 'Role ml'],
    ['a role by the type of its session alone', { userName: 'ml', userType: 'AssumedRole' }, 'Role ml'],
    ['a user', { principalId: 'AIDAEXAMPLE', userName: 'intern', userType: 'IAMUser' }, 'User intern'],
    ['whoever is of a type that only begins like a role', { userName: 'ml', userType: 'RoleUser' }, 'User ml'],
    ['whoever is of a type that only ends like a role', { userName: 'ml', userType: 'NoRole' }, 'User ml'],
    ['the root user', { principalId: '111122223333', userName: 'Root', userType: 'Root' }, 'User Root'],
    ['nobody', {}, '! detail.resource.accessKeyDetails'],
    ['somebody unprintable', { userName: 'a\nb', userType: 'Role' }, '! detail.resource.accessKeyDetails.userName'],
  ])('on %s', (_, details, expected) => {
    expect(outcome(changed(CLASSIC, key(details)), TRIGGERS)).toBe(expected);
  });

  it.each([
    ['made as a sample', (d: Event) => Object.assign(d.service.additionalInfo, { sample: true }), 'sample'],
    ['archived', (d: Event) => Object.assign(d.service, { archived: true }), 'archived'],
    ["of a member's account", (d: Event) => Object.assign(d, { accountId: '444455556666' }), 'foreign'],
    ['without additional information', (d: Event) => delete d.service.additionalInfo, 'Role SageMakerExecutionRole'],
    ['without a service', (d: Event) => delete d.service, '! detail.service'],
  ])('%s', (_, change, expected) => {
    expect(outcome(changed(CLASSIC, change), TRIGGERS)).toBe(expected);
  });
});

describe('an attack sequence', () => {
  it('names each principal once', () => {
    expect(outcome(sample(SEQUENCE), TRIGGERS)).toBe('Role SageMakerExecutionRole');
  });

  it('names every actor and the owner of every key', () => {
    const event = changed(SEQUENCE, ({ service }) => {
      const { sequence } = service.detection;
      sequence.actors.push({ id: 'actor-2', user: { name: 'ci', uid: 'AROAEXAMPLECI', type: 'AssumedRole' } }, { id: 'actor-3' });
      sequence.actors.push({ id: 'actor-4', user: { name: 'thief', type: 'IAMUser', account: { uid: '444455556666' } } });
      sequence.resources.push(
        { data: { accessKey: { userName: 'intern', userType: 'IAMUser' } } },
        { resourceType: 'S3_BUCKET', data: { s3Bucket: {} } },
        { resourceType: 'S3_BUCKET' },
      );
    });
    expect(outcome(event, TRIGGERS)).toBe('Role SageMakerExecutionRole, Role ci, User intern');
  });

  it.each([
    ['actors', 'Role SageMakerExecutionRole'],
    ['resources', 'Role SageMakerExecutionRole'],
  ])('may come without %s', (part, expected) => {
    expect(
      outcome(
        changed(SEQUENCE, (d) => delete d.service.detection.sequence[part]),
        TRIGGERS,
      ),
    ).toBe(expected);
  });

  it('without a sequence is loud, in one sentence', () => {
    const event = changed(SEQUENCE, (d) => delete d.service.detection);
    expect(() => read(event, TRIGGERS, homeOf(event))).toThrow(
      'Cannot read detail.resource.accessKeyDetails: expected a principal, here or in service.detection.sequence.',
    );
    expect(
      outcome(
        changed(SEQUENCE, (d) => delete d.service.detection),
        TRIGGERS,
      ),
    ).toBe('! detail.resource.accessKeyDetails');
  });
});

describe('a finding about buckets', () => {
  const BUCKET = 'guardduty-finding.s3-bucket-anonymous-access';
  const OPENED = [guardDutyBuckets(['Policy:S3/Bucket', 'Exfiltration:S3/'])];

  it('names the bucket, where the finding was made, and not who opened it', () => {
    const event = sample(BUCKET);
    expect(delivered(event, OPENED)).toBe(true);
    expect(read(event, OPENED, homeOf(event))).toMatchObject({
      refs: [{ type: 'AWS::S3::Bucket', id: 'ml-artifacts-prod', account: '111122223333', region: 'us-east-1' }],
    });
  });

  it.each([
    ['names all of several', (d: Event) => d.resource.s3BucketDetails.push({ name: 'b' }, {}), 'Bucket ml-artifacts-prod, Bucket b'],
    ['without a bucket is loud', (d: Event) => delete d.resource.s3BucketDetails, '! detail.resource.s3BucketDetails'],
    [
      'whose only bucket has no name is as loud',
      (d: Event) => Object.assign(d.resource, { s3BucketDetails: [{ name: '' }] }),
      '! detail.resource.s3BucketDetails',
    ],
    ['made as a sample', (d: Event) => Object.assign(d.service.additionalInfo, { sample: true }), 'sample'],
    ['without additional information', (d: Event) => delete d.service.additionalInfo, 'Bucket ml-artifacts-prod'],
    ['archived', (d: Event) => Object.assign(d.service, { archived: true }), 'archived'],
  ])('%s', (_, change, expected) => {
    expect(outcome(changed(BUCKET, change), OPENED)).toBe(expected);
  });

  it('without a bucket says so in one sentence', () => {
    const event = changed(BUCKET, (d) => delete d.resource.s3BucketDetails);
    expect(() => read(event, OPENED, homeOf(event))).toThrow('Cannot read detail.resource.s3BucketDetails: expected a bucket.');
  });

  it('of another type is neither delivered nor heard', () => {
    const event = changed(BUCKET, (d) => Object.assign(d, { type: 'Policy:S3/AccountBlockPublicAccessDisabled' }));
    expect([delivered(event, OPENED), outcome(event, OPENED)]).toEqual([false, 'names-nothing']);
  });
});
