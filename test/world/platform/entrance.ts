/** The way of this thread's SDK clients into the world that is played. */
import { connect } from '../../../src/aws.ts';
import type { RequestHandler } from '../wire.ts';
import type { World } from '../world.ts';

interface Client {
  readonly retryStrategy?: () => Promise<{ recordSuccess?: (token: { getRetryCost(): number }) => void }>;
}
/** More than the SDK gives a client for retries, so that it has all of them again. */
const REFUND = { getRetryCost: () => 1_000 };

let kept: Set<Client> | undefined;
let here: RequestHandler | undefined;

/**
 * From now on clients are made once for all worlds, which saves what ten calls cost. A client's first calls take a few turns more than its
 * later ones, so whoever wants the same schedule again lets every client make some before.
 */
export function keepClients(): void {
  kept ??= new Set();
}

export async function enter(world: World): Promise<void> {
  const own = world.connection();
  const first = here === undefined;
  here = own.requestHandler;
  if (!kept) return connect(own);
  // All that a client remembers of one world and could act upon in the next.
  for (const { retryStrategy } of kept) (await retryStrategy?.())?.recordSuccess?.(REFUND);
  if (first) connect(lasting(own, kept));
}

function lasting(own: ReturnType<World['connection']>, clients: Set<Client>): typeof own {
  const handle: RequestHandler['handle'] = async (request, options) => await (here ?? own.requestHandler).handle(request, options);
  return {
    ...own,
    requestHandler: { ...own.requestHandler, handle },
    async credentials(asker) {
      if (asker?.callerClientConfig) clients.add(asker.callerClientConfig);
      return await own.credentials(asker);
    },
  };
}
