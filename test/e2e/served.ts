/** A customer's account over HTTP, for functions that run as processes of their own: the world as it behaves, but thirty times as fast. */
import { createServer, type IncomingMessage } from 'node:http';
import type { BusEvent } from '../world/bus.ts';
import { furnishWorld, type WorldFile } from '../world/story/furnish.ts';
import { services } from '../world/story/services.ts';
import { World } from '../world/world.ts';

/** A notebook stops in 1 to 3 s then. */
const SPEED = 30;
const TICK = 100;

export interface Served {
  readonly url: string;
  /** Another account, with what the file says in it. Its services' events go to `hear`. */
  renew(file: WorldFile, hear: (event: BusEvent) => void): World;
  stop(): void;
}

export async function serve(account: string, region: string): Promise<Served> {
  let begun = Date.now();
  let world = new World({ seed: 1, start: new Date(begun), account, region });
  // One after the other: the world has one time.
  let turn: Promise<unknown> = Promise.resolve();
  const next = <T>(then: () => Promise<T>): Promise<T> => {
    const mine = turn.then(async () => {
      await world.run(new Date(begun + (Date.now() - begun) * SPEED));
      return await then();
    });
    turn = mine.catch(() => {});
    return mine;
  };
  const server = createServer(async (request, response) => {
    try {
      const asked = await received(request);
      const { response: answer } = await next(() => {
        // The emulator in front has checked who asks.
        world.callerOf = () => asked.headers['x-lab-caller'] ?? '';
        return world.requestHandler.handle(asked);
      });
      response.writeHead(answer.statusCode, answer.headers).end(answer.body);
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const ticking = setInterval(() => void next(async () => {}).catch(() => {}), TICK);
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    renew(file, hear) {
      begun = Date.now();
      world = new World({ seed: 1, start: new Date(begun), account, region });
      furnishWorld(world, services(world), file);
      world.bus.publish = hear;
      return world;
    },
    stop() {
      clearInterval(ticking);
      server.closeAllConnections();
      server.close();
    },
  };
}

async function received(request: IncomingMessage) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://world');
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  return { method: request.method ?? 'GET', path: pathname, query: Object.fromEntries(searchParams), headers, body: Buffer.concat(chunks) };
}
