/** What the pages say of how much there is, held to how much there is. */
import { globSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { remediations } from '../src/registry.ts';
import { SLOW } from '../vitest.config.ts';
import { scenes } from './e2e/played.ts';
import { RULES } from './wire/assumed.ts';
import { LACKS, taken, tally } from './wire/lacks.ts';
import { allRules } from './world/habitat.ts';
import { sightings, writeSightings } from './world/observed.ts';
import { stories } from './world/story/all.ts';

const rules = allRules();
const assumed = rules.filter(({ status }) => status === 'assumed');
const violations = remediations.length;
const calls = remediations.flatMap(({ calls, undos = [] }) => [...calls, ...undos]);
const samples = globSync('events/*/*.json').length;
const files = globSync('test/**/*.test.ts').filter((file) => !SLOW.includes(file)).length;

describe.each([
  ['README.md', `| ${stories.length} stories, all as told |`],
  ['README.md', `Test Files  ${files} passed (${files})`],
  ['README.md', `every quiet story of ${violations} violations`],
  ['README.md', `${scenes.length} of ${violations} violations`],
  ['README.md', `${assumed.length} of its ${rules.length} are assumptions`],
  ['README.md', `each of ${samples} samples`],
  ['CHANGELOG.md', `with ${violations} violations.`],
  ['docs/proof.md', `all ${calls.length} that ${violations} violations have;`],
  ['docs/proof.md', `${tally(taken.length, 0, LACKS.length)}: ${LACKS.map((api) => `\`${api}\``).join(', ')}; `],
  ['docs/proof.md', `It tries ${Object.keys(RULES).length} rules of those that are assumed`],
  ['docs/proof.md', `for one story of ${scenes.length} of the ${violations} violations`],
])('%s', (page, says) => {
  test(`says "${says}"`, () => expect(readFileSync(page, 'utf8')).toContain(says));
});

describe('a run against AWS', () => {
  const written = allRules(new Map()).filter(({ status }) => status === 'assumed');
  const [one = '', other = ''] = written.map(({ id }) => id);
  const AWS = new Set(['dynamodb.eu-west-1.amazonaws.com']);
  const run = (folder: string, day: string, held: Readonly<Record<string, boolean>>, hosts: ReadonlySet<string> = AWS) =>
    writeSightings(join(folder, `aws-${day}.json`), new Date(`${day}T12:00:00Z`), hosts, new Map(Object.entries(held)));
  const left = (folder: string) => allRules(sightings(folder)).filter(({ status }) => status === 'assumed').length;
  const empty = () => mkdtempSync(join(tmpdir(), 'mlwarden-'));

  test('tries what the model assumes', () => {
    expect(written.map(({ id }) => id)).toEqual(expect.arrayContaining(Object.keys(RULES)));
  });

  test('makes what it saw hold observed, by its file, and leaves what it did not see hold assumed', () => {
    const folder = empty();
    expect(left(folder)).toBe(written.length);
    run(folder, '2026-12-01', { [one]: true, [other]: false });
    expect(left(folder)).toBe(written.length - 1);
    const seen = allRules(sightings(folder)).find(({ id }) => id === one);
    expect(seen).toMatchObject({ status: 'observed', source: expect.stringContaining('seen of AWS: aws-2026-12-01.json') });
  });

  test('is outdone by a later one', () => {
    const folder = empty();
    run(folder, '2026-12-02', { [one]: false, [other]: true });
    run(folder, '2026-12-01', { [one]: true });
    expect(left(folder)).toBe(written.length - 1);
  });

  test('that an emulator answered, or nobody, is written nowhere', () => {
    const folder = empty();
    for (const hosts of [new Set(['127.0.0.1']), new Set([...AWS, 'amazonaws.com.example.org']), new Set<string>()]) {
      expect(() => run(folder, '2026-12-01', { [one]: true }, hosts)).toThrow('says nothing of AWS');
    }
    expect(sightings(folder).size).toBe(0);
  });

  test('that is committed is of rules that there are, and none of them was seen not to hold', () => {
    const seen = [...sightings()];
    expect(seen.filter(([id, { held }]) => !held || !rules.some((made) => made.id === id))).toEqual([]);
  });
});
