/** Pipelines as the generator draws them, and what people do to them. */

import { call, type Drawn } from './acts.ts';
import type { Draw } from './chance.ts';
import { MINUTE, type Move } from './scenario.ts';

const TYPE = 'AWS::CodePipeline::Pipeline';
const action = (name: string, category: string, provider: string, configuration: object) => ({
  name,
  actionTypeId: { category, owner: 'AWS', provider, version: '1' },
  configuration,
});
const stage = (name: string, ...actions: object[]) => ({ name, actions });
const source = stage('Source', action('Code', 'Source', 'CodeCommit', { RepositoryName: 'churn', BranchName: 'main' }));
const approve = stage('Approve', action('Release', 'Approval', 'Manual', {}));
const deploy = (password: string) =>
  stage('Deploy', action('Endpoint', 'Deploy', 'CloudFormation', { StackName: 'churn', ParameterOverrides: password }));
const encryptionKey = { id: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab', type: 'KMS' };

export function drawPipeline(draw: Draw, i: number): Drawn {
  const name = draw.often([
    [20, `${['Alpha', 'Beta', 'Gamma'][i]}-Pipe`],
    [1, 'mlwarden-Pipe'],
  ]);
  const roleArn = `arn:aws:iam::111122223333:role/${draw.chance(0.85) ? 'AmazonSageMakerServiceCatalogProductsUseRole' : 'release'}`;
  const store = { type: 'S3', location: 'artifacts' };
  const sound = { roleArn, artifactStore: { ...store, encryptionKey }, stages: [source, approve, deploy(`p${i}`)] };
  const unapproved = { ...sound, stages: [source, deploy(`p${i}`)] };
  const keyless = { ...sound, artifactStore: store };
  const renamed = { ...sound, stages: [source, { ...deploy(`q${i}`), name: 'Ship' }] };
  const [first, second] = draw.of([
    [sound, unapproved],
    [sound, sound],
    [unapproved, unapproved],
    [sound, keyless],
    [unapproved, sound],
    [sound, renamed],
  ] as const);
  const shut = draw.chance(0.15);
  const there = { pipelines: [{ name, versions: [first, second], ...(shut && { closed: { Deploy: 'freeze' } }) }] };
  const is = second === sound ? 'in order' : second === keyless ? 'without a key' : 'without an approval';
  const says = `a pipeline ${name} (${is}${shut ? ', closed by its owner' : ''})`;
  const update = (to: object) => call('codepipeline:UpdatePipeline', { pipeline: { name, ...to } }, 0);
  const gate = { pipelineName: name, stageName: 'Deploy', transitionType: 'Inbound' };
  const open = call('codepipeline:EnableStageTransition', gate, 0);
  const start = call('codepipeline:StartPipelineExecution', { name }, 0);
  const moves: (() => Omit<Move, 'at'>)[] = [
    () => ({ says: `somebody takes the approval out of ${name}`, acts: [update(unapproved)] }),
    () => ({ says: `somebody takes the key off the artifacts of ${name}`, acts: [update(keyless)] }),
    () => ({ says: `somebody renames the stage of ${name} that deploys`, acts: [update(renamed)] }),
    () => ({
      says: `Terraform takes the approval out of ${name}, again and again`,
      acts: [update(unapproved)],
      every: 9 * MINUTE,
      times: 4,
    }),
    () => ({ says: `the owner of ${name} puts it in order`, acts: [update(sound)] }),
    () => ({ says: `somebody opens the gate of ${name}`, acts: [open] }),
    () => ({ says: `somebody opens the gate of ${name} again and again`, acts: [open, start], every: 8 * MINUTE, times: 5 }),
    () => ({ says: `somebody closes ${name}`, acts: [call('codepipeline:DisableStageTransition', { ...gate, reason: 'freeze' }, 0)] }),
    () => ({
      says: `somebody deletes ${name} and creates it again`,
      acts: [
        call('codepipeline:DeletePipeline', { name }, 0),
        call('codepipeline:CreatePipeline', { pipeline: { name, ...draw.of([sound, unapproved]) } }, 0),
      ],
    }),
    () => ({ says: `somebody deletes ${name}`, acts: [call('codepipeline:DeletePipeline', { name }, 0)] }),
    () => ({ says: `${name} is started`, acts: [start] }),
  ];
  return { thing: { type: TYPE, name, says, there }, moves, report: moves.length - 1 };
}
