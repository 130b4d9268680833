import { describe, expect, test } from 'vitest';
import { hooks } from './lifecycle-config-past.ts';
import { nb, world } from './small-world.ts';

const named = { NotebookInstanceLifecycleConfigName: 'Team-A-Setup' };
function setup() {
  const { habitat, sage, call } = world();
  const write = (does: 'Create' | 'Update', scripts: Parameters<typeof hooks>[0]) =>
    call(`${does}NotebookInstanceLifecycleConfig`, { ...named, ...hooks(scripts) });
  const described = () => call('DescribeNotebookInstanceLifecycleConfig', named);
  return { habitat, sage, call, write, described };
}
const [a, b] = ['a', 'b'].map((script) => [{ Content: Buffer.from(script).toString('base64') }]);

describe('a lifecycle configuration', () => {
  test('has the hooks that it was created with, and its name in lower case in its ARN', () => {
    const { write, described, call } = setup();
    const arn = 'arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance-lifecycle-config/team-a-setup';
    expect(write('Create', { OnStart: 'a' })).toEqual({ NotebookInstanceLifecycleConfigArn: arn });
    expect(described()).toMatchObject({ ...named, OnCreate: [], OnStart: a });
    expect(call('ListNotebookInstanceLifecycleConfigs').NotebookInstanceLifecycleConfigs).toMatchObject([named]);
    expect(call('ListNotebookInstanceLifecycleConfigs').NotebookInstanceLifecycleConfigs[0]).not.toHaveProperty('OnStart');
    expect(call('ListTags', { ResourceArn: arn })).toEqual({ Tags: [] });
  });

  test('keeps the hook that an update leaves out, loses the one that it empties, and was modified by it', () => {
    const { habitat, write, described } = setup();
    write('Create', { OnCreate: 'a', OnStart: 'a' });
    const { CreationTime } = described();
    habitat.pass(60);
    write('Update', { OnStart: 'b' });
    expect(described()).toMatchObject({ OnCreate: a, OnStart: b });
    write('Update', { OnCreate: null });
    const after = described();
    expect(after).toMatchObject({ OnCreate: [], OnStart: b, CreationTime });
    expect(Date.parse(after.LastModifiedTime) - Date.parse(CreationTime)).toBe(60_000);
  });

  test('is there once, and not any more when it is deleted', () => {
    const { call, write, described } = setup();
    write('Create', {});
    expect(() => write('Create', {})).toThrow('Cannot create a duplicate');
    call('DeleteNotebookInstanceLifecycleConfig', named);
    expect(described).toThrow('does not exist');
    expect(() => write('Update', {})).toThrow('Unable to update Notebook Instance Lifecycle Config');
  });

  test('has one script of a hook, and none too long', () => {
    const { write, call } = setup();
    expect(() => write('Create', { OnStart: 'x'.repeat(12_289) })).toThrow('16384');
    expect(() => call('CreateNotebookInstanceLifecycleConfig', { ...named, OnStart: [...(a ?? []), ...(b ?? [])] })).toThrow('equal to 1');
    write('Create', { OnStart: 'x'.repeat(12_288) });
  });

  test('is named by the notebooks that have it', () => {
    const { sage, call } = setup();
    sage.notebooks.place({ ...nb('a'), NotebookInstanceLifecycleConfigName: 'Team-A-Setup-2' });
    sage.notebooks.place(nb('b'));
    const { NotebookInstances: found } = call('ListNotebookInstances', { NotebookInstanceLifecycleConfigNameContains: 'Team-A-Setup' });
    expect(found).toMatchObject([{ NotebookInstanceName: 'a' }]);
    expect(found).toHaveLength(1);
  });

  test('has the past that the world gives it, and CloudTrail knows of what it is told', () => {
    const { habitat, sage, described } = setup();
    const history: { detail: { eventName: string } }[] = [];
    Object.assign(habitat, { history });
    const now = habitat.clock.now();
    sage.lifecycleConfigs.place({
      ...named,
      ...{ CreationTime: new Date(now - 3_600_000), OnStart: 'a' },
      updates: [
        { ago: 60_000, by: 'user/x', OnCreate: 'b' },
        { ago: 30_000, by: 'user/x', OnStart: null, untold: true },
      ],
    });
    expect(described()).toMatchObject({ OnCreate: b, OnStart: [] });
    expect(Date.parse(described().LastModifiedTime)).toBe(now - 30_000);
    expect(history.map(({ detail }) => detail.eventName)).toEqual(
      ['Create', 'Update'].map((does) => `${does}NotebookInstanceLifecycleConfig`),
    );
    expect(history[1]?.detail).toMatchObject({ requestParameters: { onCreate: [{ content: 'Yg==' }] } });
  });
});
