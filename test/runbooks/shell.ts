/** Somebody at a shell with the AWS CLI, in the world of a page. */
import { expect } from 'vitest';
import { AwsError } from '../world/habitat.ts';
import type { World } from '../world/world.ts';
import { wordsOf } from '../written.ts';
import { typed } from '../written-aws.ts';
import type { ByHand } from './hand.ts';

/** What is on record when he begins. */
export interface Records {
  readonly text: string;
  /** What would put the steps back. */
  readonly undos: readonly Readonly<Record<string, unknown>>[];
}
type Item = Readonly<Record<'pk' | 'sk', unknown>>;

/** Time in which AWS does what it was asked for. */
const WHILE = 10 * 60_000;
const LEDGER = 'mlwarden-ledger';
const asks = (line: string): boolean => /^aws \w+ (describe|list|get|batch-get|lookup|receive|query)\b/.test(line);
/** CloudTrail's history shows that something was called, and not what came of it. */
const shows = (line: string): boolean => asks(line) && !line.includes(' lookup-events ');
const of = <T>(which: Readonly<Record<string, T>> = {}, line: string): T | undefined =>
  Object.entries(which).find(([start]) => line.startsWith(start))?.[1];

/** Types a line, with what its words in capitals stand for. Answers as AWS does, or throws its refusal. */
function shell(world: World, { text, undos }: Records, { words = {}, files = {} }: ByHand): (line: string) => unknown {
  const capitals = new RegExp(`\\b(?:${Object.keys(words).join('|') || 'NAME'})\\b`, 'g');
  const meant = (word: string): string => {
    const is = words[word] ?? word;
    return typeof is === 'function' ? is(world) : is;
  };
  const kept = new Map<string, unknown>();
  const file = (path: string, member: string): string => {
    const content = kept.get(path) ?? files[path]?.(world, text) ?? undos.findLast((input) => member in input)?.[member];
    if (content === undefined) throw new Error(`Nobody has written ${path}.`);
    return typeof content === 'string' ? content : JSON.stringify(content);
  };
  return (line) => {
    const [command = '', into] = line.replaceAll(capitals, meant).replaceAll('"$LEDGER"', LEDGER).split(' > ');
    const { service, operation, input } = typed(wordsOf(command), file);
    const answer = world.call(service, operation, input) as Readonly<Record<string, unknown>>;
    const [, query = ''] = /--query (\w+)/.exec(command) ?? [];
    if (into) kept.set(into, answer[query]);
    return answer;
  };
}

/** Of a line about the ledger: what stands there. */
function standing(world: World, line: string): string {
  if (!line.startsWith('aws dynamodb ')) return '';
  const { Item, Key = Item } = typed(wordsOf(line)).input as { Item?: Item; Key?: Item };
  const asked = { TableName: LEDGER, Key: { pk: Key?.pk, sk: Key?.sk }, ConsistentRead: true };
  return JSON.stringify(world.call('dynamodb', 'GetItem', asked));
}

async function happens(world: World, calls: NonNullable<ByHand['before']>[string] = []): Promise<void> {
  for (const { call, with: input } of calls) {
    const [service = '', operation = ''] = call.split(':');
    world.call(service, operation, input);
    await world.run(new Date(world.clock.now() + WHILE));
  }
}

/** Every line is answered, or refused as `by` says; and what changes something is seen by the lines that ask, or in the ledger. */
export async function carryOut(lines: readonly string[], world: World, records: Records, by: ByHand): Promise<void> {
  const type = shell(world, records, by);
  const told = (line: string): string => {
    try {
      return JSON.stringify(type(line));
    } catch (error) {
      if (error instanceof AwsError) return error.message;
      throw error;
    }
  };
  const seen = (line: string) => [...lines.filter(shows), ...(by.shows ?? [])].map(told).concat(standing(world, line));
  for (const line of lines) {
    await happens(world, of(by.before, line));
    const refusal = of(by.refused, line);
    if (refusal) expect(() => type(line)).toThrow(refusal);
    else if (asks(line)) expect(() => type(line), line).not.toThrow();
    else {
      const before = seen(line);
      expect(() => type(line), line).not.toThrow();
      expect(seen(line), line).not.toEqual(before);
      await world.run(new Date(world.clock.now() + WHILE));
    }
  }
}
