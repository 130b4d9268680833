/** What a ledger must stand when fifty workers want the same resource at once. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { broken } from '../../src/ledger/chain.ts';
import { admission, type Bench, subject } from '../ledger/contract.ts';

const WORKERS = 50;
const EACH = 3;

/** One worker: admitted again and again until it has been `EACH` times, or is paused. Answers the fence tokens it was given. */
async function work({ ledger }: Bench): Promise<number[]> {
  const tokens: number[] = [];
  for (let wait = 1; tokens.length < EACH; wait = Math.min(wait * 2, 200)) {
    const before = await ledger.open(subject);
    const written = await ledger.write(subject, admission(before));
    if (written === 'paused') break;
    if (written === 'written') tokens.push(before.lock.token + 1);
    else await sleep(Math.random() * wait);
  }
  return tokens;
}
const crowd = (bench: Bench): Promise<number[]>[] => Array.from({ length: WORKERS }, () => work(bench));
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

/** Loses the answer to the next transaction, which the table has taken. */
function loseNextAnswer(client: DynamoDBClient): () => number {
  let sent = 0;
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const answer = await next(args);
        if (commandName !== 'TransactWriteItemsCommand' || ++sent > 1) return answer;
        throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET', name: 'TimeoutError' });
      },
    { step: 'deserialize', name: 'lose', priority: 'high' },
  );
  return () => sent;
}

export function crowdContract(name: string, bench: () => Bench, client: () => DynamoDBClient): void {
  describe(`${name}: fifty workers at once`, () => {
    test('are admitted one at a time: no token twice, no budget lost, the chain whole', async () => {
      const b = bench();
      const tokens = (await Promise.all(crowd(b))).flat();
      const all = upTo(WORKERS * EACH);
      expect(tokens.toSorted((x, y) => x - y)).toEqual(all);
      const { lock, case: kase, budgets } = await b.ledger.open(subject);
      expect([lock.token, kase.rev, kase.head.seq]).toEqual([all.length, all.length, all.length]);
      expect(budgets.map(({ rev, begun }) => [rev, begun.length])).toEqual([
        [all.length, all.length],
        [all.length, all.length],
      ]);
      const entries = await Array.fromAsync(b.ledger.entries(subject.violation, subject.key));
      expect(entries.map((e) => e.seq)).toEqual(all);
      expect(broken(entries, kase.head)).toBeUndefined();
    });

    test('stop when one pauses everything: nothing is admitted once the pause is in', async () => {
      const b = bench();
      const working = crowd(b);
      while ((await b.ledger.open(subject)).lock.token < 5) await sleep(10);
      await b.pause('pause#global', {});
      const { token } = (await b.ledger.open(subject)).lock;
      const admitted = (await Promise.all(working)).flat();
      expect(admitted.length).toBeLessThan(WORKERS * EACH);
      expect((await b.ledger.open(subject)).lock.token).toBe(token);
      expect(admitted.toSorted((x, y) => x - y)).toEqual(upTo(token));
    });
  });

  test(`${name}: a change whose answer was lost is sent again by the SDK and counts once`, async () => {
    const { ledger } = bench();
    const before = await ledger.open(subject);
    const sent = loseNextAnswer(client());
    try {
      expect(await ledger.write(subject, admission(before))).toBe('written');
    } finally {
      client().middlewareStack.remove('lose');
    }
    expect(sent()).toBe(2);
    expect((await ledger.open(subject)).budgets.map((budget) => budget.begun.length)).toEqual([1, 1]);
  });
}
