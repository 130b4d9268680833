/** What people read: in a letter, in Slack, in Teams, on a phone. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import type { Entry } from '../../src/ledger/items.ts';
import { ANA, change, type Of, record, Stage } from './stage.ts';

const call = { api: 'StopNotebookInstance', input: { NotebookInstanceName: 'Churn' } };
const until = '2026-11-26T12:00:00.000Z';
const asked = {
  until,
  call,
  hash: 'a1b2c3d4'.repeat(8),
  effect: 'disruptive',
  says: 'its volume is not encrypted',
  line: 'defaults.disruptive',
  by: ANA,
  loses: 'running work',
  owner: 'team-a',
  stack: 'notebooks',
};

/** The event schema of "Custom notifications" in the guide of Amazon Q Developer in chat applications. */
const notification = z.strictObject({
  version: z.literal('1.0'),
  source: z.literal('custom'),
  content: z.strictObject({
    textType: z.literal('client-markdown'),
    title: z.string(),
    description: z.string(),
    nextSteps: z.array(z.string()),
    keywords: z.array(z.string()),
  }),
  metadata: z.strictObject({
    threadId: z.string(),
    summary: z.string(),
    eventType: z.string(),
    relatedResources: z.array(z.string()),
  }),
});

async function told(type: string, body: Entry['body'], of: Of = {}) {
  const stage = new Stage();
  await stage.batch([change(record(type, body, of))]);
  const [post] = stage.posts;
  if (!post) throw new Error('nobody was told');
  return { ...post, chat: z.parse(notification, JSON.parse(post.chat)) };
}

test('a letter says who, what, why, until when, and what can be typed in answer', async () => {
  const { letter, subject } = await told('asked', asked);
  const hash = record('asked', asked).hash;
  expect(subject).toBe('mlwarden: notebook-encryption asks for approval');
  expect(letter).toBe(`notebook-encryption asks for approval (medium)

Right is The notebook encrypts its volume with an allowed customer managed key
What     its volume is not encrypted
Where    Churn, account 111122223333, eu-west-1
ARN      arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/churn
Call     StopNotebookInstance (disruptive, call a1b2c3d4)
Input    {"NotebookInstanceName":"Churn"}
Loses    running work
Who      ${ANA}
Owner    team-a
Stack    notebooks
Why      defaults.disruptive
Until    2026-11-26T12:00:00.000Z
Record   7, ${hash}

Approve:
         npx mlwarden approve \\
           notebook-encryption/aws/AWS::SageMaker::NotebookInstance/111122223333/eu-west-1/churn \\
           --call a1b2c3d4 --why REASON
Deny:
         npx mlwarden deny \\
           notebook-encryption/aws/AWS::SageMaker::NotebookInstance/111122223333/eu-west-1/churn \\
           --why REASON
Look:
         npx mlwarden show \\
           notebook-encryption/aws/AWS::SageMaker::NotebookInstance/111122223333/eu-west-1/churn
Pause:
         npx mlwarden pause violation notebook-encryption --why REASON
Pause, without us:
         aws dynamodb put-item --table-name mlwarden-ledger --item \\
           '{"pk":{"S":"control#pause#violation#notebook-encryption"},"sk":{"S":"-"},"reason":{"S":"by hand"},"by":{"S":"on call"}}'

Runbook  docs/runbooks/notebook-encryption.md
`);
});

test('a letter that asks says what depends on it', async () => {
  const { letter } = await told('asked', { ...asked, depends: ['variant Blue: 2 × ml.m5.large', 'variant Green: serverless'] });
  expect(letter).toContain('\nIn use   variant Blue: 2 × ml.m5.large; variant Green: serverless\n');
});

describe('who is asked', () => {
  const input = { RoleName: 'ml', PolicyDocument: `{"Sid":"${'x'.repeat(1_300)}"}` };
  const of = (more: object) => ({ ...asked, call: { api: 'PutRolePolicy', input: { ...input, ...more } } });
  const whole = (text: string, from: string) => text.slice(text.indexOf(from), text.indexOf('Loses')).replace(/\n */g, '');

  test('reads all that the call is made with, in a letter and in a chat, also what stands veiled', async () => {
    const { letter, chat } = await told('asked', of({ Token: 'veiled:q1w2' }));
    const text = JSON.stringify({ ...input, Token: 'veiled:q1w2' });
    expect(whole(letter, 'Input')).toBe(`Input    ${text}`);
    expect(chat.content.description).toContain(`- Input: \`${text}\``);
  });

  test('reads 1,500 characters of it, and where the rest is', async () => {
    const { letter, chat } = await told('asked', of({ More: 'y'.repeat(200_000) }));
    const text = JSON.stringify({ ...input, More: 'y'.repeat(200) }).slice(0, 1499);
    const end = '… (cut off here: show --json has all of it)';
    expect(whole(letter, 'Input').replaceAll(' ', '')).toBe(`Input${text}${end}`.replaceAll(' ', ''));
    expect(chat.content.description).toContain(`${text}${end}`);
    expect(chat.content.description.length).toBeLessThan(3_000);
  });

  test('and nobody else, reads it', async () => {
    for (const [type, body] of [
      ['warned', { until, next: { call }, says: 'open' }],
      ['outcome', { outcome: 'failed', says: 'no', call }],
    ] as const)
      expect((await told(type, body)).letter).not.toContain('Input');
  });
});

describe('a chat', () => {
  test('is told in the form that Amazon Q Developer takes', async () => {
    const { chat } = await told('asked', asked);
    expect(chat.content.title).toBe('mlwarden: notebook-encryption asks for approval');
    expect(chat.content.description.split('\n')).toEqual([
      'Severity medium. Right is: `The notebook encrypts its volume with an allowed customer managed key`',
      '- What: `its volume is not encrypted`',
      '- Where: `Churn, account 111122223333, eu-west-1`',
      '- ARN: `arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/churn`',
      '- Call: `StopNotebookInstance (disruptive, call a1b2c3d4)`',
      '- Input: `{"NotebookInstanceName":"Churn"}`',
      '- Loses: `running work`',
      `- Who: \`${ANA}\``,
      '- Owner: `team-a`',
      '- Stack: `notebooks`',
      '- Why: `defaults.disruptive`',
      '- Until: `2026-11-26T12:00:00.000Z`',
      expect.stringMatching(/^- Record: `7, [0-9a-f]{64}`$/),
    ]);
    expect(chat.content.nextSteps).toContain(
      'Approve: `npx mlwarden approve notebook-encryption/aws/AWS::SageMaker::NotebookInstance/111122223333/eu-west-1/churn --call a1b2c3d4 --why REASON`',
    );
    expect(chat.content.nextSteps.at(-1)).toBe('Runbook: `docs/runbooks/notebook-encryption.md`');
    expect(chat.content.keywords).toEqual(['notebook-encryption', 'asked', 'medium']);
    expect(chat.metadata).toMatchObject({ eventType: 'mlwarden-asked', relatedResources: [expect.stringContaining('instance/churn')] });
  });

  test('has one thread for a case, whatever becomes of it', async () => {
    const first = await told('asked', asked);
    const later = await told('outcome', { outcome: 'failed', says: 'AccessDenied', call });
    const other = await told('asked', asked, { name: 'Another' });
    expect(later.chat.metadata.threadId).toBe(first.chat.metadata.threadId);
    expect(other.chat.metadata.threadId).not.toBe(first.chat.metadata.threadId);
  });
});

describe('what can be typed', () => {
  const commands = async (type: string, body: Entry['body'], of: Of = {}) =>
    (await told(type, body, of)).chat.content.nextSteps.map((step) => step.split(':')[0]);

  test.each<[string, Entry['body'], string[]]>([
    ['asked', asked, ['Approve', 'Deny', 'Look']],
    ['warned', { until, next: { call }, says: 'open' }, ['More time', 'Look']],
    ['warned', { until, next: { call }, says: 'open', remind: true }, ['More time', 'Look']],
    ['outcome', { outcome: 'stuck', says: 'no' }, ['Undo', 'Look']],
    ['tripped', { budget: 'budget#111122223333', says: 'none' }, ['Reset', 'Look']],
    ['outcome', { outcome: 'told', flaw: 'open', says: 'start it' }, ['Undo', 'Look']],
    ['outcome', { outcome: 'withheld', flaw: 'open', why: 'denied', next: { call } }, ['Undo', 'Look']],
    ['outcome', { outcome: 'failed', says: 'no', call }, ['Undo', 'Look']],
  ])('to %s %j', async (type, body, own) => {
    expect(await commands(type, body)).toEqual([...own, 'Pause', 'Pause, without us', 'Runbook']);
  });

  test('to what is owed and may not be touched is the call itself, but where its input is none to be typed', async () => {
    const owed = (input: object) => ({
      ...{ outcome: 'withheld', why: 'protected', line: 'protected: x', purpose: 'hand-back' },
      next: { call: { api: 'StartNotebookInstance', input: { ...input } }, effect: 'reversible' },
    });
    const { chat } = await told('outcome', owed({ NotebookInstanceName: "it's" }));
    const line = `aws sagemaker start-notebook-instance --region eu-west-1 --cli-input-json '{"NotebookInstanceName":"it\\u0027s"}'`;
    expect(chat.content.nextSteps[0]).toBe(`Put back: \`${line}\``);
    for (const input of [{ name: 'caf\u00e9' }, { name: '\u202e' }, { name: 'a&b' }, { name: 'x'.repeat(1500) }])
      expect(await commands('outcome', owed(input))).toEqual(['List', 'Look', 'Pause', 'Pause, without us', 'Runbook']);
  });

  test('holds no name that a shell would not take for one plain word', async () => {
    for (const name of ['a; reboot', 'a$(reboot)', "a' b", 'a\nnpx mlwarden approve x', 'a`b`']) {
      const key = `aws/AWS::IAM::Role/111122223333/aws-global/${name}`;
      expect(await commands('asked', asked, { key })).toEqual(['Pause', 'Pause, without us', 'Runbook']);
    }
    const { chat } = await told('asked', asked, { violation: 'x"}; reboot' });
    expect(chat.content.nextSteps.join('\n')).not.toContain('reboot');
    expect(chat.content.nextSteps.join('\n')).toContain('control#pause#global');
  });
});

test('the pause that needs nothing of ours is the one that docs/operating.md has', async () => {
  const items = (text: string) => [...text.matchAll(/--item (?:\\\n +)?'(\{.*\})'/g)].map(([, item = '']) => JSON.parse(item));
  const { letter } = await told('asked', asked);
  const [here] = items(letter);
  const [there] = items(readFileSync('docs/operating.md', 'utf8'));
  expect(Object.keys(here)).toEqual(Object.keys(there));
  expect([here.sk, here.pk.S]).toEqual([there.sk, 'control#pause#violation#notebook-encryption']);
});

test('what perhaps was not ours is put back by force alone', async () => {
  const { chat } = await told('applied', { call, inferred: true, says: 'left off: nobody knows whether our call did it' });
  expect(chat.content.nextSteps[0]).toMatch(/^Undo: `npx mlwarden undo \S+ --exempt-until 2d --force --why REASON`$/);
});

describe('whoever subscribes can go', () => {
  const sorts = { violation: 'notebook-encryption', state: 'asked', severity: 'medium' };

  test('by violation, state, severity, account and owner', async () => {
    expect((await told('asked', asked)).attributes).toEqual({ ...sorts, account: ['111122223333'], owner: ['team-a'] });
    const { owner: _, ...nobodys } = asked;
    expect((await told('asked', nobodys)).attributes).toEqual({
      ...sorts,
      account: ['111122223333'],
    });
  });

  test('by each owner and account of many cases, up to fifty', async () => {
    const stage = new Stage();
    const of = (i: number) => ({ name: `n-${i}`, key: `aws/AWS::IAM::Role/11112222${3000 + (i % 2)}/aws-global/n-${i}` });
    stage.resources = async () => () => undefined;
    await stage.batch(Array.from({ length: 120 }, (_, i) => change(record('asked', { ...asked, owner: `team-${i % 60}` }, of(i)))));
    const attributes = stage.posts[0]?.attributes;
    expect(attributes?.account).toEqual(['111122223000', '111122223001']);
    expect(attributes?.owner).toEqual(Array.from({ length: 50 }, (_, i) => `team-${i}`));
  });

  test('but not by what a record that nobody can read might say', async () => {
    const stage = new Stage();
    await stage.batch([change('rubbish')]);
    expect(stage.posts[0]?.attributes).toEqual({ violation: 'unreadable', state: 'unreadable', severity: 'low' });
  });
});
