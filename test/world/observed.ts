/**
 * What runs against AWS (`npm run test:aws`) have seen of the rules that the world assumed when they were written: a run that is committed
 * makes them `observed` by itself.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Sighting {
  readonly held: boolean;
  /** The run's file. */
  readonly by: string;
}
/** By the rule's id. */
export type Sightings = ReadonlyMap<string, Sighting>;

const TRANSCRIPTS = fileURLToPath(new URL('../../docs/transcripts', import.meta.url));

/** All that is in the folder; of one rule, what its last run saw. None where no run was ever committed. */
export function sightings(folder = TRANSCRIPTS): Sightings {
  const runs = globSync('aws-*.json', { cwd: folder }).sort();
  const entries = runs.flatMap((by) =>
    Object.entries<boolean>(JSON.parse(readFileSync(`${folder}/${by}`, 'utf8')).rules).map(([id, held]) => [id, { held, by }] as const),
  );
  return new Map(entries);
}

const OF_AWS = /\.amazonaws\.com(\.cn)?$/;
/** Writes what a run has seen, and whom it asked. Throws, and writes nothing, where anybody but AWS has answered. */
export function writeSightings(file: string, at: Date, hosts: ReadonlySet<string>, rules: ReadonlyMap<string, boolean>): void {
  const others = [...hosts].filter((host) => !OF_AWS.test(host));
  if (hosts.size === 0 || others.length > 0) throw new Error(`What ${others.join(', ') || 'nobody'} answers says nothing of AWS.`);
  writeFileSync(file, `${JSON.stringify({ at: at.toISOString(), hosts: [...hosts], rules: Object.fromEntries(rules) }, null, 2)}\n`);
}
