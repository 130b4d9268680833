import * as z from 'zod/mini';
import { fits } from '../../engine/glob.ts';
import type { Next, Remediation } from '../../engine/remediation.ts';
import { moved, pathOf } from '../../resources/build-moved.ts';
import { type BuildProjectState, type BuildProjectTable, buildProject } from '../../resources/build-project.ts';
import { cloudtrail } from '../../triggers/cloudtrail.ts';
import { configRule } from '../../triggers/config.ts';
import { securityHub } from '../../triggers/security-hub.ts';
import { stateChange } from '../../triggers/state-change.ts';

const TYPE = 'AWS::CodeBuild::Project';
const named = { type: TYPE, id: 'name', answer: 'project.name' };

const settings = z.strictObject({
  /** Variables that are credentials, by name: `*_TOKEN`. */
  names: z._default(z.array(z.string().check(z.minLength(1))), ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']),
  /** The roles of builds may read the parameters of their projects: ssm:GetParameters on `/mlwarden/codebuild/*`. */
  parameters: z._default(z.boolean(), false),
});
type Settings = z.infer<typeof settings>;
type Calls = 'PutParameter' | 'UpdateProject';
type Step = Next<BuildProjectState, Pick<BuildProjectTable, Calls>>;

const credentials = ({ clear }: BuildProjectState, { names }: Settings): string[] =>
  Object.keys(clear).filter((name) => names.some((glob) => fits(glob, name)));

/** Parameters of one project: nobody deletes them, an account has 10,000 (AWS general reference, Systems Manager quotas), and others need them, too. */
const MOST = 50;

/** First a parameter for each, then all refer to theirs at once: builds never run with half of them moved. */
function move({ environment, clear, parameters }: BuildProjectState, project: string, names: readonly string[]): Step {
  const variable = names.find((name) => !Object.hasOwn(parameters, clear[name] ?? ''));
  if (variable !== undefined) {
    if (Object.keys(parameters).length >= MOST) return { do: 'tell', why: full(project) };
    const Name = clear[variable] ?? '';
    const Value = environment.environmentVariables?.find(({ name }) => name === variable)?.value;
    return {
      do: 'step',
      call: { api: 'PutParameter', input: { Name, Value, Type: 'SecureString', Overwrite: false } },
      effect: 'reversible',
      // By its name: whatever becomes of the variable meanwhile, the parameter is there or is not.
      expect: { parameters: { [Name]: true } },
      loses: `nothing: nobody uses ${Name} before the project refers to it, and whoever may can delete it`,
    };
  }
  return {
    do: 'step',
    call: { api: 'UpdateProject', input: { name: project, environment: moved(project, environment, names) } },
    // Running builds go on; but builds to come fail whose role may not read the parameters.
    effect: 'disruptive',
    expect: {
      clear: Object.fromEntries(names.map((name) => [name, null])),
      references: Object.fromEntries(names.map((name) => [name, clear[name] ?? ''])),
    },
    undo: { api: 'UpdateProject', input: { name: project, environment } },
  };
}

const full = (project: string): string =>
  `${MOST} parameters are below ${pathOf(project)}: whoever sets credentials anew again and again does not need them kept; delete those that nobody refers to`;

/** Nobody keeps what is taken out of a URL: it has leaked, and CodeBuild keeps the new one by itself (ImportSourceCredentials). */
function strip({ source, secondarySources, exposed }: BuildProjectState, name: string): Step {
  const bare = exposed.source ? { source } : { secondarySources: [...secondarySources] };
  return {
    do: 'step',
    call: { api: 'UpdateProject', input: { name, ...bare } },
    effect: 'destructive',
    expect: { exposed: exposed.source ? { source: null } : { secondarySources: null } },
    loses: 'the credentials in the URL, of which no record is kept: a private repository is not cloned until CodeBuild is given others',
  };
}

/** What was readable has leaked, and only its owner can replace it: here it is seen to that the next one does not leak as well. */
export const remediation: Remediation<BuildProjectState, BuildProjectTable, Calls, Settings> = {
  id: 'build-credentials',
  family: 'pipelines',
  title: 'No credentials stand in clear text in the build project',
  severity: 'critical',
  standards: [
    'CodeBuild.1',
    'CodeBuild.2',
    'codebuild-project-envvar-awscred-check',
    'codebuild-project-source-repo-url-check',
    'ATT&CK T1552.001',
  ],
  triggers: [
    cloudtrail('codebuild', { CreateProject: named, UpdateProject: named }),
    configRule(TYPE, ['codebuild-project-envvar-awscred-check', 'codebuild-project-source-repo-url-check']),
    ...securityHub(TYPE, ['CodeBuild.1', 'CodeBuild.2']),
    stateChange('CodeBuild Build State Change', TYPE, { name: 'project-name' }, 'codebuild'),
  ],
  kind: buildProject,
  calls: ['PutParameter', 'UpdateProject'],
  settings,
  flaw(state, { settings }) {
    const open = credentials(state, settings);
    const says = [
      ...(open.length > 0 ? [`${open.join(' and ')} in clear text in its environment`] : []),
      ...(Object.keys(state.exposed).length > 0 ? ['credentials in the URL of its source'] : []),
    ];
    return says.length > 0 ? { says: `it has ${says.join(', and ')}`, contained: false } : undefined;
  },
  repair(state, { name }, { settings }) {
    const open = credentials(state, settings);
    if (open.length > 0 && settings.parameters) return move(state, name, open);
    if (Object.keys(state.exposed).length > 0) return strip(state, name);
    const role = 'let the roles of builds call ssm:GetParameters on /mlwarden/codebuild/*, then turn the setting `parameters` on';
    return { do: 'tell', why: `${open.join(' and ')} would be moved to Parameter Store, which its builds may not read: ${role}` };
  },
};
