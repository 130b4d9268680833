import type { Json, Resource, Seen } from '../../src/engine/remediation.ts';
import { remediations } from '../../src/registry.ts';
import { current } from '../world/platform/current.ts';
import { stageOf } from './play.ts';

/** From now on, what a look sees is noted. Once per thread. */
export function noteLooks(): void {
  for (const kind of new Set(remediations.map((r) => r.kind))) {
    const inspect = kind.inspect.bind(kind);
    kind.inspect = async (r: Resource): Promise<Seen<Json> | undefined> => {
      const from = current();
      const { watch } = stageOf();
      const began = watch.now();
      const seen = await inspect(r);
      if (!from) return seen;
      const run = watch.run(from);
      run.read.set(r.key, began);
      if (seen) run.seen.set(r.key, seen);
      return seen;
    };
  }
}
