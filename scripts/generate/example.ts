/** A resource to speak of, by the name that people type: the one that a violation's first story ends with. */
import { glob, readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { globbed } from '../../src/engine/glob.ts';
import { read } from '../../src/engine/read.ts';
import type { AnyRemediation } from '../../src/engine/remediation.ts';

/** The account and Region of all samples. */
const HOME = { account: '111122223333', region: 'eu-west-1' };

/** As far as it matters here; the whole of it is in test/world/story/story.ts. */
interface Told {
  readonly ends: readonly { readonly violation: string; readonly resource: string }[];
}

/** A story may leave part of a name to the sample, as `*`; of a violation without stories nothing is known but its samples. */
export async function exampleOf({ id, family, triggers, kind }: AnyRemediation, root: string): Promise<string> {
  const stories = parse(await readFile(`${root}/events/${family}/${id}.stories.yaml`, 'utf8').catch(() => '[]')) as readonly Told[];
  const [name = '*'] = stories.flatMap(({ ends }) => ends.filter((end) => end.violation === id)).map(({ resource }) => resource);
  if (!name.includes('*')) return name;
  for (const sample of (await Array.fromAsync(glob(`events/${family}/${id}.*.json`, { cwd: root }))).sort()) {
    const event = read(JSON.parse(await readFile(`${root}/${sample}`, 'utf8')), triggers, HOME);
    const named = 'refs' in event ? event.refs.find((ref) => ref.type === kind.types[0] && globbed(name, ref.id)) : undefined;
    if (named) return named.id;
  }
  return 'my-resource';
}
