/** What is really there, for the judgement at the end. */
import { remediations } from '../../src/registry.ts';
import type { Handler } from '../world/lambda.ts';
import type { Truth } from './at-rest.ts';
import type { Theatre } from './play.ts';
import { MINUTE } from './scenario.ts';

/** Everything there is, as its own kind reads it when nothing is stale. */
export async function truths({ world }: Theatre): Promise<Truth[]> {
  world.stale = false;
  const found: Truth[] = [];
  const handler: Handler = async () => {
    for (const remediation of remediations) {
      for await (const resource of remediation.kind.list()) {
        const seen = await remediation.kind.inspect(resource);
        if (seen) found.push({ remediation, resource, seen });
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
