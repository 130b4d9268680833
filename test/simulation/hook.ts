import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Sabotage } from './sabotage.ts';

/** The text to be rewritten is not there: the service has changed, and the sabotage has to follow. */
export class SabotageStale extends Error {
  override name = 'SabotageStale';
}

/** From now on this thread loads the service with the sabotage in it. */
export function sabotaged({ name, edits }: Sabotage): void {
  registerHooks({
    load(url, context, next) {
      const mine = edits.filter(({ file }) => url.endsWith(`/src/${file}`));
      if (mine.length === 0) return next(url, context);
      const text = mine.reduce(
        (text, { file, from, to }) => {
          if (text.split(from).length !== 2) throw new SabotageStale(`"${name}": src/${file} has not exactly once: ${from}`);
          return text.replace(from, () => to);
        },
        readFileSync(fileURLToPath(url), 'utf8'),
      );
      return { format: 'module', source: stripTypeScriptTypes(text), shortCircuit: true };
    },
  });
}
