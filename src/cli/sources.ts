/** From files to what is to be replayed. A file that is neither event nor stories is refused before anything happens. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import * as z from 'zod/mini';
import { type WorldFile, worldSchema } from '../../test/world/story/furnish.ts';
import { readStories, type Story, StoryRefused, storySchema } from '../../test/world/story/story.ts';
import { suggest } from '../../test/world/story/suggest.ts';
import type { Policy } from '../engine/policy.ts';
import { type Home, read, Unreadable } from '../engine/read.ts';
import type { Ref } from '../engine/remediation.ts';
import { PolicyRefused, readPolicy } from '../policy-file.ts';
import { remediations } from '../registry.ts';
import { brief, checked, readYaml } from '../yaml-file.ts';
import { BadInput } from './options.ts';

/** One thing to be played. `home` and `event` stand for an event that came by itself, without a story. */
export interface Scene {
  readonly story: Story;
  readonly file: string;
  readonly folder: string;
  readonly home?: Home;
  readonly event?: Readonly<Record<string, unknown>>;
}

async function text(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new BadInput(code === 'ENOENT' ? `There is no file ${file}.` : `${file} cannot be read: ${message}.`);
  }
}

/** Throws `BadInput`, with the line, for a policy that is refused. */
export async function policyFrom(file: string): Promise<Policy> {
  const source = await text(file);
  return orBad(() => readPolicy(source, file, new Map(remediations.map((r) => [r.id, r.settings]))));
}

function orBad<T>(reading: () => T): T {
  try {
    return reading();
  } catch (error) {
    if (error instanceof PolicyRefused || error instanceof StoryRefused) throw new BadInput(error.message);
    throw error;
  }
}

/** In the order given; a folder stands for all the stories in it and beneath. */
export async function scenesFrom(files: readonly string[], worldFile: string | undefined): Promise<readonly Scene[]> {
  const world = worldFile === undefined ? undefined : await worldFrom(worldFile);
  const scenes: Scene[] = [];
  for (const file of (await Promise.all(files.map(expanded))).flat()) {
    const source = await text(file);
    if (/\.stories\.ya?ml$/.test(file)) {
      if (world) throw new BadInput(`--world is for event files: the stories of ${file} bring their own.`);
      scenes.push(...orBad(() => readStories(source, file)).map((story) => ({ story, file, folder: dirname(file) })));
    } else scenes.push(sceneOf(file, source, world));
  }
  return scenes;
}

async function worldFrom(file: string): Promise<WorldFile> {
  const source = await text(file);
  return orBad(() => {
    const { value, complain } = readYaml(source, (line, why) => new StoryRefused(`${file}, line ${line}: ${why}`));
    return checked(worldSchema, value, complain, 'the world');
  });
}

/** Notebooks are the easiest to follow, so they are told first; what is of no family comes last, by name. */
const FAMILIES = ['identity', 'endpoints', 'notebooks'];
const family = (file: string): number => FAMILIES.indexOf(file.split(sep)[0] ?? '');
const byFamily = (a: string, b: string): number => family(b) - family(a) || (a < b ? -1 : 1);

async function expanded(file: string): Promise<string[]> {
  const is = await stat(file).catch(() => undefined);
  if (!is?.isDirectory()) return [file];
  const inside = (await readdir(file, { recursive: true })).filter((f) => /\.stories\.ya?ml$/.test(f)).sort(byFamily);
  if (inside.length === 0) throw new BadInput(`There are no stories (*.stories.yaml) in ${file}.`);
  return inside.map((f) => join(file, f));
}

/** What is no text cannot be one: it is refused where the event is read. */
const word = (value: unknown): string => (typeof value === 'string' ? value : '');

function sceneOf(file: string, source: string, world: WorldFile | undefined): Scene {
  const event = parsed(file, source);
  const home = { account: word(event.account), region: word(event.region) };
  const { refs, ignored, refusal } = heard(event, home);
  if (refs.length === 0) {
    const unreadable = refusal !== undefined && DETAIL.test(refusal.path);
    const as = ignored === 'names-nothing' ? '' : `: it is ignored as "${ignored}"`;
    if (ignored && !unreadable) throw new BadInput(`${file} names nothing of ours${as}.`);
    throw new BadInput(`${file} is no event that mlwarden knows: ${unheard(event) ?? uncapped(refusal?.message ?? '')}`);
  }
  const bare = z.parse(storySchema, { story: basename(file), events: [basename(file)], ends: [], calls: [] });
  const story = { ...bare, world: world ?? suggest(event, refs) };
  return { story, file, folder: dirname(file), home, event };
}

/** As it stands after a colon. */
const uncapped = (text: string): string => text.replace(/^[A-Z]/, (letter) => letter.toLowerCase());

function parsed(file: string, source: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    throw new BadInput(`${file} is no event: it is not JSON.`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new BadInput(`${file} is no event: it is not a JSON object.`);
  return value as Readonly<Record<string, unknown>>;
}

/** No violation listens to such events at all. */
function unheard(event: Readonly<Record<string, unknown>>): string | undefined {
  const { source, 'detail-type': detailType } = event;
  if (typeof source !== 'string' || typeof detailType !== 'string')
    return 'it has no source and detail-type, as every EventBridge event has.';
  const listens = remediations.some(({ triggers }) => triggers.some((t) => t.source === source && t.detailType === detailType));
  return listens ? undefined : `no violation listens to "${brief(detailType)}" from "${brief(source)}".`;
}

/** Whoever stumbles over the detail has read all else; whoever does not know the source has read least. */
function closeness({ path }: Unreadable): number {
  if (DETAIL.test(path)) return 2;
  return ['source', 'detail-type'].includes(path) ? 0 : 1;
}
const DETAIL = /^detail(?!-type)/;

/** What any violation reads in the event; else why the one that came closest did not. */
function heard(event: unknown, home: Home): { refs: readonly Ref[]; ignored?: string; refusal?: Unreadable } {
  const refs: Ref[] = [];
  let ignored: string | undefined;
  let refusal: Unreadable | undefined;
  for (const { triggers } of remediations) {
    try {
      const answer = read(event, triggers, home);
      if ('ignored' in answer) ignored = answer.ignored;
      else refs.push(...answer.refs);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      if (refusal === undefined || closeness(error) > closeness(refusal)) refusal = error;
    }
  }
  return { refs, ...(ignored && { ignored }), ...(refusal && { refusal }) };
}
