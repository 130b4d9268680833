import { describe, expect, test } from 'vitest';
import { codeBuild } from './codebuild.ts';
import { smallHabitat } from './small-habitat.ts';

function world() {
  const habitat = smallHabitat();
  const build = codeBuild(habitat);
  // biome-ignore lint/suspicious/noExplicitAny: answers are read by their member names.
  const call = (operation: string, input: object = {}): any => build.call(operation, input, { arn: 'arn:aws:iam::111122223333:user/dev' });
  return { habitat, build, call, described: (name: string) => call('BatchGetProjects', { names: [name] }) };
}
const token = { name: 'TOKEN', value: 'in clear' };

describe('a build project', () => {
  test('is described by name and by ARN; whatever is unknown is named', () => {
    const { build, described } = world();
    build.place({ name: 'P' });
    expect(described('P').projects).toMatchObject([{ name: 'P', projectVisibility: 'PRIVATE' }]);
    expect(described('arn:aws:codebuild:eu-west-1:111122223333:project/P').projects).toHaveLength(1);
    expect(described('p')).toEqual({ projects: [], projectsNotFound: ['p'] });
  });

  test('loses the variables of an environment that is written without them, and keeps what is not written', () => {
    const { build, call, described } = world();
    build.place({ name: 'P', environment: { environmentVariables: [token] } as never, logsConfig: { s3Logs: { status: 'ENABLED' } } });
    call('UpdateProject', { name: 'P', environment: { privilegedMode: true } });
    expect(described('P').projects[0]).toMatchObject({ environment: { privilegedMode: true, environmentVariables: [] } });
    expect(described('P').projects[0].logsConfig).toEqual({ s3Logs: { status: 'ENABLED' } });
  });

  test('that is closed forgets with which role it was read', () => {
    const { build, call, described } = world();
    build.place({ name: 'P' });
    const projectArn = 'arn:aws:codebuild:eu-west-1:111122223333:project/P';
    call('UpdateProjectVisibility', { projectArn, projectVisibility: 'PUBLIC_READ', resourceAccessRole: 'r' });
    expect(described('P').projects[0]).toMatchObject({ projectVisibility: 'PUBLIC_READ', resourceAccessRole: 'r' });
    call('UpdateProjectVisibility', { projectArn, projectVisibility: 'PRIVATE' });
    expect(described('P').projects[0]).not.toHaveProperty('resourceAccessRole');
  });

  test('cannot be made twice, nor changed where there is none; deleting one that is not there is no fault', () => {
    const { call } = world();
    call('CreateProject', { name: 'P' });
    expect(() => call('CreateProject', { name: 'P' })).toThrow('already exists');
    call('DeleteProject', { name: 'P' });
    call('DeleteProject', { name: 'P' });
    expect(() => call('UpdateProject', { name: 'P' })).toThrow('Project cannot be found');
  });

  test('is listed by name, a hundred a page', () => {
    const { build, call } = world();
    for (let i = 0; i < 101; i++) build.place({ name: `p${String(i).padStart(3, '0')}` });
    const { projects, nextToken } = call('ListProjects');
    expect([projects.length, call('ListProjects', { nextToken }).projects]).toEqual([100, ['p100']]);
  });

  test('tells of a build by its name, and of every change', () => {
    const { habitat, build, call } = world();
    build.place({ name: 'P' });
    call('StartBuild', { projectName: 'P' });
    expect(habitat.events).toMatchObject([
      { 'detail-type': 'CodeBuild Build State Change', detail: { 'project-name': 'P' } },
      { source: 'aws.codebuild', detail: { eventName: 'StartBuild', requestParameters: { projectName: 'P' } } },
    ]);
  });
});
