import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { BadInput } from '../../src/cli/options.ts';
import { scenesFrom } from '../../src/cli/sources.ts';
import { attack } from './attack.ts';
import { garbled, malformed, YAML } from './mutate.ts';
import { events, root, texts } from './samples.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mlwarden-fuzz-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** What `mlwarden replay` is given is played or refused in a sentence, and nothing is played before all of it is read. */
async function readOrRefused(name: string, text: string, world?: string): Promise<void> {
  const file = join(folder, name);
  await writeFile(file, text);
  try {
    await scenesFrom([world === undefined ? file : world], world === undefined ? undefined : file);
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    expect(error.message).toContain(file);
    expect(error.message.length, 'it is a sentence, not the file').toBeLessThan(1_500);
  }
}

const stories = texts('events/*/*.stories.yaml').map(({ text }) => text);
const worlds = stories.flatMap((text) => (parse(text) as { world?: unknown }[]).flatMap(({ world }) => world ?? []));
const [event = ''] = texts('events/*/*.cloudtrail.json').map(({ file }) => join(root, file));

test('an event file that is malformed is replayed or refused in a sentence', async () => {
  await attack('replayed events', malformed(events), ({ text }) => readOrRefused('event.json', text));
});
test('stories that are garbled are read or refused in a sentence', async () => {
  await attack('story text', garbled(stories, YAML), (text) => readOrRefused('x.stories.yaml', text));
});
test('stories that tell something else are read or refused in a sentence', async () => {
  await attack('story data', malformed(stories.map((text) => parse(text) as unknown)), ({ text }) => readOrRefused('x.stories.yaml', text));
});
test('a world that holds something else is read or refused in a sentence', async () => {
  await attack('world data', malformed(worlds), ({ text }) => readOrRefused('world.yaml', text, event));
});
