/** Every story of the repository, and where it does not end as it says. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readPolicy } from '../../../src/policy-file.ts';
import { remediations } from '../../../src/registry.ts';
import { type Played, type PlayOptions, play } from './play.ts';
import { readStories, type Story } from './story.ts';

const known = new Map(remediations.map((r) => [r.id, r.settings]));
const policy = readPolicy(readFileSync('events/policy.yaml', 'utf8'), 'events/policy.yaml', known);
/** Under `events/`. */
export const files = readdirSync('events', { recursive: true, encoding: 'utf8' }).sort();
export const stories = files
  .filter((file) => file.endsWith('.stories.yaml'))
  .flatMap((file) => readStories(readFileSync(join('events', file), 'utf8'), file).map((story) => ({ title: story.story, story, file })));

export const played = (story: Story, file: string, more: Pick<PlayOptions, 'seed' | 'chaos' | 'onEntry'>): Promise<Played> =>
  play(story, { policy, folder: join('events', dirname(file)), ...more });
export const problems = async (...how: Parameters<typeof played>): Promise<readonly string[]> => (await played(...how)).problems;
