import { describe, expect, it } from 'vitest';
import { read } from '../../src/engine/read.ts';
import { configRule } from '../../src/triggers/config.ts';
import { delivered, type Event, homeOf, outcome, sample } from './outcome.ts';

const NOTEBOOK = 'AWS::SageMaker::NotebookInstance';
const RULE = 'sagemaker-notebook-no-direct-internet-access';
const TRIGGERS = [configRule(NOTEBOOK, [RULE])];
const NAMED = 'NotebookInstance arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/team-a-notebook';

function event(change: (detail: Event) => unknown = () => undefined): Event {
  const made = sample('config-rules-compliance-change.sagemaker-notebook');
  change(made.detail);
  return made;
}
const renamed = (name: string) => event((detail) => Object.assign(detail, { configRuleName: name }));

describe('a Config rule', () => {
  it.each([
    [RULE, true],
    ['SageMaker-Notebook-No-Direct-Internet-Access', true],
    ['SAGEMAKER_NOTEBOOK_NO_DIRECT_INTERNET_ACCESS', true],
    [`${RULE}-conformance-pack-a1b2c3d4e`, true],
    [`securityhub-${RULE}-abc123`, true],
    [`my-${RULE}`, false],
    ['sagemaker-notebook-instance-inside-vpc', false],
    ['securityhub-sagemaker-notebook-instance-inside-vpc-abc123', false],
  ])('named %s is heard: %s', (name, heard) => {
    expect([delivered(renamed(name), TRIGGERS), outcome(renamed(name), TRIGGERS)]).toEqual([heard, heard ? NAMED : 'names-nothing']);
  });

  it('may be given by its identifier', () => {
    const triggers = [configRule([NOTEBOOK], ['SAGEMAKER_NOTEBOOK_NO_DIRECT_INTERNET_ACCESS'])];
    expect([delivered(event(), triggers), outcome(event(), triggers)]).toEqual([true, NAMED]);
  });

  it('names a role by its unique id, in no Region', () => {
    const given = event((d) =>
      Object.assign(d, {
        configRuleName: 'iam-policy-blacklisted-check',
        resourceType: 'AWS::IAM::Role',
        resourceId: 'AROAEXAMPLE4R7KJ6PLM3',
      }),
    );
    const triggers = [configRule(['AWS::IAM::Role', 'AWS::IAM::Policy'], ['iam-policy-blacklisted-check'])];
    expect(read(given, triggers, homeOf(given))).toMatchObject({
      refs: [{ type: 'AWS::IAM::Role', id: 'AROAEXAMPLE4R7KJ6PLM3', region: 'aws-global' }],
    });
    expect(delivered(given, triggers)).toBe(true);
  });

  it.each([
    ['COMPLIANT', 'compliant'],
    ['NOT_APPLICABLE', 'compliant'],
    ['INSUFFICIENT_DATA', 'compliant'],
    ['PERHAPS', '! detail.newEvaluationResult.complianceType'],
  ])('that says %s is no finding', (complianceType, expected) => {
    const given = event((detail) => Object.assign(detail.newEvaluationResult, { complianceType }));
    expect([delivered(given, TRIGGERS), outcome(given, TRIGGERS)]).toEqual([false, expected]);
  });

  it.each([
    ['about another type', { resourceType: 'AWS::SageMaker::Model' }, 'names-nothing'],
    ['about another account', { awsAccountId: '444455556666' }, 'foreign'],
    ['about another Region', { awsRegion: 'eu-west-1' }, 'foreign'],
    ['without a resource', { resourceId: '' }, '! detail.resourceId'],
    ['with a broken ARN', { resourceId: 'arn:aws:sagemaker' }, '! detail.resourceId'],
    ['with the ARN of another service', { resourceId: 'arn:aws:s3:::bucket' }, '! detail'],
    ['with control characters', { resourceId: 'team-a\u001b[2J' }, '! detail.resourceId'],
    ['without an account', { awsAccountId: '1' }, '! detail.awsAccountId'],
    ['without a Region', { awsRegion: 'everywhere' }, '! detail.awsRegion'],
  ])('%s is refused', (_, change, expected) => {
    expect(
      outcome(
        event((detail) => Object.assign(detail, change)),
        TRIGGERS,
      ),
    ).toBe(expected);
  });
});
