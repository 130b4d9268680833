/** Runs of pipelines as the generator draws them, and what people do to them. */

import { call, type Drawn } from './acts.ts';
import type { Draw } from './chance.ts';
import type { Move } from './scenario.ts';

const TYPE = 'AWS::CodePipeline::PipelineExecution';
const ANA = 'arn:aws:sts::111122223333:assumed-role/DataScientist/ana';
const EVE = 'arn:aws:sts::111122223333:assumed-role/Release/eve';

const action = (category: string, provider: string) => ({
  name: 'Release',
  actionTypeId: { category, owner: 'AWS', provider, version: '1' },
  configuration: category === 'Source' ? { RepositoryName: 'churn' } : {},
});
const stage = (name: string, category: string, provider: string) => ({ name, actions: [action(category, provider)] });

export function drawExecution(draw: Draw, i: number): Drawn {
  const pipelineName = `run-${['alpha', 'beta', 'gamma'][i]}`;
  const name = `0000000${i}-0123-4123-8123-0123456789ab`;
  const roleArn = `arn:aws:iam::111122223333:role/${draw.chance(0.85) ? 'AmazonSageMakerServiceCatalogProductsUseRole' : 'release'}`;
  const encryptionKey = { id: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab', type: 'KMS' };
  const stages = [stage('Source', 'Source', 'CodeCommit'), stage('Approve', 'Approval', 'Manual'), stage('Deploy', 'Deploy', 'CodeDeploy')];
  const sound = { roleArn, artifactStore: { type: 'S3', location: 'artifacts', encryptionKey }, stages };
  const by = draw.of([ANA, EVE]);
  const deployment = draw.chance(0.6) ? { deployment: `d-00000000${i}` } : {};
  const run = { pipelineName, pipelineExecutionId: name, startedBy: ANA, approvedBy: { 'Approve/Release': by }, ...deployment };
  const there = { pipelines: [{ name: pipelineName, versions: [sound] }], executions: [run] };
  const says = `a release of ${pipelineName} that ${by === ANA ? 'its starter' : 'somebody else'} approved${'deployment' in run ? ', being deployed' : ''}`;
  const named = { pipelineName, pipelineExecutionId: name };
  const event = {
    version: '0',
    id: `stage-${name}`,
    'detail-type': 'CodePipeline Stage Execution State Change',
    ...{ source: 'aws.codepipeline', account: '111122223333', region: 'eu-west-1', resources: [] },
    detail: { pipeline: pipelineName, 'execution-id': name, stage: 'Deploy', state: 'STARTED' },
  };
  const moves: (() => Omit<Move, 'at'>)[] = [
    () => ({
      says: `somebody stops the release of ${pipelineName}`,
      acts: [call('codepipeline:StopPipelineExecution', { ...named, abandon: false }, 0)],
    }),
    () => ({
      says: `somebody starts another release of ${pipelineName}`,
      acts: [call('codepipeline:StartPipelineExecution', { name: pipelineName }, 0)],
    }),
    () => ({ says: `the next stage of ${pipelineName} begins`, acts: [{ event }] }),
  ];
  return { thing: { type: TYPE, name, says, there }, moves, report: moves.length - 1 };
}
