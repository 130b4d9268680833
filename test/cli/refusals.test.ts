import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { HELP, readOptions } from '../../src/cli/options.ts';
import { policyFrom, scenesFrom } from '../../src/cli/sources.ts';
import { mlwarden, node } from './run.ts';

const SAMPLE = 'events/notebooks/notebook-encryption.cloudtrail.json';
let folder = '';
const put = async (name: string, content: string): Promise<string> => {
  await writeFile(join(folder, name), content);
  return join(folder, name);
};
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mlwarden-'));
});

describe('the command line', () => {
  test.each([
    [['frob'], 'There is no command "frob"'],
    [['replay'], 'Say which event'],
    [['replay', 'x', '--frob'], "Unknown option '--frob'"],
    [['replay', 'x', '--seed', 'x'], '--seed takes a whole number, not "x"'],
    [['replay', 'x', '--seed=-1'], '--seed takes a whole number'],
    [['replay', 'x', '--seed', '1.5'], '--seed takes a whole number'],
    [['replay', 'x', '--endpoint', 'nonsense'], '--endpoint takes a URL'],
    [['replay', 'x', '--endpoint', 'ftp://localhost'], '--endpoint takes a URL'],
    [['replay', 'x', '--endpoint', 'http://example.com'], 'loopback address only'],
    [['replay', 'x', '--endpoint', 'http://127.0.0.1.example.com'], 'loopback address only'],
    [['replay', 'x', '--endpoint', 'http://localhost@example.com'], 'loopback address only'],
    [['replay', 'x', '--endpoint', 'http://localhost:1', '--live'], 'two different places'],
    [['replay', 'x', '--endpoint', 'http://localhost:1', '--chaos'], '--chaos belongs to the model'],
    [['replay', 'x', '--live', '--world', 'w.yaml'], '--world belongs to the model'],
  ])('%j is refused in one sentence', (args, says) => {
    expect(() => readOptions(args, '1')).toThrow(says);
  });
  test.each([[[]], [['--help']], [['replay', '--help']], [['frob', '--help']]])('%j is answered with the help', (args) => {
    expect(readOptions(args, '1')).toBe(HELP);
  });
  test('fits a terminal of 80 columns', () => {
    for (const line of HELP.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });
  test('observes by the policy that is shipped where it looks at the real thing, else by the demonstration policy', () => {
    expect(readOptions(['replay', 'x', '--live'], '1')).toMatchObject({ policy: 'policy.yaml', live: true });
    expect(readOptions(['replay', 'x'], '1')).toMatchObject({ policy: 'events/policy.yaml', live: false, seed: 1 });
    expect(readOptions(['replay', 'x', '--endpoint', 'http://[::1]:4566'], '1')).toMatchObject({ endpoint: 'http://[::1]:4566' });
  });
});

test.each<[string[], object]>([
  [['replay', 'README.md'], { verb: 'replay', refused: expect.stringContaining('README.md') }],
  [['paus', 'global'], { refused: 'There is no command "paus", and perhaps "pause" is meant: see npx mlwarden --help.' }],
  [['status', '--frob'], { verb: 'status', refused: expect.stringContaining("'--frob'") }],
])('a program that typed %j is told so in JSON', async (args, said) => {
  const { code, out, err } = await mlwarden(...args, '--json');
  expect([code, JSON.parse(out), err]).toEqual([2, said, '']);
});

describe('a file that is no event', () => {
  test.each([
    ['is not JSON', 'rubbish', 'it is not JSON'],
    ['is a list', '[]', 'it is not a JSON object'],
    ['is null', 'null', 'it is not a JSON object'],
    ['is any JSON', '{"a":1}', 'it has no source and detail-type'],
    ['comes from elsewhere', '{"source":"my.app","detail-type":"Order"}', 'no violation listens to "Order" from "my.app"'],
    ['forges its source', '{"source":"sagemaker","detail-type":"AWS API Call via CloudTrail"}', 'no violation listens to'],
    ['is half an event', '{"source":"aws.sagemaker","detail-type":"AWS API Call via CloudTrail"}', 'cannot read id'],
  ])('because it %s is refused with the reason', async (_, content, says) => {
    await expect(scenesFrom([await put('e.json', content)], undefined)).rejects.toThrow(says);
  });
  test.each([
    ['test/events/ecr-image-action-push.json', 'no violation listens to "ECR Image Action"'],
    ['test/events/guardduty-finding.iamuser.json', 'ignored as "sample"'],
    ['there-is-none.json', 'There is no file there-is-none.json'],
    ['docs', 'There are no stories'],
  ])('%s is refused with the reason', async (file, says) => {
    await expect(scenesFrom([file], undefined)).rejects.toThrow(says);
  });
  // Another violation listens to the same calls and finds that this one names nothing of its own.
  test.each([
    [SAMPLE, 'notebookInstanceName'],
    ['events/endpoints/endpoint-encryption.cloudtrail.json', 'endpointName'],
  ])('because %s has no readable %s is refused with the field', async (file, member) => {
    const spoilt = (await readFile(file, 'utf8')).replace(new RegExp(`("requestParameters": \\{[^}]*"${member}": )"[^"]+"`), '$17');
    await expect(scenesFrom([await put('e.json', spoilt)], undefined)).rejects.toThrow(`cannot read detail.requestParameters.${member}`);
  });
  test('among good ones stops all of them', async () => {
    await expect(scenesFrom([SAMPLE, await put('e.json', '3')], undefined)).rejects.toThrow('it is not a JSON object');
  });
});

/** Nine times nine times nine…: a file of one kilobyte that would fill the memory. */
const BOMB = [...'abcdefghi']
  .map((name, i, all) => `- &${name} [${Array.from({ length: 9 }, () => (i === 0 ? 'x' : `*${all[i - 1]}`)).join(', ')}]\n`)
  .join('');

describe('a file that is no story, world or policy', () => {
  test.each([
    ['- story: x\n  events: [e.json]\n  ends: []\n  calls: []\n  evnts: []\n', 'line 5: 0: Unrecognized key: "evnts"'],
    ['- story: x\n  events: []\n  ends: []\n  calls: []\n', 'line 2'],
    ['story: [', 'line '],
    ['- story: *nobody\n', 'line 1: Unresolved alias'],
    [BOMB, 'line 1: Excessive alias count'],
    ['- '.repeat(4_000), 'line 1'],
  ])('%j is refused with its line', async (content, says) => {
    await expect(scenesFrom([await put('x.stories.yaml', content)], undefined)).rejects.toThrow(says);
  });
  test('a world with a section nobody knows is refused with its line', async () => {
    await expect(scenesFrom([SAMPLE], await put('w.yaml', 'notebooks: []\nlamps: []\n'))).rejects.toThrow(
      'w.yaml, line 2: the world: Unrecognized key: "lamps"',
    );
  });
  test('a world beside stories is refused: they bring their own', async () => {
    await expect(scenesFrom(['events'], await put('w.yaml', 'notebooks: []\n'))).rejects.toThrow('--world is for event files');
  });
  test('a policy with what JSON cannot say, which no digest can be made of, is refused', async () => {
    const policy = `defaults: { reversible: observe, disruptive: observe, destructive: observe }
budget: { account: { repairs: 1, per: 1m }, violation: { repairs: 1, per: 1m } }
violations: { notebook-encryption: { settings: { newborn: .inf } } }
`;
    await expect(policyFrom(await put('p.yaml', policy))).rejects.toThrow(/p\.yaml, line 3: something in it is no JSON/);
  });
  test('a policy that is laxer for a worse effect is refused with its line', async () => {
    const policy =
      'defaults: { reversible: observe, disruptive: observe, destructive: observe }\nbudget: { account: { repairs: 1, per: 1m }, violation: { repairs: 1, per: 1m } }\naccounts:\n  "111122223333":\n    defaults:\n      disruptive: enforce\n';
    await expect(policyFrom(await put('p.yaml', policy))).rejects.toThrow(/p\.yaml, line 6: .*may not be laxer/);
  });
});

describe('the program', () => {
  test('says what is wrong in one line and exits with 2', async () => {
    const { code, out, err } = await mlwarden('replay', 'package.json');
    expect([code, out]).toEqual([2, '']);
    expect(err).toBe(
      'mlwarden: package.json is no event that mlwarden knows: it has no source and detail-type, as every EventBridge event has.\n',
    );
  });
  test('shows what a stranger wrote into an event, and does not obey it', async () => {
    const event = { source: 'aws.s3', 'detail-type': '\u001b[2J\u202egone' };
    const { code, err } = await mlwarden('replay', await put('stranger.json', JSON.stringify(event)));
    expect(code).toBe(2);
    expect(err).toContain('\\u001b[2J\\u202egone');
  });
  test('says of an option without its word one sentence only', async () => {
    const { code, err } = await mlwarden('replay', 'events', '--seed', '-1');
    expect([code, err]).toEqual([2, "mlwarden: Option '--seed' argument is ambiguous: see npx mlwarden --help.\n"]);
  });
  test('replays from any folder by the demonstration policy of the package', async () => {
    const { code, out, err } = await node([resolve('src/cli/mlwarden.ts'), 'replay', resolve(SAMPLE)], {}, folder);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('enforced by defaults.disruptive');
  });
  test('helps with the word that several verbs begin with, and still asks which where no help is wanted', async () => {
    const { code, out } = await mlwarden('budget', '--help');
    expect(code).toBe(0);
    expect(out).toMatch(/^Usage:\n {2}npx mlwarden budget /);
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect((await mlwarden('budget')).err).toContain('Say which: budget ');
  });
  test('tells its version', async () => {
    expect((await mlwarden('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
