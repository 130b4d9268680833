import { describe, expect, it } from 'vitest';
import { read } from '../../src/engine/read.ts';
import { cloudtrail } from '../../src/triggers/cloudtrail.ts';
import { type Event, homeOf, outcome, sample } from './outcome.ts';

const CREATE = 'cloudtrail.sagemaker.CreateNotebookInstance';
const SAGEMAKER = [
  cloudtrail('sagemaker', { CreateNotebookInstance: { type: 'AWS::SageMaker::NotebookInstance', id: 'notebookInstanceName' } }),
];
const IAM = [cloudtrail('iam', { AttachRolePolicy: { type: 'AWS::IAM::Role', id: 'roleName' } })];
const by = (event: Event) => {
  const heard = read(event, SAGEMAKER, homeOf(event));
  return 'refs' in heard ? heard.refs[0]?.by : heard;
};

describe('a call seen by CloudTrail', () => {
  it('names the resource of its request, where and when, and the session that called', () => {
    const event = sample(CREATE);
    expect(read(event, SAGEMAKER, homeOf(event))).toEqual({
      refs: [
        {
          type: 'AWS::SageMaker::NotebookInstance',
          id: 'team-a-notebook',
          account: '111122223333',
          region: 'us-east-1',
          at: '2026-09-28T15:10:00.000Z',
          by: 'arn:aws:sts::111122223333:assumed-role/DataScientist/dev',
        },
      ],
      cause: {
        source: 'aws.sagemaker',
        detailType: 'AWS API Call via CloudTrail',
        id: '51c0891d-0e34-45b1-83d6-95db273d1602',
        time: '2026-09-28T15:10:00.000Z',
        by: 'arn:aws:sts::111122223333:assumed-role/DataScientist/dev',
      },
    });
  });

  it('names a role in no Region', () => {
    const event = sample('cloudtrail.iam.AttachRolePolicy');
    expect(read(event, IAM, homeOf(event))).toMatchObject({ refs: [{ type: 'AWS::IAM::Role', region: 'aws-global' }] });
  });

  it.each([
    [
      'a user',
      { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/intern', principalId: 'AIDA' },
      'arn:aws:iam::111122223333:user/intern',
    ],
    ['an AWS service', { type: 'AWSService', invokedBy: 'cloudformation.amazonaws.com' }, 'cloudformation.amazonaws.com'],
    ['a principal without an ARN', { type: 'IdentityCenterUser', arn: '', principalId: '9067' }, '9067'],
    ['nobody', {}, undefined],
    ['an event that does not say', undefined, undefined],
  ])('was made by %s', (_, userIdentity, expected) => {
    const event = sample(CREATE);
    event.detail.userIdentity = userIdentity;
    expect(by(event)).toBe(expected);
  });

  it.each([
    ['of another operation', (d: Event) => Object.assign(d, { eventName: 'CreateModel' }), 'names-nothing'],
    ['of an operation named like a built-in', (d: Event) => Object.assign(d, { eventName: 'constructor' }), 'names-nothing'],
    ['that failed', (d: Event) => Object.assign(d, { errorCode: 'ValidationException' }), 'failed-call'],
    ['that failed without a code', (d: Event) => Object.assign(d, { errorCode: '' }), 'failed-call'],
    ['to another service', (d: Event) => Object.assign(d, { eventSource: 'amplify.amazonaws.com' }), '! detail.eventSource'],
    ['without parameters', (d: Event) => Object.assign(d, { requestParameters: null }), '! detail.requestParameters.notebookInstanceName'],
    ['with parameters left out by size', (d: Event) => delete d.requestParameters, '! detail.requestParameters.notebookInstanceName'],
    [
      'with a name that is no text',
      (d: Event) => Object.assign(d.requestParameters, { notebookInstanceName: ['x'] }),
      '! detail.requestParameters.notebookInstanceName',
    ],
    ['without a name of operation', (d: Event) => delete d.eventName, '! detail.eventName'],
  ])('%s is refused', (_, change, expected) => {
    const event = sample(CREATE);
    change(event.detail);
    expect(outcome(event, SAGEMAKER)).toBe(expected);
  });
});

describe('a call whose resource stands elsewhere', () => {
  const PIPELINE = [cloudtrail('codepipeline', { UpdatePipeline: { type: 'AWS::CodePipeline::Pipeline', id: 'pipeline.name' } })];
  it('is about what AWS calls it where nobody gave it a name', () => {
    const put = { type: 'AWS::::Account', id: 'configurationRecorder.name', otherwise: 'default' };
    const event = sample('cloudtrail.config.StopConfigurationRecorder');
    for (const [requestParameters, name] of [
      [{ configurationRecorder: { roleARN: 'arn:aws:iam::111122223333:role/config' } }, 'default'],
      [{ configurationRecorder: { name: 'mine' } }, 'mine'],
    ] as const) {
      const detail = { ...event.detail, eventName: 'PutConfigurationRecorder', requestParameters };
      const heard = read({ ...event, detail }, [cloudtrail('config', { PutConfigurationRecorder: put })], homeOf(event));
      expect(heard).toMatchObject({ refs: [{ type: 'AWS::::Account', id: name }] });
    }
  });

  const PROJECT = [cloudtrail('codebuild', { UpdateProject: { type: 'AWS::CodeBuild::Project', id: 'name', answer: 'project.name' } })];
  const UPDATE = 'cloudtrail.codebuild.UpdateProject';
  const about = (requestParameters: unknown, responseElements: unknown = null, source = 'codebuild', eventName = 'UpdateProject') => {
    const event = sample(UPDATE);
    Object.assign(event.detail, { eventSource: `${source}.amazonaws.com`, eventName, requestParameters, responseElements });
    return { ...event, source: `aws.${source}` };
  };

  it.each<[says: string, requestParameters: unknown, responseElements: unknown, expected: string]>([
    ['in the request', { name: 'a' }, { project: { name: 'b' } }, 'Project a'],
    ['in the answer alone', { awsActId: '111122223333' }, { project: { name: 'b' } }, 'Project b'],
    ['nowhere', {}, null, '! detail.requestParameters.name'],
    ['in an answer of another shape', null, { project: 'b' }, '! detail.requestParameters.name'],
  ])('%s', (_, requestParameters, responseElements, expected) => {
    expect(outcome(about(requestParameters, responseElements), PROJECT)).toBe(expected);
  });

  it.each<[says: string, requestParameters: unknown, expected: string]>([
    ['a field within a field', { pipeline: { name: 'release' } }, 'Pipeline release'],
    ['a field that is no object', { pipeline: 'release' }, '! detail.requestParameters.pipeline.name'],
  ])('in %s', (_, requestParameters, expected) => {
    expect(outcome(about(requestParameters, null, 'codepipeline', 'UpdatePipeline'), PIPELINE)).toBe(expected);
  });

  it('in several fields is named by all of them', () => {
    const GROUP = [
      cloudtrail('codedeploy', { CreateDeploymentGroup: { type: 'AWS::CodeDeploy::DeploymentGroup', id: ['applicationName', 'group'] } }),
    ];
    const created = (requestParameters: object) => about(requestParameters, null, 'codedeploy', 'CreateDeploymentGroup');
    expect(outcome(created({ applicationName: 'a', group: 'g' }), GROUP)).toBe('DeploymentGroup a/g');
    expect(outcome(created({ applicationName: 'a' }), GROUP)).toBe('! detail.requestParameters.group');
  });

  it.each<[account: string | undefined, expected: string]>([
    [undefined, 'Package d/p'],
    ['111122223333', 'Package d/p'],
    ['999900001111', 'foreign'],
  ])('is that of %s, where it says so and is read by more than fields', (account, expected) => {
    const id = (request: unknown) => ({ id: `d/${(request as { package: string }).package}`, ...(account && { account }) });
    const PACKAGE = [cloudtrail('codeartifact', { DeletePackage: { type: 'AWS::CodeArtifact::Package', id } })];
    expect(outcome(about({ package: 'p' }, null, 'codeartifact', 'DeletePackage'), PACKAGE)).toBe(expected);
  });
});
