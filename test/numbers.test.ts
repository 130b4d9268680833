/** What the pages say of how much there is, held to how much there is. */
import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { remediations } from '../src/registry.ts';
import { SLOW } from '../vitest.config.ts';
import { scenes } from './e2e/played.ts';
import { LACKS, taken, tally } from './wire/lacks.ts';
import { allRules } from './world/habitat.ts';
import { stories } from './world/story/all.ts';

const rules = allRules();
const assumed = rules.filter(({ status }) => status === 'assumed');
const violations = remediations.length;
const calls = remediations.flatMap(({ calls, undos = [] }) => [...calls, ...undos]);
const files = globSync('test/**/*.test.ts').filter((file) => !SLOW.includes(file)).length;

describe.each([
  ['README.md', `| ${stories.length} stories, all as told |`],
  ['README.md', `Test Files  ${files} passed (${files})`],
  ['README.md', `every quiet story of ${violations} violations`],
  ['README.md', `${scenes.length} of ${violations} violations`],
  ['README.md', `${assumed.length} of its ${rules.length} are assumptions`],
  ['CHANGELOG.md', `with ${violations} violations.`],
  ['docs/proof.md', `all ${calls.length} that ${violations} violations have;`],
  ['docs/proof.md', `${tally(taken.length, 0, LACKS.length)}: ${LACKS.map((api) => `\`${api}\``).join(', ')}; `],
  ['docs/proof.md', `for one story of ${scenes.length} of the ${violations} violations`],
])('%s', (page, says) => {
  test(`says "${says}"`, () => expect(readFileSync(page, 'utf8')).toContain(says));
});
