import { describe, expect, it } from 'vitest';
import { read } from '../../src/engine/read.ts';
import { securityHub } from '../../src/triggers/security-hub.ts';
import { delivered, type Event, homeOf, outcome, sample } from './outcome.ts';

const NOTEBOOKS = securityHub('AWS::SageMaker::NotebookInstance', ['SageMaker.1']);
const BUCKETS = securityHub(['AWS::S3::Bucket', 'AWS::S3::AccessPoint'], ['S3.1']);

const asff = 'securityhub-findings-imported.sagemaker-1';
const ocsf = 'securityhub-findings-imported-v2.compliance-finding';
function changed(file: string, change: (finding: Event) => unknown): Event {
  const event = sample(file);
  change(event.detail.findings[0]);
  return event;
}
const both = (event: Event, triggers: typeof NOTEBOOKS) => [delivered(event, triggers), outcome(event, triggers)];

describe('a Security Hub finding in ASFF', () => {
  const NAMED = 'NotebookInstance arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/team-a-notebook';

  it('names the resources of an open failure', () => {
    expect(both(sample(asff), NOTEBOOKS)).toEqual([true, NAMED]);
  });

  it.each([
    ['whose owner was notified', (f: Event) => Object.assign(f.Workflow, { Status: 'NOTIFIED' }), true, NAMED],
    ['that passed', (f: Event) => Object.assign(f.Compliance, { Status: 'PASSED' }), false, 'compliant'],
    ['that was suppressed', (f: Event) => Object.assign(f.Workflow, { Status: 'SUPPRESSED' }), false, 'archived'],
    ['that was archived', (f: Event) => Object.assign(f, { RecordState: 'ARCHIVED' }), false, 'archived'],
    ['without a workflow', (f: Event) => delete f.Workflow, false, 'archived'],
    ['of another control', (f: Event) => Object.assign(f.Compliance, { SecurityControlId: 'SageMaker.2' }), false, 'names-nothing'],
    ['without a control', (f: Event) => delete f.Compliance, false, 'names-nothing'],
    [
      'of another product',
      (f: Event) => Object.assign(f, { ProductArn: 'arn:aws:securityhub:us-east-1::product/aws/guardduty' }),
      false,
      'names-nothing',
    ],
    [
      'of a product made to look alike',
      (f: Event) => Object.assign(f, { ProductArn: 'arn:aws:securityhub:us-east-1:444455556666:product/aws/securityhub' }),
      false,
      'names-nothing',
    ],
    ['on another type', (f: Event) => Object.assign(f.Resources[0], { Type: 'AwsSageMakerModel' }), false, 'names-nothing'],
    ['on no resource', (f: Event) => Object.assign(f, { Resources: [] }), false, 'names-nothing'],
    ['on a resource without a Region', (f: Event) => delete f.Resources[0].Region, true, NAMED],
    ['on a resource of another account', (f: Event) => Object.assign(f, { AwsAccountId: '444455556666' }), true, 'foreign'],
    ['on a resource of another Region', (f: Event) => Object.assign(f.Resources[0], { Region: 'eu-west-1' }), true, 'foreign'],
    ['on a nameless resource', (f: Event) => delete f.Resources[0].Id, true, '! detail.findings[0].Resources[0].Id'],
    ['without an account', (f: Event) => delete f.AwsAccountId, true, '! detail.findings[0].AwsAccountId'],
  ])('%s', (_, change, heard, expected) => {
    expect(both(changed(asff, change), NOTEBOOKS)).toEqual([heard, expected]);
  });

  it('beside others in one event is not lost', () => {
    const event = sample(asff);
    event.detail.findings.unshift({ ...event.detail.findings[0], RecordState: 'ARCHIVED' });
    expect(both(event, NOTEBOOKS)).toEqual([true, NAMED]);
  });

  it('is not made of two others that each fit in part', () => {
    const event = sample(asff);
    const [finding] = event.detail.findings;
    event.detail.findings = [
      { ...finding, RecordState: 'ARCHIVED' },
      { ...finding, Compliance: { Status: 'PASSED', SecurityControlId: 'SageMaker.1' } },
    ];
    expect(both(event, NOTEBOOKS)).toEqual([false, 'compliant']);
  });

  it('on a customer managed policy names it in no Region', () => {
    const arn = 'arn:aws:iam::111122223333:policy/ml-admin';
    const event = changed(asff, (f) => {
      f.Compliance.SecurityControlId = 'IAM.1';
      f.Resources = [{ Type: 'AwsIamPolicy', Id: arn, Partition: 'aws', Region: 'us-east-1' }];
    });
    const triggers = securityHub('AWS::IAM::Policy', ['IAM.1']);
    expect(delivered(event, triggers)).toBe(true);
    expect(read(event, triggers, homeOf(event))).toMatchObject({ refs: [{ type: 'AWS::IAM::Policy', id: arn, region: 'aws-global' }] });
  });
});

describe('a Security Hub finding in OCSF', () => {
  const NAMED = 'Bucket arn:aws:s3:::my-public-bucket';

  it('names the resources of an open failure by ARN', () => {
    expect(both(sample(ocsf), BUCKETS)).toEqual([true, NAMED]);
  });

  it.each([
    ['that says fail in small letters', (f: Event) => Object.assign(f.compliance, { status: 'fail' }), true, NAMED],
    ['in progress', (f: Event) => Object.assign(f, { status_id: 2 }), true, NAMED],
    ['that passed', (f: Event) => Object.assign(f.compliance, { status: 'Pass' }), false, 'compliant'],
    ['without a status', (f: Event) => delete f.compliance.status, false, 'compliant'],
    ['that was suppressed', (f: Event) => Object.assign(f, { status_id: 3 }), false, 'archived'],
    ['of another control', (f: Event) => Object.assign(f.compliance, { control: 'S3.2' }), false, 'names-nothing'],
    ['of another class', (f: Event) => delete f.compliance, false, 'names-nothing'],
    [
      'of another product',
      (f: Event) => Object.assign(f.metadata.product, { uid: 'arn:aws:securityhub:ap-northeast-1::productv2/aws/securityhub-coverage' }),
      false,
      'names-nothing',
    ],
    ['on another type', (f: Event) => Object.assign(f.resources[0], { type: 'AWS::S3::AccountPublicAccessBlock' }), false, 'names-nothing'],
    ['on a resource without an ARN', (f: Event) => delete f.resources[0].uid_alt, true, 'Bucket my-public-bucket'],
    [
      'on a resource with another second name',
      (f: Event) => Object.assign(f.resources[0], { uid_alt: 'x' }),
      true,
      'Bucket my-public-bucket',
    ],
    ['on a resource of an owner unknown', (f: Event) => delete f.resources[0].owner, true, NAMED],
    ['on a resource of another owner', (f: Event) => Object.assign(f.resources[0].owner.account, { uid: '444455556666' }), true, 'foreign'],
    ['on a resource of another Region', (f: Event) => Object.assign(f.resources[0], { region: 'us-east-1' }), true, 'foreign'],
    ['without a product', (f: Event) => delete f.metadata, false, '! detail.findings[0].metadata'],
  ])('%s', (_, change, heard, expected) => {
    expect(both(changed(ocsf, change), BUCKETS)).toEqual([heard, expected]);
  });
});
