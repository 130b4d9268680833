/** People at a command line, and at the other end of it the operator's and the reader's functions in the world. */
import { LambdaClient } from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, vi } from 'vitest';
import { operated } from '../cli/typed.ts';
import { invokedBy } from '../operator/doors.ts';
import { PEOPLE, saysSts } from '../operator/people.ts';
import { changed } from '../world/story/play.ts';
import type { World } from '../world/world.ts';
import { wordsOf } from '../written.ts';

interface Asked {
  readonly headers: Readonly<Record<string, string>>;
}
/** Before each test of a file: STS knows the people, and nothing else is asked. */
export function open(): void {
  beforeEach(() => {
    for (const name of ['ACCESS_KEY_ID', 'SECRET_ACCESS_KEY', 'SESSION_TOKEN']) vi.stubEnv(`AWS_${name}`, 'approver');
    vi.stubGlobal('fetch', async (_: string, { headers }: Asked) => saysSts(headers.authorization));
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
    vi.unstubAllEnvs();
  });
}

/** What is typed and what comes of it: the exit code, what is said, and the changes that AWS accepted from us. */
interface Came {
  readonly code: number;
  readonly said: string;
  readonly calls: readonly string[];
}
/** By one person, and by the second where it takes two; then so many minutes go by. */
export async function ordered(world: World, line: string, minutes: number): Promise<Came> {
  vi.spyOn(LambdaClient.prototype, 'send').mockImplementation(async ({ input }: { input: object }) => {
    const { FunctionName, Payload = [] } = input as { FunctionName: string; Payload?: Uint8Array | number[] };
    const event: unknown = JSON.parse(Buffer.from(Payload).toString());
    return { Payload: Buffer.from(JSON.stringify(await invokedBy(world, FunctionName, event, 1_000))) };
  });
  const before = world.log.length;
  let came = { code: 1, out: '', err: '' };
  for (const person of PEOPLE) {
    vi.stubEnv('AWS_ACCESS_KEY_ID', person);
    // A proof is good for a minute of the world's time.
    vi.useFakeTimers({ toFake: ['Date'], now: world.clock.now() });
    came = await operated(wordsOf(line).slice(2));
    // A look that has begun ends in the time that it began in.
    await world.run(new Date(world.clock.now() + 5_000));
    vi.useRealTimers();
    if (!came.out.includes('One more person')) break;
  }
  await world.run(new Date(world.clock.now() + minutes * 60_000));
  const calls = world.log
    .slice(before)
    .filter(changed)
    .map(({ operation }) => operation);
  return { code: came.code, said: came.out + came.err, calls };
}

/** What stands in the ledger under that key; undefined = nothing. */
export function standing(world: World, pk: string): Readonly<Record<string, unknown>> | undefined {
  const asked = { TableName: 'mlwarden-ledger', Key: { pk: { S: pk }, sk: { S: '-' } }, ConsistentRead: true };
  const { Item } = world.call('dynamodb', 'GetItem', asked) as { Item?: { doc?: { S: string } } };
  return Item && JSON.parse(Item.doc?.S ?? '{}');
}
