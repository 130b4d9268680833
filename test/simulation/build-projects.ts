/** Build projects as the generator draws them, and what people do to them. */

import { call, type Drawn, ruleEvent } from './acts.ts';
import type { Draw } from './chance.ts';
import { MINUTE, type Move } from './scenario.ts';

const TYPE = 'AWS::CodeBuild::Project';

export function drawBuildProject(draw: Draw, i: number): Drawn {
  const name = draw.often([
    [20, `${['Alpha', 'Beta', 'Gamma'][i]}-Build`],
    [1, 'mlwarden-Build'],
  ]);
  const [privileged, logless, open, clear] = [draw.chance(0.6), draw.chance(0.4), draw.chance(0.4), draw.chance(0.6)];
  const linked = draw.chance(0.85);
  const [keyed, url] = [draw.chance(0.5), draw.chance(0.3)];
  const key = (of: string) =>
    ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'].map((id) => ({ name: id, type: 'PLAINTEXT', value: `${id} of ${of}` }));
  const variables = [...(clear ? [{ name: 'TOKEN', type: 'PLAINTEXT', value: `in clear ${i}` }] : []), ...(keyed ? key(name) : [])];
  const source = (user: string) => ({
    source: { type: 'GITHUB', location: `https://${user}github.com/acme/${name}`, buildspec: 'phases: {}' },
  });
  const environment = {
    type: 'LINUX_CONTAINER',
    image: 'aws/codebuild/standard:7.0',
    computeType: 'BUILD_GENERAL1_SMALL',
    privilegedMode: privileged,
    environmentVariables: variables,
  };
  const logs = { logsConfig: { cloudWatchLogs: { status: 'DISABLED', groupName: '/builds' } } };
  const tags = [{ key: linked ? 'sagemaker:project-name' : 'team', value: 'churn' }];
  const serviceRole = 'arn:aws:iam::111122223333:role/service-role/codebuild';
  const props = { environment, serviceRole, tags, ...source(url ? 'ana:in-clear@' : ''), ...(logless && logs) };
  const arn = `arn:aws:codebuild:eu-west-1:111122223333:project/${name}`;
  const visible = (projectVisibility: string) => call('codebuild:UpdateProjectVisibility', { projectArn: arn, projectVisibility }, 0);
  const there = { buildProjects: [{ name, ...props, projectVisibility: open ? 'PUBLIC_READ' : 'PRIVATE' }] };
  const flaws = [privileged && 'privileged', logless && 'without logs', open && 'public', clear && 'with a variable in clear text'];
  const credentials = [keyed && 'a key of AWS', url && 'a URL that has credentials'].filter(Boolean).join(' and ');
  const says = `a build project ${name} (${[...flaws, credentials && `with ${credentials}`].filter(Boolean).join(', ') || 'in order'}${linked ? '' : ', of no ML'})`;
  const privilege = call('codebuild:UpdateProject', { name, environment: { ...environment, privilegedMode: true } }, 0);
  const other = { ...environment, privilegedMode: true, environmentVariables: [{ name: 'TOKEN', value: 'another' }] };
  const handed = (of: string) =>
    call('codebuild:UpdateProject', { name, environment: { ...environment, environmentVariables: key(of) } }, 0);
  const moves: (() => Omit<Move, 'at'>)[] = [
    () => ({ says: `somebody makes ${name} privileged`, acts: [privilege] }),
    () => ({ says: `Terraform makes ${name} privileged, every few minutes`, acts: [privilege], every: draw.of([4, 7]) * MINUTE, times: 4 }),
    () => ({ says: `somebody changes the token of ${name}`, acts: [call('codebuild:UpdateProject', { name, environment: other }, 0)] }),
    () => ({ says: `somebody gives ${name} a key of AWS`, acts: [handed('ana')] }),
    () => ({
      says: `Terraform gives ${name} its key, every few minutes`,
      acts: [handed('ben')],
      every: draw.of([4, 7]) * MINUTE,
      times: 4,
    }),
    () => ({ says: `somebody gives ${name} one key after another`, acts: [handed('cleo'), handed('dora')] }),
    () => ({
      says: `somebody puts credentials into the URL of ${name}`,
      acts: [call('codebuild:UpdateProject', { name, ...source('token@') }, 0)],
    }),
    () => ({ says: `somebody turns the logs of ${name} off`, acts: [call('codebuild:UpdateProject', { name, ...logs }, 0)] }),
    () => ({ says: `somebody opens ${name} to everybody`, acts: [visible('PUBLIC_READ')] }),
    () => ({ says: `somebody closes ${name}`, acts: [visible('PRIVATE')] }),
    () => ({
      says: `${name} has nothing to do with ML any more, and so leaves the scope`,
      acts: [call('codebuild:UpdateProject', { name, tags: [{ key: 'team', value: 'churn' }] }, 0)],
    }),
    () => ({ says: `somebody starts a build of ${name}`, acts: [call('codebuild:StartBuild', { projectName: name }, 0)] }),
    () => ({
      says: `somebody deletes ${name} and creates it again as it was`,
      acts: [call('codebuild:DeleteProject', { name }, 0), call('codebuild:CreateProject', { name, ...props }, 0)],
    }),
    () => ({ says: `somebody deletes ${name}`, acts: [call('codebuild:DeleteProject', { name }, 0)] }),
    () => ({
      says: `Config reports ${name}`,
      acts: [
        ruleEvent(TYPE, arn, 'codebuild-project-environment-privileged-check'),
        ruleEvent(TYPE, arn, 'codebuild-project-logging-enabled'),
        ruleEvent(TYPE, arn, 'codebuild-project-envvar-awscred-check'),
      ],
    }),
  ];
  return { thing: { type: TYPE, name, says, there }, moves, report: moves.length - 1 };
}
