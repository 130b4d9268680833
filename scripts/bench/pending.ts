/** A notebook that is still Pending when its event comes. moto has none, so both see the model of AWS over HTTP, thirty times as fast. */
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod/mini';
import { type Served, serve } from '../../test/e2e/served.ts';
import { ACCOUNT, emulators, forMiniStack, READY, REGION, start } from '../../test/wire/emulator.ts';
import { worldSchema } from '../../test/world/story/furnish.ts';
import type { World } from '../../test/world/world.ts';
import type { Builds } from './builds.ts';
import { told, within } from './contestant.ts';
import { notebookEvent } from './events.ts';
import { type OurHouse, ourHouse, recorded } from './house.ts';
import { ours, peer, STOPS_NOTEBOOKS } from './racers.ts';
import type { Probe, Verdict } from './verdict.ts';

const VIOLATION = 'notebook-encryption';
const NAME = 'Churn-Exploration';
const KEY = `aws/AWS::SageMaker::NotebookInstance/${ACCOUNT}/${REGION}/${NAME.toLowerCase()}`;
/** Pending takes five minutes at most: ten seconds here. Then it has time enough to be stopped. */
const PATIENCE = 30_000;
const STOPPING = 3_000;
const root = `${import.meta.dirname}/../..`;

export async function pending(builds: Builds): Promise<Probe> {
  // An account for each, so that neither waits for the other.
  const [served, another] = await Promise.all([serve(ACCOUNT, REGION), serve(ACCOUNT, REGION)]);
  for (const empty of [served, another]) renewed(empty, []);
  const front = await tagless(another.url);
  const house = await ourHouse(
    start({
      name: 'MiniStack',
      command: () => [`${emulators()}/bin/python`, `${root}/test/e2e/lab.py`],
      env: (port) => ({ ...forMiniStack(port), WORLD: served.url }),
      ready: READY,
    }),
  );
  try {
    const [theirs, ours] = await Promise.all([ofPeer(another, front.url), ofOurs(served, house, builds)]);
    return { asked: 'CreateNotebookInstance, while the notebook is still `Pending`', peer: theirs, ours };
  } finally {
    await house.emulator.stop();
    front.stop();
    served.stop();
    another.stop();
  }
}

/** An account with the one notebook, just created. */
const notebook = {
  NotebookInstanceName: NAME,
  NotebookInstanceStatus: 'Pending',
  RootAccess: 'Disabled',
  DirectInternetAccess: 'Disabled',
  age: '5s',
};
const renewed = (served: Served, notebooks: readonly object[] = [notebook]): World =>
  served.renew(z.parse(worldSchema, { notebooks }), () => {});
const statusIn = (world: World): string => {
  const { NotebookInstanceStatus } = world.call('sagemaker', 'DescribeNotebookInstance', { NotebookInstanceName: NAME }) as {
    NotebookInstanceStatus: string;
  };
  return NotebookInstanceStatus;
};

/** The account is made once the program has handled an event of something else: or the notebook may not be Pending any more. */
async function ofPeer(served: Served, url: string): Promise<Verdict> {
  const { world, at, says } = await within(peer({ aws: url, house: url }, STOPS_NOTEBOOKS), async (one) => {
    await told(one, notebookEvent('Warm-Up'));
    const world = renewed(served);
    const { says } = await told(one, notebookEvent(NAME));
    return { world, at: statusIn(world), says };
  });
  for (const until = Date.now() + PATIENCE; statusIn(world) === 'Pending' && Date.now() < until; ) await sleep(200);
  await sleep(STOPPING);
  const end = statusIn(world);
  return { says: `returns ${says} while it is ${at}; in the end it is ${end}`, right: at === 'Pending' && end === 'Stopped' };
}

async function ofOurs(served: Served, house: OurHouse, builds: Builds): Promise<Verdict> {
  const at = { aws: house.emulator.url, house: house.emulator.url };
  const kept = () => house.kept(VIOLATION, KEY);
  const { world, says } = await within(await ours(builds, 'notebooks/notebook-encryption', at), async (one) => {
    await told(one, notebookEvent('Warm-Up'));
    const world = renewed(served);
    const first = await told(one, notebookEvent(NAME));
    await house.deliver(VIOLATION, one, async () => (await kept()).outcome === 'contained');
    return { world, says: /"outcome":"(\w+)"/.exec(first.says)?.[1] };
  });
  const end = statusIn(world);
  return { says: `first ${says}; in the end it is ${end}; ${recorded(await kept())}`, right: says === 'waiting' && end === 'Stopped' };
}

/** In front of the model, which knows no tags: nothing has any. */
async function tagless(world: string): Promise<{ url: string; stop(): void }> {
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    if (headers['x-amz-target']?.endsWith('.ListTags')) return void response.end('{"Tags":[]}');
    for (const hop of ['host', 'connection', 'content-length', 'transfer-encoding', 'expect']) delete headers[hop];
    const answer = await fetch(world + request.url, { method: request.method ?? 'POST', headers, body: Buffer.concat(parts) });
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' }).end(await answer.text());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  return { url, stop: () => void server.close(() => {}) };
}
