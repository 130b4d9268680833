/** Every command of docs/operating.md, as an operator types it, against the model of AWS. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readPolicy } from '../src/policy-file.ts';
import { remediations } from '../src/registry.ts';
import { type Command, command, commands, find, ofLedger, page } from './operating-page.ts';
import { play } from './world/story/play.ts';
import { stage } from './world/story/stage.ts';
import { readStories } from './world/story/story.ts';

const known = new Map(remediations.map((r) => [r.id, r.settings]));
const policy = readPolicy(readFileSync('events/policy.yaml', 'utf8'), 'events/policy.yaml', known);

const SAMPLE = 'events/notebooks/notebook-encryption.cloudtrail-start.json';
const at = { account: '111122223333', region: 'eu-west-1', seed: 1, start: new Date('2026-11-02T10:00:00Z'), policy };
const NAME = 'Churn-Exploration';
async function running(more: object = {}) {
  const file = {
    notebooks: [{ NotebookInstanceName: NAME, RootAccess: 'Disabled', ...more }],
    endpointConfigs: [],
    endpoints: [],
    policies: [],
    roles: [],
    findings: [],
  };
  const on = await stage({ ...at, file });
  const notice = async () => {
    on.world.bus.publish(JSON.parse(readFileSync(SAMPLE, 'utf8')));
    await on.world.run();
    return (on.world.call('sagemaker', 'DescribeNotebookInstance', { NotebookInstanceName: NAME }) as { NotebookInstanceStatus: string })
      .NotebookInstanceStatus;
  };
  const type = ({ service, operation, input }: Command) => on.world.call(service, operation, input);
  return { ...on, notice, type };
}

describe('the operator', () => {
  test.each(['mlwarden', 'mlwarden:exempt', 'exempt', 'Exempt', 'AutoRemediation', 'skip'])(
    'cannot exempt by the tag %s, whatever its value is: no tag does',
    async (tag) => {
      for (const value of ['true', 'exempt', 'off', 'ignore']) {
        const { notice } = await running({ tags: { [tag]: value } });
        expect(await notice()).toBe('Stopped');
      }
    },
  );

  test('stops everything, and lets it go on', async () => {
    const { notice, type } = await running();
    type(find('PutItem', 'control#pause#global'));
    expect(await notice()).toBe('InService');
    type(find('DeleteItem', 'control#pause#global'));
    expect(await notice()).toBe('Stopped');
  });

  test.each([...page.matchAll(/\| `(control#pause#[^`]+)` \|/g)].map(([, pk = '']) => pk))('pauses by %s', async (pk) => {
    const { notice, type } = await running();
    const { service, operation, input } = find('PutItem', 'control#pause#global');
    type({ service, operation, input: { ...input, Item: { ...(input.Item as object), pk: { S: pk } } } });
    expect(await notice()).toBe('InService');
  });

  test('resets both budgets: while one of them has tripped, nothing begins', async () => {
    const { notice, type } = await running();
    const resets = ofLedger.filter((c) => c.operation === 'DeleteItem' && JSON.stringify(c.input).includes('budget#'));
    expect(resets).toHaveLength(2);
    for (const { service, input } of resets) {
      const { pk, sk } = input.Key as { pk: { S: string }; sk: object };
      const doc = JSON.stringify({ v: 1, id: pk.S, rev: 1, begun: [], tripped: '2026-11-02T09:00:00Z' });
      type({ service, operation: 'PutItem', input: { TableName: input.TableName, Item: { pk, sk, rev: { N: '1' }, doc: { S: doc } } } });
    }
    for (const reset of resets) {
      expect(await notice()).toBe('InService');
      type(reset);
    }
    expect(await notice()).toBe('Stopped');
  });

  test('reads the trail of a case and how cases stand', async () => {
    const { notice, type, told } = await running();
    await notice();
    const trail = type(find('Query', 'rec#notebook-encryption#')) as { Items: unknown[] };
    expect(trail.Items).toHaveLength(told.length);
    const byOutcome = find('Query', 'by-outcome');
    const contained = { ...byOutcome, input: { ...byOutcome.input, ExpressionAttributeValues: { ':o': { S: 'contained' } } } };
    expect((type(contained) as { Items: unknown[] }).Items).toHaveLength(1);
  });

  test('asks for a look', async () => {
    const { world } = await running();
    const line = commands.find((c) => c.startsWith('aws lambda invoke')) ?? '';
    const { input } = command(line);
    const { handler } = await import('../src/handlers/notebooks/notebook-encryption.ts');
    const asked = world.lambda.invoke({
      name: 'notebook-encryption',
      role: world.roleOf('notebook-encryption'),
      handler,
      event: input.Payload,
    });
    await world.run();
    expect(await asked).toMatchObject([{ outcome: 'sent' }]);
  });
});

test('a tripped budget is told in a story, with the reset as an operator makes it', async () => {
  const stories = readStories(readFileSync('events/notebooks/notebook-encryption.stories.yaml', 'utf8'), 'stories');
  const told = stories.filter((s) => s.people.some((p) => p.call === 'dynamodb:DeleteItem' && JSON.stringify(p.with).includes('budget#')));
  expect(told.length).toBeGreaterThan(0);
  for (const story of told) expect((await play(story, { policy, seed: 1, folder: 'events/notebooks' })).problems).toEqual([]);
});
