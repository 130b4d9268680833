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
const code = action('Code', 'Source', 'CodeCommit', { RepositoryName: 'churn', BranchName: 'main' });
const approve = stage('Approve', action('Release', 'Approval', 'Manual', {}));
const deploy = (password: string) =>
  stage('Deploy', action('Endpoint', 'Deploy', 'CloudFormation', { StackName: 'churn', ParameterOverrides: password }));
const encryptionKey = { id: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab', type: 'KMS' };

const DIGEST = (of: string): string => `sha256:${of.repeat(64)}`;
const [VULNERABLE, CLEAN, UNSCANNED] = [DIGEST('a'), DIGEST('b'), DIGEST('c')];
const scanned = '2026-10-20T00:00:00Z';
const images = {
  [VULNERABLE]: { scanned, findings: [{ severity: 'CRITICAL', when: '2026-10-01T00:00:00Z' }] },
  [CLEAN]: { scanned, findings: [] },
  [UNSCANNED]: { findings: [] },
};

/** The repository that feeds a pipeline, the run that brought an image in last, and what else comes. */
function drawImages(draw: Draw, pipelineName: string, i: number) {
  const repositoryName = `serve-${i}`;
  const status = draw.of(['InProgress', 'Succeeded']);
  const run = { pipelineName, pipelineExecutionId: `1000000${i}-0123-4123-8123-0123456789ab`, status };
  const digest = draw.of([VULNERABLE, CLEAN, UNSCANNED]);
  const release = (says: string, revisionValue: string) => () => ({
    says: `${says} comes to ${pipelineName}`,
    acts: [
      call('codepipeline:StartPipelineExecution', { name: pipelineName, sourceRevisions: [{ actionName: 'Image', revisionValue }] }, 0),
    ],
  });
  const gone = { repositoryName, imageIds: [{ imageDigest: VULNERABLE }] };
  return {
    source: stage('Source', code, action('Image', 'Source', 'ECR', { RepositoryName: repositoryName, ImageTag: 'stable' })),
    there: {
      repositories: [{ repositoryName, imageTagMutability: 'IMMUTABLE', images }],
      executions: [{ ...run, revisions: { Image: digest } }],
    },
    moves: [
      release('a vulnerable image', VULNERABLE),
      release('a clean image', CLEAN),
      release('an image that nobody scanned', UNSCANNED),
      () => ({ says: `somebody deletes the vulnerable image of ${pipelineName}`, acts: [call('ecr:BatchDeleteImage', gone, 0)] }),
      () => ({
        says: `somebody stops the first run of ${pipelineName}`,
        acts: [
          call('codepipeline:StopPipelineExecution', { pipelineName, pipelineExecutionId: run.pipelineExecutionId, abandon: true }, 0),
        ],
      }),
    ],
  };
}

export function drawPipeline(draw: Draw, i: number): Drawn {
  const name = draw.often([
    [20, `${['Alpha', 'Beta', 'Gamma'][i]}-Pipe`],
    [1, 'mlwarden-Pipe'],
  ]);
  const roleArn = `arn:aws:iam::111122223333:role/${draw.chance(0.85) ? 'AmazonSageMakerServiceCatalogProductsUseRole' : 'release'}`;
  const store = { type: 'S3', location: 'artifacts' };
  const { source, ...fed } = drawImages(draw, name, i);
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
  const there = { ...fed.there, pipelines: [{ name, versions: [first, second], ...(shut && { closed: { Deploy: 'freeze' } }) }] };
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
    ...fed.moves,
    () => ({ says: `somebody deletes ${name}`, acts: [call('codepipeline:DeletePipeline', { name }, 0)] }),
    () => ({ says: `${name} is started`, acts: [start] }),
  ];
  return { thing: { type: TYPE, name, says, there }, moves, report: moves.length - 1 };
}
