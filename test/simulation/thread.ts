/** One thread's stage: the handlers as they are deployed, and every client sending to the world that is being played. */
import { attach } from '../world/direct.ts';
import { violations } from '../world/handlers.ts';
import type { Handler } from '../world/lambda.ts';
import { noteLooks } from './looks.ts';
import { stageOf } from './play.ts';

/** `wire`: through the SDK's HTTP boundary instead. */
export async function thread(wire = false): Promise<ReadonlyMap<string, Handler>> {
  if (!wire) attach(stageOf);
  noteLooks();
  return await deployed();
}

/** The functions by their names. */
export async function deployed(): Promise<ReadonlyMap<string, Handler>> {
  Object.assign(process.env, {
    AWS_REGION: 'eu-west-1',
    TABLE: 'mlwarden-ledger',
    MODE: 'policy',
  });
  return await violations();
}
