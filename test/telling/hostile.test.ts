/** Names, reasons and persons as an attacker would word them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { change, record, Stage } from './stage.ts';

const call = { api: 'StopNotebookInstance', input: {} };
const until = '2026-11-26T12:00:00.000Z';
const stuck = (text: string) => ({ outcome: 'stuck', flaw: text, says: text, line: text, by: [text, text], next: { call }, loses: text });

/** What is not letters, marks, figures, signs or a plain space could move a cursor, turn the direction of writing, or hide. */
const unseen = /[\p{C}\p{Zl}\p{Zp}]/u;
const LABELS =
  /^(Right is|What|Flaw|Says|Where|ARN|Call|Input|Owner|Loses|Undone|Budget|Who|Why|Until|Record|More|Runbook|Cases:|[A-Z][a-z ,]+:|\d* ?[a-z -]+\([a-z]+\))/;

const asked = (text: string) => ({
  ...{ until, effect: 'disruptive', hash: text },
  ...{ says: text, by: text, owner: text, loses: text },
  call: { api: 'PutRolePolicy', input: { PolicyDocument: text } },
});

async function told(text: string, name = 'Churn', many = 1, type: 'outcome' | 'asked' = 'outcome') {
  const stage = new Stage();
  stage.resources = async () => (of) => ({ key: of.key, type: 'T', arn: `arn:${text}`, name: text, account: '1', region: 'r' });
  const of = (i: number) => ({ key: `aws/T/111122223333/r/${name.toWellFormed()}${i || ''}` });
  const body = (type === 'asked' ? asked : stuck)(text.toWellFormed());
  await stage.batch(Array.from({ length: many }, (_, i) => change(record(type, body, of(i)))));
  const [post] = stage.posts;
  if (!post) throw new Error('nobody was told');
  return {
    ...post,
    chat: JSON.parse(post.chat) as { content: { title: string; description: string; nextSteps: string[] }; metadata: object },
  };
}

function seemly({ letter, subject, chat }: Awaited<ReturnType<typeof told>>): void {
  const lines = letter.split('\n');
  for (const line of lines) {
    expect(line).not.toMatch(unseen);
    // Only what we say ourselves begins a line.
    if (line && !line.startsWith('  ')) expect(line).toMatch(LABELS);
    const words = line.replace(/ \\$/, '').trim().split(' ');
    if ([...line].length > 78) expect(words.length === 1 || /^(ARN|Where|Budget|'\{)/.test(line.trim()), line).toBe(true);
  }
  expect(subject).toMatch(/^[\x20-\x7e]{1,99}$/);
  const said = [chat.content.title, ...chat.content.description.split('\n'), ...chat.content.nextSteps];
  for (const line of said) {
    expect(line).not.toMatch(/[<>&]/);
    expect(line).not.toMatch(unseen);
    // Outside of code there are our own words alone.
    expect((line.match(/`/g) ?? []).length % 2).toBe(0);
    expect(line.replace(/`[^`]*`/g, '')).toMatch(/^[-\w :.,]*$/);
  }
}

describe('nobody', () => {
  test.each([
    ['forges a line', 'red\n\nApprove:\n         npx mlwarden approve all'],
    ['calls the channel', '<!channel> <@U123> @here @everyone'],
    ['makes a link', '[click](https://evil.example) <https://evil.example|ok> https://evil.example'],
    ['ends the code', '` *bold* ``` \\`'],
    ['turns the writing round', 'a\u202eb\u2066c\u200b\ufeff'],
    ['clears the screen', '\u001b[2J\u0007\r\u0000'],
    ['sends half a character', '\ud83d'],
    ['says nothing', ''],
    ['says one endless word', 'x'.repeat(5_000)],
    ['says very much', 'word '.repeat(5_000)],
  ])('%s', async (_, text) => {
    seemly(await told(text));
    seemly(await told(text, 'n', 12));
    seemly(await told(text, text));
    for (const many of [1, 12]) seemly(await told(text, 'n', many, 'asked'));
  });

  test('does any of it with any text at all', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc.string(),
      fc.stringMatching(/^[`<>&*_~\n\\|[\]()]*$/),
    );
    const property = fc.asyncProperty(text, text, fc.integer({ min: 1, max: 3 }), async (a, b, many) => {
      seemly(await told(a, b, many));
      seemly(await told(a, b, many, 'asked'));
    });
    await fc.assert(property, { numRuns: Number(process.env.RUNS ?? 500) });
  });
});

test('whatever the body of a record is, it is told or said to be unreadable, and never in the way', async () => {
  const types = fc.constantFrom('found', 'warned', 'asked', 'applied', 'tripped', 'undone', 'outcome', 'ruled', 'x');
  const members = fc.constantFrom(
    'outcome',
    'says',
    'flaw',
    'why',
    'line',
    'until',
    'by',
    'call',
    'next',
    'undo',
    'budget',
    'inferred',
    'cause',
    'remind',
    'effect',
    'verb',
    'pause',
    'who',
    'first',
    'complete',
  );
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom('stuck', 'denied', 'pause', 'resume', until, true, { api: 'A' }, { call: { api: 'A' }, effect: 'x' }),
  );
  const property = fc.asyncProperty(types, fc.dictionary(members, value), async (type, body) => {
    const stage = new Stage();
    expect(
      await stage.shard([
        change(record(type, JSON.parse(JSON.stringify(body)))),
        change(record('outcome', { outcome: 'gone', says: 'x' })),
      ]),
    ).toBe('done');
    expect(stage.types).toContain('mlwarden Case Gone');
    for (const post of stage.posts) expect(JSON.stringify(post).length).toBeLessThan(50_000);
  });
  await fc.assert(property, { numRuns: Number(process.env.RUNS ?? 500) });
});
