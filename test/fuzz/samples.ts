/** What there is to be attacked, as it stands in the repository. */
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const texts = (...patterns: readonly string[]): readonly { readonly file: string; readonly text: string }[] =>
  patterns
    .flatMap((pattern) => globSync(pattern, { cwd: root }))
    .sort()
    .map((file) => ({ file, text: readFileSync(`${root}/${file}`, 'utf8') }));

export interface Event {
  readonly source: string;
  readonly account: string;
  readonly region: string;
  readonly [field: string]: unknown;
}
/** Every event in the repository: the field's samples and our own. */
export const events: readonly Event[] = texts('test/events/*.json', 'events/*/*.json').map(({ text }) => JSON.parse(text) as Event);
