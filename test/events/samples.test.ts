/** Every sample from the field, and what each of the first five violations reads in it. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FIVE } from '../triggers/five.ts';
import { delivered, homeOf, outcome, sample } from '../triggers/outcome.ts';

const VIOLATIONS = ['notebook-encryption', 'notebook-root-access', 'endpoint-encryption', 'role-admin-policy', 'role-credentials-stolen'] as const;
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
  ['sagemaker-notebook-instance-state-change', 'NotebookInstance BasicNotebookInstance-x4CC6ZFJzqJJ', 'NotebookInstance BasicNotebookInstance-x4CC6ZFJzqJJ', t, s, s],
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
const CASES = TABLE.flatMap(([file, ...outcomes]) =>
  VIOLATIONS.map((violation, i) => ({ file, violation, expected: outcomes[i] as string, names: outcomes[i]?.includes(' ') && outcomes[i]?.[0] !== '!' })),
);
const READ = CASES.filter((one) => one.names);
const GLOBAL = 'aws.iam';

it('every sample is in the table, and in SOURCES.md', () => {
});
