/** Every sample from the field, and what each of the first five violations reads in it. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FIVE, VIOLATIONS } from './five.ts';
import { delivered, homeOf, outcome, sample } from './outcome.ts';

const s = '! source';
const t = '! detail-type';
const n = 'names-nothing';

/** In the order of the violations above. */
const TABLE: readonly (readonly [string, string, string, string, string, string])[] = [
  ['cloudtrail.access-denied.DeleteDetector', s, s, s, s, t],
  ['cloudtrail.access-denied.StopLogging', s, s, s, s, s],
  ['cloudtrail.cloudtrail.DeleteTrail', s, s, s, s, s],
  ['cloudtrail.cloudtrail.PutEventSelectors', s, s, s, s, s],
  ['cloudtrail.cloudtrail.StopLogging', s, s, s, s, s],
  ['cloudtrail.codebuild.UpdateProject', s, s, s, s, s],
  ['cloudtrail.codebuild.UpdateProjectVisibility', s, s, s, s, s],
  ['cloudtrail.config.StopConfigurationRecorder', t, t, t, t, s],
  ['cloudtrail.ecr.SetRepositoryPolicy', s, s, s, s, s],
  ['cloudtrail.events.DisableRule', s, s, s, s, s],
  ['cloudtrail.iam.AttachRolePolicy', s, s, s, 'Role stratus-red-team-malicious-iam-role', s],
  ['cloudtrail.iam.CreateAccessKey', s, s, s, n, s],
  ['cloudtrail.iam.CreateRole', s, s, s, 'Role stratus-red-team-malicious-iam-role', s],
  ['cloudtrail.iam.PutRolePolicy', s, s, s, 'Role stratus-red-team-ec2-get-password-data-role', s],
  ['cloudtrail.iam.UpdateAssumeRolePolicy', s, s, s, 'Role stratus-red-team-backdoor-r-role', s],
  ['cloudtrail.lambda.AddPermission', s, s, s, s, s],
  ['cloudtrail.lambda.UpdateFunctionCode', s, s, s, s, s],
  ['cloudtrail.s3.PutBucketLifecycle', s, s, s, s, s],
  ['cloudtrail.s3.PutBucketPolicy', s, s, s, s, s],
  ['cloudtrail.s3.PutBucketPublicAccessBlock', s, s, s, s, s],
  ['cloudtrail.sagemaker.CreateEndpoint', n, n, 'Endpoint ExampleEndpoint', s, s],
  ['cloudtrail.sagemaker.CreateEndpointConfig', n, n, 'EndpointConfig fraud-cfg-7', s, s],
  ['cloudtrail.sagemaker.CreateModel', n, n, n, s, s],
  ['cloudtrail.sagemaker.CreateNotebookInstance', 'NotebookInstance team-a-notebook', 'NotebookInstance team-a-notebook', n, s, s],
  ['cloudtrail.sagemaker.CreatePresignedNotebookInstanceUrl', n, n, n, s, s],
  ['cloudtrail.sagemaker.CreateTrainingJob', n, n, n, s, s],
  ['cloudtrail.sagemaker.UpdateModelPackage', n, n, n, s, s],
  ['codeartifact-package-version-state-change', s, s, s, s, s],
  ['codebuild-build-phase-change', s, s, s, s, s],
  ['codebuild-build-state-change', s, s, s, s, s],
  ['codedeploy-deployment-state-change', s, s, s, s, s],
  ['codepipeline-action-execution-state-change', s, s, s, s, s],
  ['codepipeline-pipeline-execution-state-change', s, s, s, s, s],
  ['codepipeline-stage-execution-state-change', s, s, s, s, s],
  ['config-configuration-item-change', t, t, t, t, s],
  ['config-rules-compliance-change.annotated', n, n, n, n, s],
  ['config-rules-compliance-change.iam-user', n, n, n, n, s],
  ['config-rules-compliance-change.sagemaker-notebook', n, n, n, n, s],
  ['config-rules-compliance-change.securityhub-rule', n, n, n, n, s],
  ['ecr-image-action-push', s, s, s, s, s],
  ['ecr-image-scan', s, s, s, s, s],
  ['ecr-scan-resource-change', s, s, s, s, s],
  ['guardduty-finding.ai-protection-anomalous-model-invocation', s, s, s, s, 'Role SageMakerExecutionRole'],
  ['guardduty-finding.attack-sequence-iam', s, s, s, s, 'Role SageMakerExecutionRole'],
  ['guardduty-finding.ec2', s, s, s, s, 'sample'],
  ['guardduty-finding.iamuser', s, s, s, s, 'sample'],
  ['guardduty-finding.s3-bucket-anonymous-access', s, s, s, s, n],
  ['inspector2-finding-ecr-image', s, s, s, s, s],
  ['inspector2-scan', s, s, s, s, s],
  ['s3-object-created', s, s, s, s, s],
  ['s3-object-deleted', s, s, s, s, s],
  ['sagemaker-endpoint-deployment-state-change', t, t, 'Endpoint sample-endpoint', s, s],
  ['sagemaker-endpoint-state-change', t, t, 'Endpoint MyEndpoint', s, s],
  ['sagemaker-feature-group-state-change', t, t, t, s, s],
  ['sagemaker-hyperparameter-tuning-job-state-change', t, t, t, s, s],
  ['sagemaker-image-state-change', t, t, t, s, s],
  ['sagemaker-image-version-state-change', t, t, t, s, s],
  ['sagemaker-model-package-state-change', t, t, t, s, s],
  [
    'sagemaker-notebook-instance-state-change',
    'NotebookInstance BasicNotebookInstance-x4CC6ZFJzqJJ',
    'NotebookInstance BasicNotebookInstance-x4CC6ZFJzqJJ',
    t,
    s,
    s,
  ],
  ['sagemaker-pipeline-execution-status-change', t, t, t, s, s],
  ['sagemaker-pipeline-step-status-change', t, t, t, s, s],
  ['sagemaker-processing-job-state-change', t, t, t, s, s],
  ['sagemaker-training-job-state-change', t, t, t, s, s],
  ['sagemaker-transform-job-state-change', t, t, t, s, s],
  ['securityhub-findings-custom-action', t, t, s, t, s],
  ['securityhub-findings-imported-v2.compliance-finding', n, n, s, n, s],
  ['securityhub-findings-imported.consolidated', n, n, s, n, s],
  ['securityhub-findings-imported.fsbp', n, n, s, n, s],
  ['securityhub-findings-imported.sagemaker-1', n, n, s, n, s],
];
const LISTENERS = VIOLATIONS.map((violation) => FIVE[violation]);
const names = (expected: string) => /^[A-Z]\w+ /.test(expected);
/** Each sample that names something, with the triggers that read it. */
const READ = TABLE.flatMap(([file, ...expected]) =>
  LISTENERS.filter((_, i) => names(`${expected[i]}`)).map((triggers) => [file, triggers] as const),
);
const CALLS = READ.filter(([file]) => file.startsWith('cloudtrail.'));

it('every sample stands in the table and in SOURCES.md, and nothing else does', () => {
  const here = new URL('../events/', import.meta.url);
  const files = readdirSync(here).filter((file) => file.endsWith('.json'));
  const cited = [...readFileSync(new URL('SOURCES.md', here), 'utf8').matchAll(/^\| (\S+\.json) \|/gm)].map(([, file]) => file);
  expect(TABLE.map(([file]) => `${file}.json`)).toEqual(files.sort());
  expect(cited.sort()).toEqual(files);
});

describe.each(TABLE)('%s', (file, ...expected) => {
  const event = sample(file);

  it('names what the table says, or is refused as it says', () => {
    expect(LISTENERS.map((triggers) => outcome(event, triggers))).toEqual(expected);
  });

  it('is delivered to exactly those whom it names something', () => {
    expect(LISTENERS.map((triggers) => delivered(event, triggers))).toEqual(expected.map(names));
  });

  it('is foreign to another account', () => {
    const home = { ...homeOf(event), account: '444455556666' };
    const elsewhere = expected.map((one) => (one.startsWith('!') ? one : 'foreign'));
    expect(LISTENERS.map((triggers) => outcome(event, triggers, home))).toEqual(elsewhere);
  });

  it('is foreign to another Region, unless it comes from IAM, which has none', () => {
    const home = { ...homeOf(event), region: 'eu-north-1' };
    const elsewhere = expected.map((one) => (one.startsWith('!') || event.source === 'aws.iam' ? one : 'foreign'));
    expect(LISTENERS.map((triggers) => outcome(event, triggers, home))).toEqual(elsewhere);
  });
});

describe('a spoof', () => {
  it.each(READ)('of %s from a source of no AWS service is neither delivered nor read', (file, triggers) => {
    const event = sample(file);
    for (const source of [event.source.slice('aws.'.length), `my.${event.source}`]) {
      expect([delivered({ ...event, source }, triggers), outcome({ ...event, source }, triggers)]).toEqual([false, s]);
    }
  });

  it.each(CALLS)('of %s by somebody who was denied is neither delivered nor read', (file, triggers) => {
    const event = sample(file);
    event.detail.errorCode = 'AccessDenied';
    event.detail.requestParameters = null;
    expect([delivered(event, triggers), outcome(event, triggers)]).toEqual([false, 'failed-call']);
  });
});
