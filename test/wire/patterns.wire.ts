/** Event patterns, put to a matcher that is not ours: MiniStack's TestEventPattern. */
import { EventBridgeClient, TestEventPatternCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { event, REFUSED, TABLE } from '../eventbridge-cases.ts';
import { type Emulator, miniStack } from './emulator.ts';
import { pairs, rules, samples } from './pairs.ts';

/** As many requests at once as keep two cores busy. */
const HANDS = 8;
/** What a test event must have besides (EventBridge API, TestEventPattern). */
const ENVELOPE = { id: '1', account: '111122223333', time: '2026-11-23T12:00:00Z', region: 'eu-west-1', resources: [], 'detail-type': 'x' };

let emulator: Emulator;
let client: EventBridgeClient;
beforeAll(async () => {
  emulator = await miniStack();
  client = new EventBridgeClient({ ...emulator.config, maxAttempts: 3 });
});
afterAll(() => emulator.stop());

async function ask(pattern: unknown, of: object): Promise<boolean | undefined> {
  const asked = new TestEventPatternCommand({ EventPattern: JSON.stringify(pattern), Event: JSON.stringify(of) });
  return (await client.send(asked)).Result;
}

describe('another matcher than ours', () => {
  test('hears by every rule the same of all samples of its sources, and of their forgeries', async () => {
    const differing: string[] = [];
    const queue = pairs.values();
    const hand = async (): Promise<void> => {
      for (const { rule, sample, pattern, event, heard } of queue) {
        if ((await ask(pattern, event)) !== heard) differing.push(`${rule}: ${sample}, heard by ${heard ? 'ours' : 'theirs'} alone`);
      }
    };
    await Promise.all(Array.from({ length: HANDS }, hand));
    const heard = pairs.filter((one) => one.heard).length;
    console.log(`${rules.length} rules, ${samples.length} samples: ${pairs.length} pairs, ${heard} of them heard`);
    expect(differing.sort()).toEqual([]);
  });

  test.each(TABLE)('takes it as ours: %s', async (_, pattern, meets) => {
    expect(await ask(pattern, { ...ENVELOPE, ...event })).toBe(meets);
  });

  test.each(REFUSED)('refuses as ours: %s', async (_, pattern) => {
    await expect(ask(pattern, { ...ENVELOPE, ...event })).rejects.toThrow('Event pattern is not valid');
  });
});

test('every rule hears a sample', () => {
  const hears = new Set(pairs.filter(({ heard }) => heard).map(({ rule }) => rule));
  expect(rules.map(({ name }) => name).filter((name) => !hears.has(name))).toEqual([]);
});
