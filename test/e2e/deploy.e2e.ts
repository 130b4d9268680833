import { setTimeout as sleep } from 'node:timers/promises';
import { ReceiveMessageCommand, SendMessageBatchCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SweepNote } from '../../src/ledger/port.ts';
import { remediations } from '../../src/registry.ts';
import { ACCOUNT } from '../wire/emulator.ts';
import { chains } from '../world/story/cases.ts';
import { compare } from '../world/story/compare.ts';
import { type Deployment, deployment } from './deployment.ts';
import { listening } from './listening.ts';
import { operated, reached } from './operated.ts';
import { called, changes, ended, played, type Scene, scenes, until } from './played.ts';
import { refusal, roles } from './roles.ts';

let d: Deployment;
beforeAll(async () => {
  d = await deployment();
});
afterAll(() => d?.end());

const notebook = scenes.find(({ violation }) => violation === 'notebook-root-access') as Scene;
const each = scenes.map((scene) => [scene.violation, scene] as const);
/** One of each family: families are deployed alike, and to let all of them be refused takes as long as to let all of them act. */
const some = each.filter(([, scene]) => [notebook, ...scenes].find(({ family }) => family === scene.family) === scene);
const last = async (violation: string) =>
  (await d.cases()).find((c) => c.violation === violation)?.entries.findLast((e) => e.type === 'outcome')?.body;

describe('deployed to observe, with a policy that would repair', () => {
  beforeAll(() => d.deploy('default'));

  test.each(some)('%s: an event on the bus is judged, recorded as withheld, and nothing changes', async (violation, scene) => {
    const world = await played(d, scene, 'withheld');
    expect(changes(world)).toEqual([]);
    expect(await last(violation)).toMatchObject({ outcome: 'withheld', next: { call: { api: scene.story.calls[0] } } });
  });

  test.each(some)('%s: a function that took itself for one that may act is refused by its role', async (violation, scene) => {
    const path = `/2015-03-31/functions/mlwarden-${violation}/configuration`;
    const { Environment } = (await d.ask('lambda', 'GET', path, undefined)) as { Environment: { Variables: object } };
    await d.ask('lambda', 'PUT', path, { Environment: { Variables: { ...Environment.Variables, MODE: 'policy' } } });
    const world = await played(d, scene, 'failed');
    expect(changes(world)).toEqual([]);
    expect(JSON.stringify(await last(violation))).toContain(`not authorized to perform`);
  });
});

describe('what was just put on record', () => {
  test('is told through stream, function, bus and topic: each outcome to programs once, and to people what failed', async () => {
    const heard = await listening(d);
    await played(d, notebook, 'failed');
    const ours = () => heard.events.filter(({ detail }) => detail.violation === notebook.violation);
    const types = () => ours().map((event) => event['detail-type']);
    const posts = () => heard.posts.filter(({ MessageAttributes }) => MessageAttributes.violation?.Value === notebook.violation);
    await until(
      'a message to people',
      async () => {
        await heard.hear();
        return { types: types(), posts: posts() };
      },
      (seen) => seen.posts.length > 0 && seen.types.includes('mlwarden Case Failed'),
    );
    await sleep(3_000);
    await heard.hear();
    expect(types()).toEqual(expect.arrayContaining(['mlwarden Case Opened', 'mlwarden Case Failed']));
    expect(new Set(heard.events.map(({ detail }) => detail.hash)).size).toBe(heard.events.length);
    expect(ours()[0]?.detail.resource?.arn).toMatch(/^arn:aws:sagemaker:/);
    expect(posts().map(({ Subject }) => Subject)).toEqual([`mlwarden: ${notebook.violation} failed`]);
    expect(posts()[0]?.Message).toContain(`npx mlwarden pause violation ${notebook.violation}`);
    expect(posts()[0]?.MessageAttributes.state?.Value).toBe('failed');
  });
});

describe('deployed to do what its policy says', () => {
  beforeAll(() => d.deploy('prod'));

  test.each(each)('%s: an event on the bus ends as its story says, and the record is whole', async (_, scene) => {
    const world = await played(d, scene);
    const cases = await d.cases();
    const on = { world, told: [], counted: [], services: undefined as never };
    expect([...chains(cases), ...compare(scene.story, on, cases, changes(world), false)]).toEqual([]);
  });

  test('an event that comes five times is repaired once', async () => {
    const world = await played(d, notebook, undefined, 5);
    await sleep(3_000);
    expect(called(world), JSON.stringify({ cases: await d.cases(), log: world.log })).toEqual(notebook.story.calls);
  });

  describe('the operator', () => operated(() => d, notebook));
  describe('operator and reader', () => reached(() => d));

  test('the sweep finds what no event told of, sends it to its queue, and notes that it looked', async () => {
    await d.renew(notebook.story.world);
    const notes = await swept();
    const found = notes.map(({ kind, looked, flawed, gap }) => ({ kind: kind.split(' ')[0], looked, flawed, gap }));
    expect(found).toContainEqual({ kind: 'AWS::SageMaker::NotebookInstance', looked: 1, flawed: 1, gap: undefined });
    // What stands in for AWS has buckets of its own, SAM's, does not know the rights to look at one, and has no CodeArtifact (see NOT_YET).
    const passed = found.filter(({ kind }) => !/^AWS::(S3|CodeArtifact)::/.test(kind ?? ''));
    expect(passed.filter(({ looked, gap }) => looked > 1 || gap)).toEqual([]);
    for (const note of notes) expect(await d.ledger.lastSweep(note.kind)).toEqual(note);
    await ended(d, notebook);
  });

  test('of a batch, only the message that nobody can read is given up: after five looks, as a dead letter', async () => {
    const world = await d.renew(notebook.story.world);
    const QueueUrl = queue(notebook.violation);
    await tenAtOnce(notebook.violation);
    const look = { look: { type: 'AWS::SageMaker::NotebookInstance', id: 'No-Such-Notebook' } };
    // Warm, so that it answers before its messages are shown again. Five times six minutes would be long for a test.
    await d.ask('lambda', 'POST', `/2015-03-31/functions/mlwarden-${notebook.violation}/invocations`, look);
    await d.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: '5' } }));
    const before = world.log.length;
    const bodies = [JSON.stringify(look), '{"poison":true}', JSON.stringify(look)];
    const Entries = bodies.map((MessageBody, i) => ({ Id: String(i), MessageBody }));
    await d.sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    const dead = await until('a dead letter', deadLetters, (messages) => messages.length > 0);
    expect(dead.map(({ Body }) => Body)).toEqual(['{"poison":true}']);
    // Two messages, each looked at once and once more after the lag, and what is left of the first look. Had they come again with the bad one,
    // it were ten and more.
    const looks = world.log.slice(before).filter(({ input }) => JSON.stringify(input).includes('No-Such-Notebook'));
    expect(looks.length).toBeGreaterThan(1);
    expect(looks.length).toBeLessThanOrEqual(5);
  });

  // Last: from here on the account's root may take on any of them.
  test.each(roles)('whoever had the rights of %s could not delete the ledger', async (role) => {
    const who = `User: arn:aws:sts::${ACCOUNT}:assumed-role/${role}/ann`;
    expect(await refusal(d, role)).toContain(`AccessDeniedException: ${who} is not authorized to perform: dynamodb:DeleteTable`);
  });
});

async function swept(): Promise<readonly SweepNote[]> {
  const all: SweepNote[] = [];
  for (const family of new Set(remediations.map((r) => r.family))) {
    const notes = await d.ask('lambda', 'POST', `/2015-03-31/functions/mlwarden-sweep-${family}/invocations`, {});
    if (!Array.isArray(notes)) throw new Error(`The sweep of ${family} answers ${JSON.stringify(notes)}.`);
    all.push(...notes);
  }
  return all;
}
async function deadLetters() {
  const asked = new ReceiveMessageCommand({ QueueUrl: queue('notebooks-dead-letters'), VisibilityTimeout: 0 });
  return (await d.sqs.send(asked)).Messages ?? [];
}
const queue = (name: string): string => `${d.emulator.url}/${ACCOUNT}/mlwarden-${name}`;
/** The template asks for one message at a time; the functions must stand more. */
async function tenAtOnce(violation: string): Promise<void> {
  const mappings = '/2015-03-31/event-source-mappings/';
  const { EventSourceMappings } = (await d.ask('lambda', 'GET', `${mappings}?FunctionName=mlwarden-${violation}`, undefined)) as {
    EventSourceMappings: readonly { UUID: string }[];
  };
  await d.ask('lambda', 'PUT', `${mappings}${EventSourceMappings[0]?.UUID}`, { BatchSize: 10, MaximumBatchingWindowInSeconds: 1 });
}
