import { describe, expect, test } from 'vitest';
import type { Json } from '../../../src/engine/remediation.ts';
import { remediation } from '../../../src/remediations/pipelines/build-credentials.ts';
import type { BuildProjectState } from '../../../src/resources/build-project.ts';
import { flaw, next, step } from '../promise.ts';
import { inOrder as good, scene as set } from './scene.ts';

const [ID, SECRET] = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] as const;
const parameter = (variable: string) => `/mlwarden/codebuild/Churn-Image/${variable}/x`;
const plain = (name: string) => ({ name, type: 'PLAINTEXT', value: 'veiled:x' }) as const;
const reference = (name: string) => ({ name, type: 'PARAMETER_STORE', value: parameter(name) }) as const;
const open = (there: Readonly<Record<string, boolean>>): Pick<BuildProjectState, 'environment' | 'clear' | 'parameters'> => ({
  environment: { ...good.environment, environmentVariables: [plain('TOKEN'), ...Object.keys(there).map(plain)] },
  clear: { ...good.clear, ...Object.fromEntries(Object.keys(there).map((name) => [name, parameter(name)])) },
  parameters: Object.fromEntries(Object.entries(there).flatMap(([name, is]) => (is ? [[parameter(name), true]] : []))),
});
const many = (n: number) =>
  Object.fromEntries(Array.from({ length: n }, (_, i) => [`/mlwarden/codebuild/Churn-Image/${ID}/${i}`, true as const]));
const scene = (state: Partial<BuildProjectState>, settings: Json = { parameters: true }) => set(remediation, state, settings);

describe('a build project', () => {
  test.each<[says: string, state: Partial<BuildProjectState>, wrong: string | undefined]>([
    ['with half a key', open({ [ID]: false }), `it has ${ID} in clear text in its environment`],
    ['with a key', open({ [ID]: false, [SECRET]: true }), `it has ${ID} and ${SECRET} in clear text in its environment`],
    ['with a variable that is called otherwise', {}, undefined],
    ['with variables that refer', { references: { [ID]: '/a' } }, undefined],
    ['with a URL that says too much', { exposed: { source: true } }, 'it has credentials in the URL of its source'],
    [
      'with both',
      { ...open({ [ID]: false }), exposed: { secondarySources: true } },
      `it has ${ID} in clear text in its environment, and credentials in the URL of its source`,
    ],
  ])('%s', (_, state, wrong) => expect(flaw(scene(state))?.says).toBe(wrong));

  test.each([
    [['*TOKEN'], true],
    [['token', 'TOKENS', 'T'], false],
    [[], false],
  ])('with a token, where the names of credentials are %j', (names, wrong) => expect(flaw(scene({}, { names })) !== undefined).toBe(wrong));
});

describe('a key', () => {
  test('is kept in parameters first, half by half, and nothing is lost by that', () => {
    for (const [there, variable] of [
      [{ [ID]: false, [SECRET]: false }, ID],
      [{ [ID]: true, [SECRET]: false }, SECRET],
    ] as const) {
      const { step: s, after } = step(scene(open(there)));
      expect(s).toMatchObject({
        call: { api: 'PutParameter', input: { Name: parameter(variable), Value: 'veiled:x', Type: 'SecureString', Overwrite: false } },
        effect: 'reversible',
        loses: expect.stringMatching(/^nothing: /),
      });
      expect(after).toEqual({ ...good, ...open({ ...there, [variable]: true }) });
    }
  });

  test('is then referred to in one call, which leaves all else as it was and can be put back', () => {
    const state = open({ [ID]: true, [SECRET]: true });
    const { step: s, after } = step(scene(state));
    const environmentVariables = [plain('TOKEN'), reference(ID), reference(SECRET)];
    expect(s).toMatchObject({
      call: { api: 'UpdateProject', input: { name: 'Churn-Image', environment: { ...good.environment, environmentVariables } } },
      effect: 'disruptive',
      undo: { api: 'UpdateProject', input: { name: 'Churn-Image', environment: state.environment } },
    });
    expect(after).toMatchObject({ clear: good.clear, references: { [ID]: parameter(ID), [SECRET]: parameter(SECRET) } });
  });

  test.each([
    [{ [ID]: false }, 49, 'step'],
    [{ [ID]: false }, 50, 'tell'],
    [{ [ID]: true }, 50, 'step'],
  ] as const)('some of which is kept already (%j), beside %i parameters of the project, is a %s', (there, n, what) => {
    const state = open(there);
    expect(next(scene({ ...state, parameters: { ...many(n), ...state.parameters } })).do).toBe(what);
  });

  test('that is replaced while its parameter is being made leaves no doubt whether that was made', () => {
    const { step: s } = step(scene(open({ [ID]: false })));
    expect(s.expect).toEqual({ parameters: { [parameter(ID)]: true } });
  });

  test('stays where builds may not read parameters, and people are told which right they need', () => {
    expect(next(scene(open({ [ID]: true }), {}))).toEqual({ do: 'tell', why: expect.stringContaining('ssm:GetParameters') });
  });
});

describe('credentials in a URL', () => {
  const both = { source: true, secondarySources: true } as const;
  test.each<[says: string, state: Partial<BuildProjectState>, settings: Json, input: object, left: object]>([
    ['are taken out', { exposed: { source: true } }, {}, { source: good.source }, {}],
    ['of the first source go first', { exposed: both }, {}, { source: good.source }, { secondarySources: true }],
    ['of another go with all others', { exposed: { secondarySources: true } }, {}, { secondarySources: good.secondarySources }, {}],
    ['do not wait for variables that stay', { ...open({ [ID]: false }), exposed: { source: true } }, {}, { source: good.source }, {}],
  ])('%s', (_, state, settings, input, left) => {
    const { step: s, after } = step(scene(state, settings));
    expect(s).toMatchObject({ call: { api: 'UpdateProject', input: { name: 'Churn-Image', ...input } }, effect: 'destructive' });
    expect(s.loses).toContain('of which no record is kept');
    expect(after).toMatchObject({ exposed: left });
  });

  test('come after the variables that can be moved', () => {
    const { step: s } = step(scene({ ...open({ [ID]: true }), exposed: { source: true } }));
    expect(s).toMatchObject({ call: { input: { environment: {} } } });
  });
});
