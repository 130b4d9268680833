import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { imageScans, scanFrequencies } from '../../src/triggers/image-scan.ts';
import { delivered, type Event, outcome, sample } from './outcome.ts';

const TRIGGERS = imageScans(['CRITICAL', 'HIGH']);
const ours = (source: string): Event =>
  JSON.parse(readFileSync(new URL(`../../events/supply-chain/image-vulnerabilities.${source}.json`, import.meta.url), 'utf8'));
const image = (awsEcrContainerImage: object | null) => ({ type: 'AWS_ECR_CONTAINER_IMAGE', details: { awsEcrContainerImage } });
const INSTANCE = { type: 'AWS_EC2_INSTANCE', details: { awsEc2Instance: {} } };
const SERVE = { registry: '111122223333', repositoryName: 'churn/serve' };

describe('what is told of an image', () => {
  test.each([
    ['ecr-scan', 'Repository churn/serve'],
    ['inspector-scan', 'Repository arn:aws:ecr:eu-west-1:111122223333:repository/churn/serve'],
    ['inspector-finding', 'Repository churn/serve'],
  ])('by %s is heard of its repository', (source, heard) => {
    expect(delivered(ours(source), TRIGGERS)).toBe(true);
    expect(outcome(ours(source), TRIGGERS)).toBe(heard);
  });

  test.each([
    ['ecr-image-scan', 'Repository my-repository-name'],
    ['inspector2-scan', 'Repository arn:aws:ecr:us-east-2:123456789012:repository/amazon/amazon-ecs-sample'],
    ['inspector2-finding-ecr-image', 'Repository amazon/amazon-ecs-sample'],
  ])('is heard as AWS shows it in %s', (file, heard) => {
    const event = sample(file);
    if (event.detail.severity) event.detail.severity = 'HIGH';
    expect(delivered(event, TRIGGERS)).toBe(true);
    expect(outcome(event, TRIGGERS)).toBe(heard);
  });

  test.each(['CLOSED', 'SUPPRESSED'])('is heard when a finding is %s, too: a stage may be opened again', (status) => {
    const event = ours('inspector-finding');
    event.detail.status = status;
    expect(delivered(event, TRIGGERS)).toBe(true);
  });

  test.each<[says: string, resources: unknown[], heard: string]>([
    ['two images of two repositories', [image(SERVE), image({ ...SERVE, repositoryName: 'b' })], 'Repository churn/serve, Repository b'],
    ['an image among others', [INSTANCE, image(SERVE)], 'Repository churn/serve'],
    ['no image', [INSTANCE], 'names-nothing'],
    ['what is no image, whatever is said of one', [{ ...image(SERVE), type: 'AWS_LAMBDA_FUNCTION' }], 'names-nothing'],
    ['an image without details', [{ type: 'AWS_ECR_CONTAINER_IMAGE' }], 'names-nothing'],
    ['an image of which nothing is said', [image(null)], 'names-nothing'],
    [
      'an image without a repository',
      [image({ registry: '111122223333' })],
      '! detail.resources[0].details.awsEcrContainerImage.repositoryName',
    ],
    ['an image in the registry of another account', [image({ ...SERVE, registry: '999900001111' })], 'foreign'],
  ])('a finding of %s', (_, resources, heard) => {
    expect(outcome({ ...ours('inspector-finding'), detail: { severity: 'CRITICAL', resources } }, TRIGGERS)).toBe(heard);
  });
});

describe('what is told of anything else', () => {
  test('is neither delivered nor heard: findings of no weight, and scans of machines', () => {
    const finding = ours('inspector-finding');
    finding.detail.severity = 'MEDIUM';
    expect(delivered(finding, TRIGGERS)).toBe(false);
    expect(outcome(finding, TRIGGERS)).toBe('names-nothing');
    const scan = ours('inspector-scan');
    delete scan.detail['repository-name'];
    expect(delivered(scan, TRIGGERS)).toBe(false);
    expect(outcome(scan, TRIGGERS)).toBe('names-nothing');
  });
});

describe('what is told of how often repositories are scanned', () => {
  const triggers = [scanFrequencies('AWS::ECR::RegistryScanningConfiguration', 'account')];

  test('is heard once of the registry, however many repositories it names', () => {
    const event = sample('ecr-scan-resource-change');
    expect(event.detail.repositories).toHaveLength(3);
    expect(delivered(event, triggers)).toBe(true);
    expect(outcome(event, triggers)).toBe('RegistryScanningConfiguration account');
  });

  test('is neither delivered nor heard where the frequency has not changed', () => {
    const event = sample('ecr-scan-resource-change');
    event.detail['action-type'] = 'SCAN_ELIGIBILITY_CHANGE';
    expect(delivered(event, triggers)).toBe(false);
    expect(outcome(event, triggers)).toBe('names-nothing');
  });

  test('is refused where it does not say what has changed', () => {
    const event = sample('ecr-scan-resource-change');
    delete event.detail['action-type'];
    expect(outcome(event, triggers)).toBe('! detail.action-type');
  });
});
