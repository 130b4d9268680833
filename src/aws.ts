/** Where AWS clients come from: one per service, Region and retry rule, made once and reused by warm invocations. */
import type { Resource } from './engine/remediation.ts';

/**
 * Milliseconds until a client gives a call up with `TimeoutError`, after which it may try again. Without them a call that is never answered
 * would hold a function to its end: the sweep for a quarter of an hour.
 */
export const PATIENCE = { requestTimeout: 10_000, throwOnRequestTimeout: true };

type Config = Record<string, unknown>;
type Constructor<C> = new (config: Config) => C;
let made = new Map<Constructor<unknown>, Map<string, unknown>>();
let connection: Config = {};
let mayWrite = true;

/** There is no client to change anything with. */
export class ReadOnly extends Error {
  override name = 'ReadOnly';
}

/** Points every client made from now on elsewhere: the world of the tests, an emulator. With `read-only` none is made for changes. */
export function connect(config: Config, access: 'read-only' | 'all' = 'all'): void {
  connection = config;
  mayWrite = access === 'all';
  made = new Map();
}

function client<C>(Client: Constructor<C>, where: Pick<Resource, 'region'>, maxAttempts: number, more: Config = {}): C {
  // IAM is served from one Region, whatever the resource's own `aws-global`.
  const region = where.region === 'aws-global' ? 'us-east-1' : where.region;
  const known = made.get(Client) ?? new Map<string, C>();
  made.set(Client, known);
  const id = `${region} ${maxAttempts}`;
  const found = (known.get(id) as C | undefined) ?? new Client({ region, maxAttempts, requestHandler: PATIENCE, ...more, ...connection });
  known.set(id, found);
  return found;
}

/** For reads and for the ledger: three attempts. */
export const reader = <C>(Client: Constructor<C>, r: Pick<Resource, 'region'>): C => client(Client, r, 3);
/** For reads that AWS allows but few of: it waits for its turn once it was refused one (SDK guide, "Retry behavior", adaptive mode). */
export const patient = <C>(Client: Constructor<C>, r: Pick<Resource, 'region'>): C => client(Client, r, 5, { retryMode: 'adaptive' });
/** For changes: one attempt, because a retry could act after somebody else has moved the resource. */
export function writer<C>(Client: Constructor<C>, r: Pick<Resource, 'region'>): C {
  if (!mayWrite) throw new ReadOnly('This connection is for looking only.');
  return client(Client, r, 1);
}
