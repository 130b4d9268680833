/** The only place that changes anything in AWS: sends one call, as recorded, once. */
import { type Refusal, refusal } from './refusal.ts';
import type { Json, Resource, Table } from './remediation.ts';

/** Milliseconds after admission began within which a call leaves, or never. */
export const DEADLINE = 10_000;

/** The call is not in the kind's command table: nothing may be sent that could not have been written down with its type. */
export class UnknownCall extends Error {
  override name = 'UnknownCall';
}

/** `left` = milliseconds until the deadline; the call is aborted then. Undefined = AWS accepted it. */
export async function send(table: Table, r: Resource, call: { api: string; input: Json }, left: number): Promise<Refusal | undefined> {
  const api = Object.hasOwn(table, call.api) ? table[call.api] : undefined;
  if (!api) throw new UnknownCall(`${call.api} is no call of ${r.type}.`);
  const abortSignal = AbortSignal.timeout(left);
  let sent = false;
  try {
    const input = api.reveal ? await api.reveal(r, call.input, abortSignal) : call.input;
    const command = new api.command(input);
    sent = true;
    await api.client(r).send(command, { abortSignal });
    return undefined;
  } catch (error) {
    const said = refusal(error);
    // What never left has surely not taken effect.
    return sent || said.is !== 'unknown' ? said : { ...said, is: 'moved' };
  }
}
