import type { PutParameterCommand } from '@aws-sdk/client-ssm';
import { describe, expect, test } from 'vitest';
import { type Environment, type Variable, veiled } from '../../src/resources/build-environment.ts';
import { moved, parameterOf } from '../../src/resources/build-moved.ts';
import { buildProject, project } from '../../src/resources/build-project.ts';
import { closed, exposes, type Source, stripped } from '../../src/resources/build-source.ts';
import { NotAsSeen } from '../../src/resources/veil.ts';
import { answer, atHome } from './aws.ts';

atHome({ HOME_ACCOUNT: '111122223333' });

const ARN = 'arn:aws:codebuild:eu-west-1:111122223333:project/Churn-Image';
const resource = project({ partition: 'aws', account: '111122223333', region: 'eu-west-1' }, 'Churn-Image');
const [ID, KEY, TOKEN] = ['AKIAIOSFODNN7EXAMPLE', 'correct horse', 'battery staple'];
const environment: Environment = {
  type: 'LINUX_CONTAINER',
  image: 'aws/codebuild/standard:7.0',
  computeType: 'BUILD_GENERAL1_SMALL',
  environmentVariables: [
    { name: 'AWS_ACCESS_KEY_ID', type: 'PLAINTEXT', value: ID },
    { name: 'AWS_SECRET_ACCESS_KEY', value: KEY },
    { name: 'TOKEN', type: 'PLAINTEXT', value: TOKEN },
    { name: 'UNSET', type: 'PLAINTEXT', value: '' },
    { name: 'GIT', type: 'PARAMETER_STORE', value: '/churn/git' },
  ],
};
const source: Source = {
  type: 'GITHUB',
  location: `https://ana:${KEY}@github.com/acme/churn`,
  gitCloneDepth: 1,
  buildspec: `env: { variables: { T: ${TOKEN} } }`,
};
const bare: Source = { ...source, location: 'https://github.com/acme/churn' };
const described = { name: 'Churn-Image', environment, source, created: new Date('2026-10-29T12:00:00Z') };

const veil = veiled(environment, ARN);
const digest = veil.environmentVariables?.[0]?.value ?? '';
const MOVED = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];
const [idParameter, keyParameter] = MOVED.map((name) => parameterOf('Churn-Image', name, digest)) as [string, string];
const values: Readonly<Record<string, string>> = { [idParameter]: ID, [keyParameter]: KEY };
const notFound = Object.assign(new Error('UnknownError'), { name: 'ParameterNotFound', $metadata: { httpStatusCode: 400 } });

/** AWS has the project so, and these parameters, which hold that; every name that is asked for is noted. */
function gives(is: object | undefined, parameters: readonly object[] = [], held = values) {
  const asked: string[] = [];
  answer({
    BatchGetProjects: () => ({ projects: is ? [is] : [] }),
    DescribeParameters: ({ ParameterFilters: [{ Values }] }) => {
      asked.push(...Values);
      return { Parameters: parameters };
    },
    GetParameter: ({ Name, WithDecryption }) => {
      asked.push(Name);
      if (!Object.hasOwn(held, Name)) throw notFound;
      return { Parameter: { Value: WithDecryption && held[Name] } };
    },
  });
  return asked;
}
const variables = (...environmentVariables: Variable[]) => ({ ...described, environment: { ...environment, environmentVariables } });

describe('a build project with credentials', () => {
  test('is described without a word of them, and says which parameters there are for its variables', async () => {
    const asked = gives(described, [
      { Name: idParameter, Type: 'SecureString' },
      { Name: keyParameter, Type: 'String' },
    ]);
    const seen = await buildProject.inspect(resource);
    expect(seen).toEqual({
      born: '2026-10-29T12:00:00.000Z',
      linked: [],
      state: {
        environment: veil,
        clear: {
          AWS_ACCESS_KEY_ID: idParameter,
          AWS_SECRET_ACCESS_KEY: keyParameter,
          TOKEN: expect.stringMatching(/^\/mlwarden\/codebuild\/Churn-Image\/TOKEN\/[\w-]{24}$/),
        },
        parameters: { [idParameter]: true },
        references: { GIT: '/churn/git' },
        source: { ...bare, buildspec: expect.stringMatching(/^veiled:/) },
        secondarySources: [],
        exposed: { source: true },
        visibility: 'PRIVATE',
      },
    });
    expect(JSON.stringify(seen)).not.toMatch(/AKIA|horse|battery/);
    expect(asked).toEqual(['/mlwarden/codebuild/Churn-Image']);
  });

  test('that holds none any more has its parameters all the same', async () => {
    gives({ ...variables({ name: 'UNSET', value: '' }), source: bare, secondarySources: [bare, source] });
    expect(await buildProject.inspect(resource)).toMatchObject({ state: { clear: {}, exposed: { secondarySources: true } } });
    gives({ ...variables(), source: { type: 'CODEPIPELINE' } }, [{ Name: idParameter, Type: 'SecureString' }]);
    expect(await buildProject.inspect(resource)).toMatchObject({ state: { clear: {}, parameters: { [idParameter]: true }, exposed: {} } });
  });

  test('that is not there is not there', async () => {
    gives(undefined);
    expect(await buildProject.inspect(resource)).toBeUndefined();
  });
});

test.each([
  ['https://ana:secret@bitbucket.org/acme/churn.git', 'https://bitbucket.org/acme/churn.git'],
  ['https://x-token-auth:secret@bitbucket.org/acme/churn', 'https://bitbucket.org/acme/churn'],
  ['https://ghp_secret@github.com/acme/churn', 'https://github.com/acme/churn'],
  ['http://ana:sec@ret@git.example.com/churn', 'http://git.example.com/churn'],
  ['https://ana@bitbucket.org/acme/churn.git', undefined],
  ['https://github.com/acme/churn', undefined],
  ['https://github.com/acme/churn?at=ana:x@y', undefined],
  ['git@github.com:acme/churn', undefined],
  ['bucket/ana:x@y.zip', undefined],
  [undefined, undefined],
])('the URL %s comes to be %s', (location, to) => {
  const is: Source = { type: 'GITHUB', ...(location !== undefined && { location }) };
  expect(exposes(is)).toBe(to !== undefined);
  expect(stripped(is)).toEqual(to === undefined ? is : { ...is, location: to });
});

test.each([
  ['https://ana:secret@github.com/acme/churn', 'https://github.com/acme/churn'],
  ['https://ana@bitbucket.org/acme/churn.git', 'https://ana@bitbucket.org/acme/churn.git'],
  ['https://ana@bitbucket.org/acme/churn.git?token=secret', undefined],
  ['https://github.com/acme/churn?token=secret', undefined],
  ['https://ana:sec/ret@github.com/acme/churn', undefined],
  ['arn:aws:s3:::acme/churn.zip', 'arn:aws:s3:::acme/churn.zip'],
])('the location %s is stored as %s', (location, stored) =>
  expect(closed({ type: 'GITHUB', location }, ARN).location).toEqual(stored ?? expect.stringMatching(/^veiled:/)),
);

describe('what AWS says of a call that it refuses', () => {
  const say = (message: string) => {
    const refuse = () =>
      Promise.reject(Object.assign(new Error(message), { name: 'ValidationException', $metadata: { httpStatusCode: 400 } }));
    answer({ PutParameter: refuse, UpdateProject: refuse });
  };
  const { PutParameter, UpdateProject } = buildProject.api;
  test.each([
    [PutParameter, { Name: '/a', Value: KEY }],
    [UpdateProject, { name: 'Churn-Image', environment }],
    [UpdateProject, { name: 'Churn-Image', source: { type: 'NO_SOURCE', buildspec: KEY } }],
  ] as const)('repeats no secret that was sent (%#)', async (api, input) => {
    say(`Value '${KEY}' at 'value' failed, UNSET too`);
    const sent = api
      .client(resource)
      .send(new (api.command as typeof PutParameterCommand)(input as never), { abortSignal: AbortSignal.timeout(1_000) });
    await expect(sent).rejects.toMatchObject({
      name: 'ValidationException',
      message: "Value '…' at 'value' failed, UNSET too",
      $metadata: { httpStatusCode: 400 },
    });
  });
});

test('a parameter is named after its variable, in the characters that a name may have', () => {
  const veil = 'veiled:x-_9';
  expect(parameterOf('churn', 'TOKEN_1.a-b', veil)).toBe('/mlwarden/codebuild/churn/TOKEN_1.a-b/x-_9');
  expect(parameterOf('churn', 'npm_config_//r:_authToken', veil)).toBe('/mlwarden/codebuild/churn/npm_config___r__authToken/x-_9');
});

describe('what is put into a parameter', () => {
  const put = (Name: string) =>
    buildProject.api.PutParameter.reveal(resource, { Name, Value: digest, Type: 'SecureString' }, AbortSignal.timeout(1_000));

  test('is what the variable holds', async () => {
    gives(described);
    expect(await put(keyParameter)).toEqual({ Name: keyParameter, Value: KEY, Type: 'SecureString' });
  });

  test('of two whose parameters would have one name, is not what the other holds', async () => {
    const two: Environment = {
      ...environment,
      environmentVariables: [
        { name: 'A:B', value: 'one' },
        { name: 'A/B', value: 'two' },
      ],
    };
    const recorded = moved('Churn-Image', veiled(two, ARN), ['A:B', 'A/B']);
    const input = { name: 'Churn-Image', environment: recorded };
    gives({ ...described, environment: two }, [], { [recorded.environmentVariables?.[0]?.value ?? '']: 'two' });
    await expect(buildProject.api.UpdateProject.reveal(resource, input, AbortSignal.timeout(1_000))).rejects.toThrow(NotAsSeen);
  });

  test.each<[says: string, is: object | undefined]>([
    ['holds another value', variables({ name: 'AWS_SECRET_ACCESS_KEY', value: 'another' })],
    ['refers to one', variables({ name: 'AWS_SECRET_ACCESS_KEY', type: 'PARAMETER_STORE', value: keyParameter })],
    ['is gone', variables()],
    ['is of a project that is gone', undefined],
  ])('is nothing where the variable %s by now', async (_, is) => {
    gives(is);
    await expect(put(keyParameter)).rejects.toThrow(NotAsSeen);
  });
});

describe('what is written to the project', () => {
  const write = (input: object) =>
    buildProject.api.UpdateProject.reveal(resource, { name: 'Churn-Image', ...input }, AbortSignal.timeout(1_000));
  const refers = moved('Churn-Image', veil, MOVED);
  const after: Environment = {
    ...environment,
    environmentVariables: [...(refers.environmentVariables ?? []).slice(0, 2), ...(environment.environmentVariables ?? []).slice(2)],
  };

  test('refers to the parameters, and has all else as it is', async () => {
    const asked = gives(described);
    expect(await write({ environment: refers })).toEqual({ name: 'Churn-Image', environment: after });
    expect(asked).toEqual([idParameter, keyParameter]);
  });

  test.each<[says: string, held: Readonly<Record<string, string>>]>([
    ['is gone by now', { [idParameter]: ID }],
    ['holds another value', { [idParameter]: ID, [keyParameter]: ID }],
  ])('is nothing where a parameter %s, for what stands in the project stands nowhere else', async (_, held) => {
    gives(described, [], held);
    await expect(write({ environment: refers })).rejects.toThrow(NotAsSeen);
  });

  test('is nothing where a parameter may not be read: that is no reason to begin anew', async () => {
    gives(described);
    answer({
      BatchGetProjects: () => ({ projects: [described] }),
      GetParameter: () => Promise.reject(Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' })),
    });
    await expect(write({ environment: refers })).rejects.toThrow('not authorized');
  });

  test('to undo that is what the parameters hold', async () => {
    const asked = gives({ ...described, environment: after });
    expect(await write({ environment: veil })).toEqual({ name: 'Churn-Image', environment });
    expect(asked).toEqual([idParameter, keyParameter]);
  });

  test('to undo that is nothing where a parameter is gone, which nobody brings back', async () => {
    gives({ ...described, environment: after }, [], { [idParameter]: ID });
    await expect(write({ environment: veil })).rejects.toThrow(notFound);
  });

  const rest = (environment.environmentVariables ?? []).slice(1);
  test.each<[says: string, is: object | undefined, recorded: Environment]>([
    ['a value is another', variables({ name: 'AWS_ACCESS_KEY_ID', type: 'PLAINTEXT', value: 'another' }, ...rest), refers],
    ['a variable is gone', variables(...rest), refers],
    ['the image is another', { ...described, environment: { ...environment, image: 'acme/build:2' } }, refers],
    [
      'a reference is another, and it is to be undone',
      variables({ name: 'AWS_ACCESS_KEY_ID', type: 'PARAMETER_STORE', value: '/a' }, ...rest),
      veil,
    ],
    ['another variable has the reference', { ...described, environment: renamed(after) }, veil],
    ['its builds run privileged', { ...described, environment: { ...environment, privilegedMode: true } }, refers],
    ['the project is gone', undefined, refers],
  ])('is nothing where %s by now', async (_, is, recorded) => {
    gives(is);
    await expect(write({ environment: recorded })).rejects.toThrow(NotAsSeen);
  });

  test('is nothing where all that stood in clear text is another by now, though nothing of it is sent', async () => {
    const alone = variables({ name: 'AWS_ACCESS_KEY_ID', type: 'PLAINTEXT', value: ID });
    const recorded = moved('Churn-Image', veiled(alone.environment, ARN), MOVED);
    gives(alone, [], { [recorded.environmentVariables?.[0]?.value ?? '']: ID });
    expect(await write({ environment: recorded })).toEqual({ name: 'Churn-Image', environment: recorded });
    gives(variables({ name: 'AWS_ACCESS_KEY_ID', type: 'PLAINTEXT', value: 'another' }));
    await expect(write({ environment: recorded })).rejects.toThrow(NotAsSeen);
  });

  test('has the sources without credentials, and all else of them as it is', async () => {
    gives({ ...described, secondarySources: [bare, source] });
    const recorded = closed(source, ARN);
    expect(await write({ source: recorded })).toEqual({ name: 'Churn-Image', source: bare });
    expect(await write({ secondarySources: [recorded, recorded] })).toEqual({ name: 'Churn-Image', secondarySources: [bare, bare] });
  });

  test('is nothing where a source, or what a buildspec says, is another by now', async () => {
    gives({ ...described, source: { ...source, buildspec: 'another' } });
    await expect(write({ source: closed(source, ARN) })).rejects.toThrow(NotAsSeen);
    await expect(write({ secondarySources: [closed(source, ARN)] })).rejects.toThrow(NotAsSeen);
  });
});

function renamed({ environmentVariables: [first, ...more] = [], ...others }: Environment): Environment {
  return { ...others, environmentVariables: [{ ...first, name: 'ANOTHER', value: first?.value }, ...more] };
}
