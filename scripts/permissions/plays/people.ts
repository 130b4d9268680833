/** What people do at the operator's door, and what they are told. */
import { automated, furnished, Outside, OWN, typed } from '../../../test/operator/page.ts';
import { change, record } from '../../../test/telling/stage.ts';
import { attach } from '../../../test/world/direct.ts';
import type { Logged } from '../../../test/world/platform/log.ts';
import { World } from '../../../test/world/world.ts';

/** Every command of docs/operating.md, and a pause ordered through SSM, which is asked without an SDK. */
export async function operator(): Promise<readonly Logged[]> {
  const outside = new Outside();
  const { fetch } = globalThis;
  Object.assign(process.env, OWN);
  Object.assign(globalThis, { fetch: outside.fetch });
  try {
    const on = await furnished();
    await Array.fromAsync(typed(on));
    await automated(on, outside);
    return [...on.world.log, ...outside.asked.map(({ about }) => ofSsm(about, on.world))];
  } finally {
    Object.assign(globalThis, { fetch });
    for (const name of Object.keys(OWN)) delete process.env[name];
  }
}

/** `AmazonSSM.GetAutomationExecution {…}`: the target and the body of a request. */
function ofSsm(about: string, world: World): Logged {
  const [, operation = '', input = '{}'] = /^AmazonSSM\.(\w+) (.*)$/.exec(about) ?? [];
  const at = new Date(world.clock.now()).toISOString();
  return { at, caller: world.roleOf('operator'), service: 'ssm', operation, input: JSON.parse(input), outcome: 'ok' };
}

/** One case that is stuck: an event on our bus, and a message to people. */
export async function told(): Promise<readonly Logged[]> {
  const world = new World({ seed: 1, start: new Date('2026-11-25T12:00:10Z'), stale: false });
  world.add({ name: 'sns', call: () => ({ MessageId: '1' }) });
  world.add({ name: 'events', call: (_, { Entries }) => ({ Entries: Entries.map(() => ({ EventId: '1' })) }) });
  const TOPIC = `arn:aws:sns:${world.region}:${world.account}:mlwarden-people`;
  Object.assign(process.env, { AWS_REGION: world.region, TABLE: 'mlwarden-ledger', BUS: 'mlwarden', TOPIC });
  const { handler } = await import('../../../src/handlers/tell.ts');
  const back = attach(() => world);
  const event = { Records: [change(record('outcome', { outcome: 'stuck', says: 'three times in a day' }))] };
  const done = world.lambda.invoke({ name: 'tell', role: world.roleOf('tell'), handler, event });
  await world.run();
  await done.finally(back);
  return world.log;
}
