/** A function stopped by a reserved concurrency of 0, as docs/operating.md tells an operator to type it. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readPolicy } from '../src/policy-file.ts';
import { remediations } from '../src/registry.ts';
import { command, commands } from './operating-page.ts';
import { changed, sweep } from './world/story/play.ts';
import { stage } from './world/story/stage.ts';

const known = new Map(remediations.map((r) => [r.id, r.settings]));
const demonstration = readPolicy(readFileSync('events/policy.yaml', 'utf8'), 'events/policy.yaml', known);
const wide = { repairs: 1000, per: 3600 };
const policy = { ...demonstration, budget: { account: wide, violation: wide } };
const MINUTE = 60_000;
const BURST = Array.from({ length: 8 }, (_, i) => `Team-${i}-Notebook`);

/** Notebooks that run with a flaw, and what an operator types. */
async function running(sample: string, names: readonly string[], more: object = {}) {
  const notebooks = names.map((NotebookInstanceName) => ({ NotebookInstanceName, RootAccess: 'Disabled', ...more }));
  const file = { notebooks, endpointConfigs: [], endpoints: [], policies: [], roles: [], findings: [] };
  const start = new Date('2026-11-02T10:00:00Z');
  const on = await stage({ account: '111122223333', region: 'eu-west-1', seed: 1, start, policy, file });
  const { world } = on;
  const text = readFileSync(`events/notebooks/${sample}`, 'utf8');
  const notice = (name: string) =>
    world.bus.publish(
      JSON.parse(text.replaceAll(/Churn-Exploration|Team-A-Notebook/gi, (had) => (had === had.toLowerCase() ? name.toLowerCase() : name))),
    );
  const type = (operation: string, of = 'mlwarden-notebook-encryption') => {
    const line = commands.find((c) => c.startsWith(`aws lambda ${operation} `)) ?? expect.fail(`The page has no ${operation}.`);
    const { service, operation: name, input } = command(line.replace('mlwarden-notebook-encryption', of));
    world.call(service, name, input);
  };
  const later = async (minutes: number) => await world.run(new Date(world.clock.now() + minutes * MINUTE));
  const described = () =>
    names.map((NotebookInstanceName) => world.call('sagemaker', 'DescribeNotebookInstance', { NotebookInstanceName }));
  const stands = () => [...new Set(described().map((is) => (is as { NotebookInstanceStatus: string }).NotebookInstanceStatus))];
  return { ...on, notice, type, later, described, stands, changes: () => world.log.filter(changed).length };
}

describe('a function stopped by a reserved concurrency of 0', () => {
  test('changes nothing in a burst, and does it all once it is let go', async () => {
    const { world, told, notice, type, later, stands, changes } = await running('notebook-encryption.cloudtrail-start.json', BURST);
    type('put-function-concurrency');
    for (const name of BURST) notice(name);
    await later(20);
    expect([stands(), changes(), told, world.deadLetters]).toEqual([['InService'], 0, [], []]);
    type('delete-function-concurrency');
    await world.run();
    expect([stands(), world.deadLetters]).toEqual([['Stopped'], []]);
  });

  test('in the middle of a burst, changes no more than what was running', async () => {
    const { world, notice, type, later, stands, changes } = await running('notebook-encryption.cloudtrail-start.json', BURST);
    for (const name of BURST) notice(name);
    await later(0.02);
    while (changes() === 0) await later(0.001);
    type('put-function-concurrency');
    const ran = [...world.lambda.live].filter(({ name }) => name === 'notebook-encryption').length;
    const before = changes();
    await later(20);
    expect(changes()).toBeLessThanOrEqual(before + ran);
    expect(changes()).toBeLessThan(BURST.length);
    type('delete-function-concurrency');
    await world.run();
    expect([stands(), changes()]).toEqual([['Stopped'], BURST.length]);
  });

  test('for longer than half an hour, makes dead letters of what came meanwhile, which the next sweep finds without them', async () => {
    const { world, notice, type, later, stands, changes, ...on } = await running('notebook-encryption.cloudtrail-start.json', BURST);
    type('put-function-concurrency');
    for (const name of BURST) notice(name);
    await later(40);
    expect([world.deadLetters.length, changes()]).toEqual([BURST.length, 0]);
    type('delete-function-concurrency');
    await world.run();
    expect([stands(), changes()]).toEqual([['InService'], 0]);
    await sweep({ world, ...on });
    expect(stands()).toEqual(['Stopped']);
  });

  test('leaves a repair half done, which the sweep has finished once it is let go', async () => {
    const flawed = { RootAccess: 'Enabled', KmsKeyId: '1234abcd-12ab-34cd-56ef-1234567890ab' };
    const it = await running('notebook-root-access.config.json', ['Team-A-Notebook'], flawed);
    it.notice('Team-A-Notebook');
    while (it.changes() === 0) await it.later(0.01);
    it.type('put-function-concurrency', 'mlwarden-notebook-root-access');
    await it.later(60);
    expect([it.stands(), it.changes(), it.world.deadLetters.length > 0]).toEqual([['Stopped'], 1, true]);
    it.type('delete-function-concurrency', 'mlwarden-notebook-root-access');
    await sweep(it);
    expect(it.described()).toMatchObject([{ RootAccess: 'Disabled', NotebookInstanceStatus: 'InService' }]);
  });

  test('does not run for who invokes it either', async () => {
    const { world, type } = await running('notebook-encryption.cloudtrail-start.json', []);
    type('put-function-concurrency');
    const invoked = world.lambda.invoke({ name: 'notebook-encryption', role: 'r', handler: () => expect.fail('it ran'), event: {} });
    await expect(invoked).rejects.toMatchObject({ code: 'TooManyRequestsException', status: 429 });
  });
});
