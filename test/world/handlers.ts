/** The functions as they are deployed, by their names without `mlwarden-`. */
import { remediations } from '../../src/registry.ts';
import type { Handler } from './lambda.ts';

const loaded = async (name: string, family: string, file: string) => {
  const { handler } = (await import(`../../src/handlers/${family}/${file}.ts`)) as { handler: Handler };
  return [name, handler] as const;
};
const all = async (entries: readonly Promise<readonly [string, Handler]>[]): Promise<ReadonlyMap<string, Handler>> =>
  new Map(await Promise.all(entries));

/** Loaded when they are first asked for: whoever only plans or reads help runs none. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** One for each violation. */
export const violations = once(() => all(remediations.map(({ family, id }) => loaded(id, family, id))));
/** One for each family. */
export const sweeps = once(() =>
  all([...new Set(remediations.map((r) => r.family))].map((family) => loaded(`sweep-${family}`, family, 'sweep'))),
);
