/** The way of a call to its service and back, whatever form it has: time passes, and anything can happen. */
import { PATIENCE } from '../../src/aws.ts';
import type { Clock } from './clock.ts';
import { type FaultName, type Faults, refusal } from './faults.ts';
import { AwsError, type Random, rule } from './habitat.ts';
import { current } from './platform/current.ts';
import { aborted } from './platform/invocation.ts';
import type { Asked } from './platform/refusals.ts';

rule(
  'calls-take-time',
  'assumed',
  'A call is 2 to 20 ms on its way there and as long on its way back.',
  'a spread wide enough for calls to overtake each other',
);

/** What lies at the end of the way. `lost` = the caller will not hear the answer. */
export interface Gateway {
  readonly account: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly faults: Faults;
  callerOf(accessKeyId: string): string;
  answer(asked: Asked, lost: boolean): unknown;
  /** A call was refused on its way, in the service's name. */
  refused(asked: Asked, code: string): void;
}
/** How the caller is told. */
export interface Form<T> {
  answer(output: unknown): T;
  refuse(error: AwsError): T;
  /** An answer that nobody can read. */
  garbled(): T;
}

const HOUR = 3_600_000;

export async function carry<T>(gateway: Gateway, asked: Asked, signal: AbortSignal | undefined, form: Form<T>): Promise<T> {
  await travel(gateway, signal);
  const invocation = current();
  const what = gateway.faults.strikes(asked, invocation !== undefined);
  if (what === 'stalled' || what === 'orphaned') return late(gateway, asked, what, signal, form);
  if (what === 'frozen-before' && invocation) {
    invocation.freeze(HOUR);
    // Whatever was due meanwhile comes first.
    await invocation.pause(HOUR + 5, signal);
  } else if (what?.endsWith('-before')) return vanish(what, signal);
  const told = respond(gateway, asked, what, form);
  if (what === 'slow') await wait(gateway, signal);
  else if (what === 'frozen-after') invocation?.freeze(HOUR);
  else if (what?.endsWith('-after')) return vanish(what, signal);
  await travel(gateway, signal);
  return told();
}

async function travel({ random }: Gateway, signal: AbortSignal | undefined): Promise<void> {
  if (signal?.aborted) throw aborted(signal);
  await current()?.pause(2 + random.int(19));
  if (signal?.aborted) throw aborted(signal);
}
/** Late, but within the caller's patience. */
const wait = async ({ random }: Gateway, signal: AbortSignal | undefined): Promise<void> =>
  await current()?.pause(2_000 + random.int(PATIENCE.requestTimeout - 3_000), signal);

/** The request arrives long after it was sent, whatever has become of its sender by then. */
async function late<T>(gateway: Gateway, asked: Asked, what: FaultName, signal: AbortSignal | undefined, form: Form<T>): Promise<T> {
  const delay = what === 'orphaned' ? 1_000 + gateway.random.int(84_000) : 45_000 + gateway.random.int(40_000);
  gateway.clock.at(gateway.clock.now() + delay, () => void respond(gateway, asked, what, form), `${asked.operation} is on the wire`);
  return vanish(what === 'orphaned' ? 'crash-before' : 'timeout-before', signal);
}

/** The service answers now; the caller is told when the answer has arrived. */
function respond<T>(gateway: Gateway, asked: Asked, what: FaultName | undefined, form: Form<T>): () => T {
  try {
    const error = what && refusal(what, asked);
    if (error) {
      gateway.refused(asked, error.code);
      throw error;
    }
    const output = what === 'partial' ? partly(gateway, asked) : gateway.answer(asked, what !== undefined);
    return what === 'malformed' ? () => form.garbled() : () => form.answer(output);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return () => form.refuse(error);
  }
}

/** BatchGetItem answers for all but the last key of each table. */
function partly(gateway: Gateway, asked: Asked): unknown {
  const tables: [string, { Keys: unknown[] }][] = Object.entries(asked.input.RequestItems);
  const cut = (from: number, to?: number): object =>
    Object.fromEntries(tables.map(([name, table]) => [name, { ...table, Keys: table.Keys.slice(from, to) }]));
  const output = gateway.answer({ ...asked, input: { RequestItems: cut(0, -1) } }, false);
  return { ...(output as object), UnprocessedKeys: cut(-1) };
}

/** No answer: the connection breaks, nothing comes until the caller's patience is over, or the caller is no more. */
async function vanish(what: FaultName, signal: AbortSignal | undefined): Promise<never> {
  const invocation = current();
  if (what.startsWith('reset')) throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
  if (what.startsWith('crash') && invocation) {
    invocation.kill(new Error('Runtime exited with error: signal: killed'));
    return new Promise<never>(() => {});
  }
  await invocation?.pause(PATIENCE.requestTimeout, signal);
  throw Object.assign(new Error('The connection timed out.'), { name: 'TimeoutError' });
}
