/** All that is said between us and AWS while every story is played: what the engine proposes, what is sent, what the world answers. */
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Json, Resource, Table } from '../../src/engine/remediation.ts';
import { readPolicy } from '../../src/policy-file.ts';
import { remediations } from '../../src/registry.ts';
import { root } from '../rie/sandbox.ts';
import { stories } from '../world/story/all.ts';
import { play } from '../world/story/play.ts';
import { World } from '../world/world.ts';

/** A change some remediation proposed: carried out, withheld or recorded as the way back. */
export interface Proposed {
  readonly violation: string;
  readonly resource: Resource;
  readonly role: 'call' | 'undo' | 'hand-back';
  readonly api: string;
  readonly input: Json;
  readonly story: string;
}
/** One side of a conversation. `service` as AWS signs for it. */
export interface Said {
  readonly service: string;
  readonly operation: string;
  readonly direction: 'input' | 'output';
  readonly value: unknown;
  readonly story: string;
}
interface Heard {
  readonly proposed: readonly Proposed[];
  readonly said: readonly Said[];
}

type Call = { readonly api: string; readonly input: Json };
type Body = {
  readonly purpose?: string;
  readonly call?: Call;
  readonly undo?: Call;
  readonly next?: { readonly call?: Call };
};

/** The same thing said in two stories counts once. */
const unique = <T extends { readonly story: string }>(all: readonly T[]): T[] => [
  ...new Map(all.map((one) => [JSON.stringify({ ...one, story: '' }), one])).values(),
];

export async function hear(): Promise<Heard> {
  const known = new Map(remediations.map((r) => [r.id, r.settings]));
  const policy = readPolicy(readFileSync(`${root}/events/policy.yaml`, 'utf8'), 'events/policy.yaml', known);
  const proposed: Proposed[] = [];
  const said: Said[] = [];
  for (const { title, story, file } of stories) {
    const stop = listen(said, title);
    const { stage } = await play(story, { policy, seed: 1, folder: `${root}/events/${dirname(file)}` }).finally(stop);
    for (const { entry, resource } of stage.told) {
      const { call, undo, next, purpose }: Body = entry.body;
      const of = { violation: entry.violation, resource, story: title };
      const role = purpose === 'hand-back' ? 'hand-back' : 'call';
      for (const one of [call, next?.call]) if (one) proposed.push({ ...of, role, api: one.api, input: one.input });
      if (undo) proposed.push({ ...of, role: 'undo', api: undo.api, input: undo.input });
    }
  }
  return { proposed: unique(proposed), said: unique(said) };
}

/** Every call that reaches a service of the world, and its answer; people's calls are theirs. */
function listen(said: Said[], story: string): () => void {
  const { answer } = World.prototype;
  World.prototype.answer = function (asked, lost) {
    const { service, operation } = asked;
    const of = { service, operation, story };
    if (asked.caller.includes('/mlwarden-')) said.push({ ...of, direction: 'input', value: structuredClone(asked.input) });
    const output = answer.call(this, asked, lost);
    said.push({ ...of, direction: 'output', value: structuredClone(output ?? {}) });
    return output;
  };
  return () => {
    World.prototype.answer = answer;
  };
}

/** The command table entry that a proposed call goes through. */
export function apiOf({ violation, api }: Proposed): Table[string] {
  const found = remediations.find((r) => r.id === violation)?.kind.api[api];
  if (!found) throw new Error(`${api} is no call of the kind that ${violation} is about.`);
  return found;
}
