/** What a ledger must stand when fifty workers, ten to a resource, repair five resources of one account at once. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { broken } from '../../src/ledger/chain.ts';
import type { Subject } from '../../src/ledger/port.ts';
import { resourceOf } from '../engine/lamp.ts';
import { admission, type Bench, subject } from '../ledger/contract.ts';

const WORKERS = 50;
const EACH = 3;
/** They share their budgets, and nothing else. */
const subjects: readonly Subject[] = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ ...subject, key: resourceOf(name).key }));

/** One worker: admitted again and again until it has been `EACH` times, or is paused. Answers the fence tokens it was given. */
async function work({ ledger }: Bench, subject: Subject): Promise<number[]> {
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
/** The tokens given for each subject. */
const crowd = (bench: Bench): Promise<number[][]> =>
  Promise.all(
    subjects.map(async (one) => {
      const workers = Array.from({ length: WORKERS / subjects.length }, () => work(bench, one));
      return (await Promise.all(workers)).flat().sort((x, y) => x - y);
    }),
  );
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
    test('are admitted one at a time: no token twice, no budget lost, every chain whole', async () => {
      const b = bench();
      const mine = (WORKERS / subjects.length) * EACH;
      expect(await crowd(b)).toEqual(subjects.map(() => upTo(mine)));
      for (const one of subjects) {
        const { lock, case: kase, budgets } = await b.ledger.open(one);
        expect([lock.token, kase.rev, kase.head.seq]).toEqual([mine, mine, mine]);
        expect(budgets.map(({ rev, begun }) => [rev, begun.length])).toEqual(Array(2).fill([WORKERS * EACH, WORKERS * EACH]));
        const entries = await Array.fromAsync(b.ledger.entries(one.violation, one.key));
        expect(entries.map((e) => e.seq)).toEqual(upTo(mine));
        expect(broken(entries, kase.head)).toBeUndefined();
      }
    });

    test('stop when one pauses everything: nothing is admitted once the pause is in', async () => {
      const b = bench();
      const spent = async () => (await b.ledger.open(subject)).budgets[0].begun.length;
      const working = crowd(b);
      while ((await spent()) < 5) await sleep(10);
      await b.pause('pause#global', {});
      const before = await spent();
      const admitted = await working;
      expect(admitted.flat().length).toBe(before);
      expect(before).toBeLessThan(WORKERS * EACH);
      expect(await spent()).toBe(before);
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
