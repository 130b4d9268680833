import { describe, expect, it } from 'vitest';
import { read } from '../../src/engine/read.ts';
import { stateChange } from '../../src/triggers/state-change.ts';
import { homeOf, outcome, sample } from './outcome.ts';

const TRIGGERS = [stateChange('SageMaker Endpoint State Change', 'AWS::SageMaker::Endpoint', { name: 'EndpointName', arn: 'EndpointArn' })];
const FILE = 'sagemaker-endpoint-state-change';

describe('a change of state', () => {
  it('names the resource as its owner spelt it, at a time in ISO 8601 even where AWS counts milliseconds', () => {
    const event = sample(FILE);
    expect(read(event, TRIGGERS, homeOf(event))).toMatchObject({
      refs: [{ type: 'AWS::SageMaker::Endpoint', id: 'MyEndpoint', region: 'us-west-2', at: '2020-03-10T09:18:09.050Z' }],
      cause: { detailType: 'SageMaker Endpoint State Change', time: '2020-03-10T09:18:09.050Z' },
    });
  });

  it.each([
    [
      'without a name has the ARN',
      { EndpointArn: 'arn:aws:sagemaker:us-west-2:123456789012:endpoint/myendpoint' },
      'Endpoint arn:aws:sagemaker:us-west-2:123456789012:endpoint/myendpoint',
    ],
    ['without either is refused', {}, '! detail.EndpointName'],
    ['with a name that is no text is refused', { EndpointName: 7 }, '! detail.EndpointName'],
  ])('%s', (_, detail, expected) => {
    expect(outcome({ ...sample(FILE), detail }, TRIGGERS)).toBe(expected);
  });
});

describe('a change of state of another service', () => {
  const BUILD = [stateChange('CodeBuild Build State Change', 'AWS::CodeBuild::Project', { name: 'project-name' }, 'codebuild')];
  it('names the resource by its only name', () => {
    expect(outcome(sample('codebuild-build-state-change'), BUILD)).toBe('Project my-sample-project');
    expect(outcome({ ...sample('codebuild-build-state-change'), detail: {} }, BUILD)).toBe('! detail.project-name');
  });

  const DEPLOYMENT = [
    stateChange(
      'CodeDeploy Deployment State-change Notification',
      'AWS::CodeDeploy::DeploymentGroup',
      { name: ['application', 'deploymentGroup'] },
      'codedeploy',
    ),
  ];
  it('names a resource of two names by both', () => {
    const event = sample('codedeploy-deployment-state-change');
    expect(outcome(event, DEPLOYMENT)).toBe('DeploymentGroup myApplication/myDeploymentGroup');
    delete event.detail.application;
    expect(outcome(event, DEPLOYMENT)).toBe('! detail.application');
  });
});
