/** Whatever is refused is refused in one sentence: a person reads it on a terminal, a program in a log line. */
import { globSync, readFileSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { load } from '../../src/cli/local-store.ts';
import { operate } from '../../src/cli/operate.ts';
import { readOptions } from '../../src/cli/options.ts';
import { replayReal } from '../../src/cli/real.ts';
import { hostOf } from '../../src/cli/remote.ts';
import { policyFrom, scenesFrom } from '../../src/cli/sources.ts';
import { readVerb } from '../../src/cli/verb-options.ts';
import { read } from '../../src/engine/read.ts';
import { remediations } from '../../src/registry.ts';

/** A capital or not: whatever follows the end of a sentence is another one. */
const ANOTHER = /[.?!]["’)]?\s+\S|\n/;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mlwarden-'));
});
async function put(name: string, content: string): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}
async function refusal(doing: () => unknown): Promise<string> {
  try {
    await doing();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('was not refused');
}
const EVENT = 'events/notebooks/notebook-encryption.cloudtrail.json';
const event = (file: string) => JSON.parse(readFileSync(file, 'utf8'));
const options = (...args: string[]) => readOptions(['replay', ...args], '1');
const policy = async (text: string) => await policyFrom(await put('policy.yaml', text));
const scenes = async (name: string, text: string, world?: string) =>
  await scenesFrom([await put(name, text)], world === undefined ? undefined : await put('world.yaml', world));
const HEAD = `defaults: { reversible: observe, disruptive: observe, destructive: observe }
budget: { account: { repairs: 1, per: 1m }, violation: { repairs: 1, per: 1m } }
`;
const LAX = 'accounts: { "111122223333": { defaults: { reversible: observe, disruptive: enforce } } }\n';

describe('a refusal is one sentence', () => {
  test.each<[string, () => unknown]>([
    ['no such command', () => readOptions(['frob'], '1')],
    ['no file', () => options()],
    ['an option nobody knows', () => options('x', '--frob')],
    ['an option without its word', () => options('x', '--seed', '-1')],
    ['a seed that is none', () => options('x', '--seed', 'x')],
    ['an endpoint that is none', () => options('x', '--endpoint', 'x')],
    ['an endpoint elsewhere', () => options('x', '--endpoint', 'http://example.com')],
    ['two places', () => options('x', '--live', '--endpoint', 'http://localhost')],
    ['chaos in earnest', () => options('x', '--live', '--chaos')],
    ['a verb misspelt', () => readVerb(['paus'])],
    ['a verb nobody knows', () => readVerb(['frobnicate'])],
    ['half a verb', () => readVerb(['budget'])],
    ['a flag nobody knows', () => readVerb(['pause', '--frob'])],
    ['words too many', () => readVerb(['status', 'x'])],
    ['somebody who is none', () => operate(['status', '--local', join(folder, 'l.json'), '--as', 'ann'], process.stdout)],
    ['a local ledger that is none', async () => load(await put('l.txt', 'x'))],
    ['a local ledger that is a folder', () => load(folder)],
    ['a URL that is none', () => hostOf('x')],
    ['no such file', () => scenesFrom(['there-is-none.json'], undefined)],
    ['a folder without stories', () => scenesFrom(['docs'], undefined)],
    ['no JSON', () => scenes('e.json', 'rubbish')],
    ['no object', () => scenes('e.json', '[]')],
    ['no event', () => scenes('e.json', '{}')],
    ['an event of somebody else', () => scenes('e.json', '{"source":"my.app","detail-type":"Order"}')],
    ['half an event', () => scenes('e.json', '{"source":"aws.sagemaker","detail-type":"AWS API Call via CloudTrail"}')],
    ['an event that names nothing of ours', () => scenesFrom(['test/events/guardduty-finding.iamuser.json'], undefined)],
    ['stories that are none', () => scenes('x.stories.yaml', 'story: [')],
    ['a story with a word nobody knows', () => scenes('x.stories.yaml', '- { story: x, events: [x], ends: [], calls: [], x: 1 }')],
    ['a world beside stories', () => scenes('x.stories.yaml', '[]', 'notebooks: []')],
    ['a world with a word nobody knows', () => scenes('e.json', readFileSync(EVENT, 'utf8'), 'lamps: []')],
    [
      'stories in earnest',
      () => replayReal([{ story: {} as never, file: 'x', folder: '' }], {} as never, { live: true } as never, process.stdout),
    ],
    ['a policy that is no YAML', () => policy('defaults: [')],
    ['a policy with a tab', () => policy(`${HEAD}scope:\n\tx: 1\n`)],
    ['a policy with a loose end', () => policy('a: *b')],
    ['a policy that is empty', () => policy('')],
    ['a policy with a word nobody knows', () => policy(`${HEAD}protect: []\n`)],
    ['a policy with a mode nobody knows', () => policy(HEAD.replace('observe', 'perhaps'))],
    ['a policy with hours nobody knows', () => policy(HEAD.replace('reversible: observe', 'reversible: { do: ask, hours: x }'))],
    ['a policy with an approver who is none', () => policy(`${HEAD}approvers: [x]\n`)],
    ['a policy with a violation nobody knows', () => policy(`${HEAD}violations: { x: {} }\n`)],
    ['a policy with a setting nobody knows', () => policy(`${HEAD}violations: { notebook-encryption: { settings: { x: 1 } } }\n`)],
    ['a policy with what is no JSON', () => policy(`${HEAD}violations: { notebook-encryption: { settings: { newborn: .inf } } }\n`)],
    ['a policy that deletes unasked', () => policy(HEAD.replace('destructive: observe', 'destructive: enforce'))],
    ['a policy that is laxer for the worse', () => policy(`${HEAD}${LAX}`)],
  ])('for %s', async (_, doing) => {
    const said = await refusal(doing);
    expect(said).not.toMatch(ANOTHER);
    expect(said).toMatch(/\S/);
  });

  test('whatever is taken out of an event', () => {
    const refused = new Set<string>();
    for (const file of globSync('events/*/*.json')) {
      const { triggers } = remediations.find(({ id }) => file.includes(id)) ?? { triggers: [] };
      for (const spoilt of without(event(file))) {
        try {
          read(spoilt, triggers, { account: '111122223333', region: 'eu-west-1' });
        } catch (error) {
          refused.add((error as Error).message);
        }
      }
    }
    expect(refused.size).toBeGreaterThan(30);
    for (const said of refused) expect(said).not.toMatch(ANOTHER);
  });

  // Not every refusal can be brought about here; what they say can be read.
  test('as it is written', () => {
    const written = globSync('src/**/*.ts').flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/new (?:BadInput|Refused|PolicyRefused|Unreadable)\((.*?)\);/gs)].map(
        ([all]) => `${file}: ${all}`,
      ),
    );
    expect(written.length).toBeGreaterThan(70);
    for (const one of written) expect(one).not.toMatch(/[.?!] ["']?[A-Z$]/);
  });
});

/** The value without each part of it in turn. */
function* without(value: unknown): Generator<unknown> {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, part] of Object.entries(value)) {
    const put = (other: unknown) => (Array.isArray(value) ? value.with(Number(name), other) : { ...value, [name]: other });
    yield put(undefined);
    yield put(7);
    for (const less of without(part)) yield put(less);
  }
}
