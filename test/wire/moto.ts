/** Proposed changes, sent by the real SDK to moto as the sender would send them. */
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from '../../src/aws.ts';
import { ACCOUNT, type Emulator } from './emulator.ts';
import { BEFORE } from './furnished.ts';
import { apiOf, type Proposed } from './heard.ts';

/** `code`: of the refusal. `says`: its words, or what moto wrote of what it has not. */
export interface Answer {
  readonly api: string;
  readonly is: 'taken' | 'lacking' | 'refused';
  readonly code?: string;
  readonly says?: string;
}

/** The story's account is moto's, which knows but one at a time. */
const moved = ({ input, resource }: Proposed): object => JSON.parse(JSON.stringify(input).replaceAll(resource.account, ACCOUNT));

/** How moto writes of an operation, a service, and a path that it has not. Of an error of its own it writes something else. */
const LACKS = /The \w+ action has not been implemented|Unable to find appropriate backend for \S+|"\S*POST \S+ HTTP\S* 404/;
async function lacked(moto: Emulator, since: number): Promise<string | undefined> {
  // It writes when it has answered.
  for (let tries = 0; tries < 40; tries++) {
    const [says] = LACKS.exec(moto.log().slice(since)) ?? [];
    if (says) return says;
    await sleep(50);
  }
  return undefined;
}

/** To an account that has what the call needs. Throws where that cannot be put there. */
export async function send(moto: Emulator, call: Proposed): Promise<Answer> {
  const { api, resource } = call;
  const { client, command } = apiOf(call);
  const { region, ...where } = moto.config;
  connect(where);
  const input = moved(call);
  const chosen = await BEFORE[api]?.(moto.config, input);
  const since = moto.log().length;
  try {
    await client(resource).send(new command({ ...input, ...chosen }), { abortSignal: AbortSignal.timeout(10_000) });
    return { api, is: 'taken' };
  } catch (error) {
    const { name: code, message } = error as Error;
    // For what moto lacks it answers with a web page, which the SDK cannot parse; and so it does where it breaks.
    const says = code === 'SyntaxError' ? await lacked(moto, since) : undefined;
    return says ? { api, is: 'lacking', says } : { api, is: 'refused', code, says: message };
  }
}
