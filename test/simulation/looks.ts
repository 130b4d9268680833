import type { Json, Resource, Seen } from '../../src/engine/remediation.ts';
import { remediations } from '../../src/registry.ts';
import { current } from '../world/platform/current.ts';
import { stageOf } from './play.ts';

/** From now on, what a look sees is noted. Once per thread. */
export function noteLooks(): void {
  for (const kind of new Set(remediations.map((r) => r.kind))) {
    const inspect = kind.inspect.bind(kind);
    kind.inspect = async (r: Resource): Promise<Seen<Json> | undefined> => {
      const seen = await inspect(r);
      const from = current();
      if (seen && from) stageOf().watch.run(from).seen.set(r.key, seen);
      return seen;
    };
  }
}
