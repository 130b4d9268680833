/** An account over HTTP, for the verbs that run on one's own machine: the world at rest, and what may not be read of it. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as z from 'zod/mini';
import { AwsError } from '../world/habitat.ts';
import { furnishWorld, type WorldFile, worldSchema } from '../world/story/furnish.ts';
import { type Services, services } from '../world/story/services.ts';
import { World } from '../world/world.ts';
import { operated } from './typed.ts';

export const START = new Date('2026-11-02T10:00:00Z');
export interface Served {
  readonly url: string;
  readonly world: World;
  readonly services: Services;
  /** Operations that are refused, with what is said then. */
  readonly denied: Map<string, string>;
  /** Operations in the order in which they were asked for. */
  asked(): readonly string[];
  stop(): Promise<void>;
}

async function received(request: IncomingMessage) {
  const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>));
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://world');
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  return { method: request.method ?? 'GET', path: pathname, query: Object.fromEntries(searchParams), headers, body };
}

export async function served(file: z.input<typeof worldSchema>): Promise<Served> {
  const world = new World({ seed: 1, start: START, stale: false });
  process.env.HOME_ACCOUNT = world.account;
  const made = services(world);
  const whole: WorldFile = z.parse(worldSchema, file);
  furnishWorld(world, made, whole);
  const denied = new Map<string, string>();
  const truly = world.answer.bind(world);
  world.answer = (asked, lost) => {
    const says = denied.get(asked.operation);
    if (says === undefined) return truly(asked, lost);
    const refusal = new AwsError('AccessDeniedException', says, 403);
    world.refused(asked, refusal.code);
    throw refusal;
  };
  const server = createServer(async (request, response) => {
    const { response: answer } = await world.requestHandler.handle(await received(request));
    response.writeHead(answer.statusCode, answer.headers).end(answer.body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    world,
    services: made,
    denied,
    asked: () => world.log.map(({ operation }) => operation),
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

export const typed = (...args: string[]) => operated(args, START);
