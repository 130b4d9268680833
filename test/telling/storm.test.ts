/** Many records at once, and many records for a long time. */
import { describe, expect, test } from 'vitest';
import { ANA, change, record, Stage } from './stage.ts';

const call = { api: 'StopNotebookInstance', input: {} };
const until = '2026-11-26T12:00:00.000Z';
const asked = {
  until,
  call,
  effect: 'disruptive',
  says: 'open',
  hash: 'a1b2c3d4'.repeat(8),
  by: ANA,
  owner: 'team-a',
  line: 'defaults.disruptive',
};
const LINE = `StopNotebookInstance (disruptive, call a1b2c3d4); by ${ANA}; owner team-a; why: defaults.disruptive; until ${until}`;
const asks = (many: number, violation?: string) =>
  Array.from({ length: many }, (_, i) => change(record('asked', asked, { name: `n-${i}`, ...(violation && { violation }) })));

describe('what arrives together', () => {
  test('is one message for a violation and a state, with a list, and an event for each', async () => {
    const stage = new Stage();
    await stage.batch(asks(500));
    expect(stage.events).toHaveLength(500);
    expect(stage.subjects).toEqual(['mlwarden: 500 cases of notebook-encryption ask for approval']);
    const { letter, chat } = stage.posts[0] ?? { letter: '', chat: '{}' };
    expect(letter).toContain('  notebook-encryption/aws/AWS::SageMaker::NotebookInstance/111122223333/eu-west-1/n-0\n    open\n    Stop');
    expect(letter.replace(/\s+/g, ' ')).toContain(`/n-49 open ${LINE} and 450 more`);
    expect(letter).toContain('npx mlwarden list --asking --violation notebook-encryption');
    expect(JSON.parse(chat).content.description).toContain(`- \`N-9\` \`open; ${LINE}\`\n- and 490 more`);
    expect(Math.max(letter.length, chat.length)).toBeLessThan(30_000);
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

describe('a list', () => {
  test('says what can be typed for each of its cases', async () => {
    const commands = async (type: string, body: Parameters<typeof record>[1]) => {
      const stage = new Stage();
      await stage.batch(['a', 'b'].map((name) => change(record(type, body, { name }))));
      const words = (JSON.parse(stage.posts[0]?.chat ?? '{}').content.nextSteps as string[]).slice(0, -3);
      return words.map((step) => step.replace(/[`]/g, ''));
    };
    const list = (flag: string) => `List: npx mlwarden list ${flag} --violation notebook-encryption`;
    const undo = 'Undo: npx mlwarden undo CASE --exempt-until 2d --why REASON';
    expect(await commands('asked', asked)).toEqual([
      list('--asking'),
      'Approve: npx mlwarden approve CASE --call CALL --why REASON',
      'Deny: npx mlwarden deny CASE --why REASON',
    ]);
    expect(await commands('warned', { until, next: { call }, says: 'open' })).toEqual([
      list('--open'),
      'More time: npx mlwarden extend CASE',
    ]);
    expect(await commands('outcome', { outcome: 'stuck', says: 'no' })).toEqual([list('--stuck'), undo]);
    expect(await commands('tripped', { budget: 'budget#1', says: 'none' })).toEqual([list('--withheld')]);
  });

  test('of cases of many words is cut before SNS would not take it', async () => {
    const stage = new Stage();
    const long = '\u5927'.repeat(1_000);
    const body = { outcome: 'stuck', flaw: long, line: long, by: [long], owner: long };
    await stage.batch(Array.from({ length: 100 }, (_, i) => change(record('outcome', body, { name: `n-${i}`.padEnd(200, 'x') }))));
    const { letter = '', chat = '', subject = '' } = stage.posts[0] ?? {};
    const bytes = Buffer.byteLength(JSON.stringify({ default: letter, email: letter, https: chat, sms: subject }));
    expect(bytes).toBeLessThan(200 * 1024);
    expect(letter).toMatch(/\n {2}and \d\d more\n/);
  });
});

describe('what goes on and on', () => {
  const stuck = { outcome: 'stuck', says: 'no', by: [ANA] };
  const one = (i: number) => [change(record('outcome', stuck, { name: `late-${i}` }))];
  const named = ({ letter }: { letter: string }) => [...letter.matchAll(/\/(late-\d+)\n/g)].map(([, name]) => name);
  const note = () => ({
    eventName: 'INSERT' as const,
    dynamodb: { Keys: { pk: { S: 'sweep#AWS::S3::Bucket (x)' }, sk: { S: 't' } }, SequenceNumber: 's' },
  });

  async function storm() {
    const stage = new Stage();
    for (let i = 0; i < 20; i++) {
      await stage.batch(one(i));
      stage.now += 20_000;
    }
    return stage;
  }

  test('is told three times in ten minutes; the third says so and where the rest is; the bus has all', async () => {
    const stage = await storm();
    expect(stage.posts).toHaveLength(3);
    expect(stage.events).toHaveLength(20);
    const says = stage.posts.map(({ letter }) =>
      letter.replace(/\s+/g, ' ').includes('no more of these are told; then all at once. Meanwhile: npx mlwarden list --stuck'),
    );
    expect(says).toEqual([false, false, true]);
    expect(stage.counted.at(-1)).toBe('kept for the next message notebook-encryption stuck 1');
  });

  test('is told when ten minutes are over with all that was kept back, case by case, once', async () => {
    const stage = await storm();
    stage.now += 400_000;
    await stage.batch(one(20));
    expect(stage.subjects.at(-1)).toBe('mlwarden: 18 cases of notebook-encryption are stuck');
    expect(named(stage.posts.at(-1) ?? { letter: '' })).toEqual(Array.from({ length: 18 }, (_, i) => `late-${i + 3}`));
    expect(stage.posts.at(-1)?.letter).toContain(`by ${ANA}`);
    stage.now += 700_000;
    await stage.batch(one(21));
    expect(stage.subjects.at(-1)).toBe('mlwarden: notebook-encryption is stuck');
  });

  test('is told by the next sweep where nothing else comes, and a sweep itself is nothing to tell', async () => {
    const stage = await storm();
    const before = stage.events.length;
    await stage.batch([note()]);
    expect(stage.posts).toHaveLength(3);
    stage.now += 400_000;
    expect(await stage.batch([note(), note()])).toBeUndefined();
    expect([stage.posts.length, stage.subjects.at(-1)]).toEqual([4, 'mlwarden: 17 cases of notebook-encryption are stuck']);
    await stage.batch([note()]);
    expect([stage.posts.length, stage.events.length]).toEqual([4, before]);
  });

  test('and is kept for as long as nobody can be told', async () => {
    const stage = await storm();
    stage.now += 400_000;
    stage.topicDown = () => true;
    expect(await stage.batch([note(), ...one(20)])).toBe(1);
    stage.topicDown = () => false;
    await stage.batch(one(20));
    expect(stage.subjects.at(-1)).toBe('mlwarden: 18 cases of notebook-encryption are stuck');
  });

  test('of one case is kept as its newest word, and of more cases than anybody reads the number is counted', async () => {
    const stage = await storm();
    await stage.batch(Array.from({ length: 2_100 }, (_, i) => change(record('outcome', stuck, { name: `n-${i}` }))));
    expect(stage.counted.at(-1)).toBe('kept for the next message notebook-encryption stuck 1983 117');
    await stage.batch([change(record('outcome', { ...stuck, says: 'newer' }, { name: 'late-19', seq: 9 }))]);
    stage.now += 600_000;
    await stage.batch([note()]);
    expect(stage.subjects.at(-1)).toBe('mlwarden: 2000 cases of notebook-encryption are stuck');
    expect(stage.posts.at(-1)?.letter).toContain('    newer\n');
  });

  test('is never kept back where somebody is asked: after a day without an answer it counts as denied', async () => {
    const stage = new Stage();
    for (let i = 0; i < 20; i++) {
      await stage.batch([change(record('asked', asked, { name: `late-${i}` }))]);
      stage.now += 20_000;
    }
    expect(stage.posts).toHaveLength(20);
    expect(stage.posts.map(({ letter }) => letter).join()).not.toContain('no more of these');
  });

  test('keeps no other sort from being told', async () => {
    const stage = await storm();
    await stage.batch([change(record('outcome', { outcome: 'failed', says: 'no' }))]);
    await stage.batch([change(record('outcome', stuck, { violation: 'role-admin-policy' }))]);
    expect(stage.posts).toHaveLength(5);
  });
});
