/** What is really there, for the judgement at the end. */
import type { AnyRemediation, Resource } from '../../src/engine/remediation.ts';
import { remediations } from '../../src/registry.ts';
import type { Handler } from '../world/lambda.ts';
import type { Truth } from './at-rest.ts';
import type { Theatre } from './play.ts';
import { MINUTE } from './scenario.ts';

/** Everything that is listed, and what has an open case without being listed (users), as its own kind reads it when nothing is stale. */
export async function truths({ world, watch }: Theatre): Promise<Truth[]> {
  world.stale = false;
  const found: Truth[] = [];
  const look = async (remediation: AnyRemediation, resource: Resource): Promise<void> => {
    const seen = await remediation.kind.inspect(resource);
    if (seen) found.push({ remediation, resource, seen });
  };
  const handler: Handler = async () => {
    for (const remediation of remediations) {
      const listed = new Set<string>();
      for await (const resource of remediation.kind.list()) {
        listed.add(resource.key);
        await look(remediation, resource);
      }
      for (const { open, violation, resource } of watch.cases.values()) {
        if (open && violation === remediation.id && resource && !listed.has(resource.key)) await look(remediation, resource);
      }
    }
  };
  const looked = world.lambda.invoke({
    name: 'oracle',
    role: 'arn:aws:iam::111122223333:user/oracle',
    handler,
    event: {},
    timeout: 15 * MINUTE,
  });
  await world.run(undefined);
  await looked;
  world.stale = true;
  return found;
}
