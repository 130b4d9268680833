/** What the words in capitals stand for on each page, and what has to be so before a line of it can be typed. */
import { type ByHand, broad, clone, detector, environment, KEY, last, run, sagemaker, tripped, user } from './hand.ts';

const ACCOUNT = '111122223333';
const arn = (service: string, id: string): string => `arn:aws:${service}:eu-west-1:${ACCOUNT}:${id}`;
const DETECTOR = 'd6012345678912345678912349f831b8';
const STANDARD = 'standards/aws-foundational-security-best-practices/v/1.0.0';
const PACKAGE = { domain: 'churn', repository: 'packages', format: 'pypi' as const, package: 'churn-features' };
const NOT_SUBSCRIBED = 'is not subscribed to AWS Security Hub';

const gone = (EndpointName: string) => ({ 'aws sagemaker create-endpoint ': [sagemaker('DeleteEndpoint', { EndpointName })] });
export const BY_HAND: Readonly<Record<string, ByHand>> = {
  'access-key-exposed': { words: { USER: 'churn-trainer', KEY } },
  'build-credentials': {
    words: { KEY, PARAMETER: (world) => String(last(world, 'PutParameter').Name) },
    also: { users: [user('churn-builder')] },
    files: {
      'environment.json': (world) => ({
        ...environment(world),
        environmentVariables: [{ name: 'INDEX_PASSWORD', value: 'REDACTED-EXAMPLE' }],
      }),
    },
  },
  'build-logs': { words: { 'BUCKET/PREFIX': 'churn-logs/builds' } },
  'build-privileged': { files: { 'environment.json': (world) => ({ ...environment(world), privilegedMode: true }) } },
  'build-public': {
    words: { ARN: arn('codebuild', 'project/churn-image'), ROLE: `arn:aws:iam::${ACCOUNT}:role/service-role/public-logs` },
  },
  'config-recorder': { found: true },
  'deployment-rollback': { words: { APPLICATION: 'churn-serving', GROUP: 'production' } },
  'endpoint-data-capture': {
    words: { CONFIG: 'score-cfg-3', OLD: 'score-cfg-3', CLONE: clone, BUCKET: 'ml-capture-eu', ACCOUNT },
    also: { buckets: [{ Name: 'ml-capture-eu', tags: {} }] },
  },
  'endpoint-encryption': {
    words: {
      ...{ CONFIG: 'fraud-cfg-7', OLD: 'fraud-cfg-7', OLD_CONFIG_ARN: arn('sagemaker', 'endpoint-config/fraud-cfg-7') },
      CLONE_ARN: (world) => arn('sagemaker', `endpoint-config/${clone(world)}`),
    },
    before: {
      ...gone('Fraud-Prod'),
      'aws sagemaker list-tags ': [
        sagemaker('AddTags', { ResourceArn: arn('sagemaker', 'endpoint-config/fraud-cfg-7'), Tags: [{ Key: 'team', Value: 'fraud' }] }),
      ],
    },
    shows: ['aws sagemaker list-tags --resource-arn CLONE_ARN'],
  },
  'endpoint-isolation': { words: { CONFIG: 'triage-cfg-3', MODEL: 'triage-3' }, before: gone('Triage-Api') },
  'endpoint-rollback': {
    words: { CONFIG: 'rank-cfg-5' },
    files: { 'deployment.json': (_, records) => JSON.parse((/\{"BlueGreen.*\}/.exec(records)?.[0] ?? '').replace('ALARM', 'rank-errors')) },
  },
  'guardduty-detector': {
    found: true,
    words: { DETECTOR: detector },
    before: { 'aws guardduty create-detector ': [{ call: 'guardduty:DeleteDetector', with: { DetectorId: DETECTOR } }] },
  },
  'image-vulnerabilities': {
    words: {
      REPOSITORY: 'churn/serve',
      STAGE: 'Deploy',
      DIGEST: `sha256:1f0e9d8c7b6a5f4e3d2c1b0a9f8e7d6c5b4a39281706f5e4d3c2b1a0f9e8d7c6`,
    },
  },
  'key-usable': { found: true, words: { KEY: '1234abcd-12ab-34cd-56ef-1234567890ab' } },
  'model-artifact': {
    words: {
      ...{ ARN: arn('sagemaker', 'model-package/churn-models/3'), DETECTOR: detector, BUCKET: 'sagemaker-models' },
      ...{ KEY: 'churn/model.tar.gz', VERSION: 'version-1', BAD: 'version-2', 'BUCKET/KEY': 'sagemaker-models/churn/model.tar.gz' },
    },
  },
  'model-approval': { words: { ARN: arn('sagemaker', 'model-package/churn-models/3') } },
  'notebook-lifecycle-script': { words: { SCRIPT: Buffer.from('#!/bin/bash\ntrue\n').toString('base64') } },
  'notebook-root-access': {
    before: { 'aws sagemaker update-notebook-instance ': [sagemaker('StopNotebookInstance', { NotebookInstanceName: 'Team-A-Notebook' })] },
  },
  'package-origin': {
    words: { DOMAIN: 'churn', NAME: 'packages', PACKAGE: 'churn-features' },
    before: {
      'aws codeartifact put-package-origin-configuration --domain churn ': [
        { call: 'codeartifact:PutPackageOriginConfiguration', with: { ...PACKAGE, restrictions: { publish: 'ALLOW', upstream: 'ALLOW' } } },
      ],
    },
  },
  'pipeline-approver': {
    words: { NAME: 'churn-release', ID: '01234567-0123-4123-8123-0123456789ab' },
    shows: ['aws codepipeline list-pipeline-executions --pipeline-name NAME'],
  },
  'pipeline-gate': {
    words: { STAGE: 'Deploy', ID: run('churn-release') },
    before: {
      'aws codepipeline stop-pipeline-execution ': [{ call: 'codepipeline:StartPipelineExecution', with: { name: 'churn-release' } }],
    },
    shows: ['aws codepipeline list-pipeline-executions --pipeline-name NAME'],
  },
  'policy-default-version': { words: { ARN: `arn:aws:iam::${ACCOUNT}:policy/ml/ml-data`, VERSION: 'v3' } },
  'registry-scanning': {
    words: { REPOSITORY: 'churn/train', DIGEST: 'sha256:1f0e' },
    also: {
      repositories: [
        {
          repositoryName: 'churn/train',
          exclusions: [],
          tags: {},
          images: { 'sha256:1f0e': { scanned: '2026-11-01T09:00:00Z', findings: [] } },
        },
      ],
    },
  },
  'repository-external-connection': {
    words: { DOMAIN: 'churn', NAME: 'packages', PACKAGE: 'churn-features' },
    also: { artifactPackages: [{ ...PACKAGE, publish: 'ALLOW', upstream: 'ALLOW', versions: { '1.0.0': 'public' } }] },
  },
  'role-admin-policy': {
    words: { ARN: 'arn:aws:iam::aws:policy/AdministratorAccess', POLICY: 'tools', VERSION: 'v1' },
    also: { roles: [{ RoleName: 'ml-training', attached: ['arn:aws:iam::aws:policy/AdministratorAccess'], inline: { tools: broad } }] },
  },
  'role-data-scope': {
    words: { ARN: 'arn:aws:iam::aws:policy/AmazonS3FullAccess', POLICY: 'quick-fix', VERSION: 'v1', JOB: 'churn-2026-10-20' },
    also: {
      roles: [{ RoleName: 'ml-training', attached: [], inline: { 'quick-fix': broad } }],
    },
  },
  'role-credentials-stolen': {
    words: { D: DETECTOR, USER: 'ml-pipeline-ci', KEY },
    also: { users: [user('ml-pipeline-ci')] },
    shows: ['aws iam list-access-keys --user-name USER'],
  },
  'security-hub': {
    found: true,
    words: {
      STANDARD: `arn:aws:securityhub:eu-west-1::${STANDARD}`,
      SUBSCRIPTION: arn('securityhub', STANDARD.replace('standards', 'subscription')),
    },
    refused: { 'aws securityhub describe-hub': NOT_SUBSCRIBED, 'aws securityhub get-enabled-standards': NOT_SUBSCRIBED },
  },
  'trail-logging': { found: true, words: { TRAIL: 'ml-audit' } },
  'transform-isolation': { words: { MODEL: 'churn' } },

  'docs/events.md': { shows: ['aws events list-rules --event-bus-name mlwarden'] },
  'docs/operating.md': {
    before: { 'aws dynamodb delete-item ': ['budget#111122223333', 'budget#111122223333#notebook-encryption'].map(tripped) },
  },
};
