/** Many records at once, and many records for a long time. */
import { describe, expect, test } from 'vitest';
import { change, record, Stage } from './stage.ts';

const call = { api: 'StopNotebookInstance', input: {} };
const asked = { until: '2026-11-26T12:00:00.000Z', call, effect: 'disruptive', says: 'open' };
const asks = (many: number, violation?: string) =>
  Array.from({ length: many }, (_, i) => change(record('asked', asked, { name: `n-${i}`, ...(violation && { violation }) })));

describe('what arrives together', () => {
  test('is one message for a violation and a state, with a list, and an event for each', async () => {
    const stage = new Stage();
    await stage.batch(asks(500));
    expect(stage.events).toHaveLength(500);
    expect(stage.subjects).toEqual(['mlwarden: 500 cases of notebook-encryption ask for approval']);
    const { letter, chat } = stage.posts[0] ?? { letter: '', chat: '{}' };
    expect(letter).toContain('  notebook-encryption/aws/AWS::SageMaker::NotebookInstance/111122223333/eu-west-1/n-0\n    open\n');
    expect(letter).toContain('  and 450 more\n');
    expect(letter).toContain('npx mlwarden list --asking --violation notebook-encryption');
    expect(JSON.parse(chat).content.description).toMatch(/- `N-9` `open`\n- and 490 more$/);
    expect(Math.max(letter.length, chat.length)).toBeLessThan(20_000);
  });

  test('is told apart by violation and by state', async () => {
    const stage = new Stage();
    const failed = change(record('outcome', { outcome: 'failed', says: 'no', call }, { name: 'x' }));
    await stage.batch([...asks(2), ...asks(2, 'role-admin-policy'), failed]);
    expect(stage.subjects).toEqual([
      'mlwarden: 2 cases of notebook-encryption ask for approval',
      'mlwarden: 2 cases of role-admin-policy ask for approval',
      'mlwarden: notebook-encryption failed',
    ]);
    expect(stage.posts.map(({ attributes }) => attributes.severity)).toEqual(['medium', 'critical', 'medium']);
  });

  test('of one case in one state is one line, the newest', async () => {
    const stage = new Stage();
    const failed = (says: string, seq: number) => change(record('outcome', { outcome: 'failed', says, call }, { seq }));
    await stage.batch([failed('first', 1), failed('second', 3)]);
    expect(stage.subjects).toEqual(['mlwarden: notebook-encryption failed']);
    expect(stage.posts[0]?.letter).toContain('What     second');
  });

  test('a budget that trips while ten thousand wait is one page', async () => {
    const stage = new Stage();
    const withheld = Array.from({ length: 2_000 }, (_, i) =>
      change(record('outcome', { outcome: 'withheld', flaw: 'open', why: 'over-budget', line: 'budget.account' }, { name: `n-${i}` })),
    );
    const tripped = change(record('tripped', { budget: 'budget#111122223333', says: 'none begins' }));
    await stage.shard([...withheld.slice(0, 20), tripped, ...withheld.slice(20)]);
    expect(stage.subjects).toEqual(['mlwarden: notebook-encryption has used up its budget: no repair begins']);
    expect(stage.events).toHaveLength(2_001);
  });
});

describe('what goes on and on', () => {
  const one = (i: number) => [change(record('asked', asked, { name: `late-${i}` }))];

  test('is told three times in ten minutes; the third says so and where the rest is; the bus has all', async () => {
    const stage = new Stage();
    for (let i = 0; i < 20; i++) {
      await stage.batch(one(i));
      stage.now += 20_000;
    }
    expect(stage.posts).toHaveLength(3);
    expect(stage.events).toHaveLength(20);
    const says = stage.posts.map(({ letter }) =>
      letter.replace(/\s+/g, ' ').includes('no more of these are told one by one: npx mlwarden list --asking'),
    );
    expect(says).toEqual([false, false, true]);
    expect(stage.counted.at(-1)).toBe('not told one by one notebook-encryption asked 1');
  });

  test('is told again when ten minutes are over, and keeps no other sort from being told', async () => {
    const stage = new Stage();
    for (let i = 0; i < 5; i++) await stage.batch(one(i));
    await stage.batch([change(record('outcome', { outcome: 'stuck', says: 'no' }))]);
    await stage.batch(asks(1, 'role-admin-policy'));
    expect(stage.posts).toHaveLength(5);
    stage.now += 600_000;
    await stage.batch(one(9));
    expect(stage.posts).toHaveLength(6);
  });
});
