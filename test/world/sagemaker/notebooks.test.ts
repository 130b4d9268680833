import { describe, expect, test } from 'vitest';
import { AwsError } from '../habitat.ts';
import { nb, world } from './small-world.ts';

describe('a notebook', () => {
  test('is born Pending with root and internet, and is in service after minutes', () => {
    const { habitat, call, notebook } = world();
    call('CreateNotebookInstance', { ...nb('Team-A'), InstanceType: 'ml.t3.medium', RoleArn: 'r' });
    expect(notebook('Team-A')).toMatchObject({ NotebookInstanceStatus: 'Pending', RootAccess: 'Enabled', DirectInternetAccess: 'Enabled' });
    expect(notebook('Team-A').NotebookInstanceArn).toBe('arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/team-a');
    habitat.pass(300);
    expect(notebook('Team-A').NotebookInstanceStatus).toBe('InService');
  });

  test('has no internet of its own only where it has a subnet', () => {
    const { call, notebook } = world();
    const wanted = { ...nb('a'), InstanceType: 'ml.t3.medium', RoleArn: 'r', DirectInternetAccess: 'Disabled' };
    expect(() => call('CreateNotebookInstance', wanted)).toThrow('SubnetId');
    call('CreateNotebookInstance', { ...wanted, SubnetId: 's', SecurityGroupIds: ['g'] });
    expect(notebook('a')).toMatchObject({ DirectInternetAccess: 'Disabled', SubnetId: 's', SecurityGroups: ['g'] });
  });

  test('cannot be stopped while Pending, in the words of AWS', () => {
    const { sage, call } = world();
    sage.notebooks.place({ ...nb('a'), NotebookInstanceStatus: 'Pending' });
    expect(() => call('StopNotebookInstance', nb('a'))).toThrow(
      'Status (Pending) not in ([InService]). Unable to transition to (Stopping) for Notebook Instance (arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/a).',
    );
  });

  test('is stopped, updated, started, and only the update shows', () => {
    const { habitat, sage, call, notebook } = world();
    sage.notebooks.place({ ...nb('a'), KmsKeyId: 'k' });
    const before = notebook('a');
    call('StopNotebookInstance', nb('a'));
    expect(notebook('a').NotebookInstanceStatus).toBe('Stopping');
    habitat.pass(90);
    expect(notebook('a').NotebookInstanceStatus).toBe('Stopped');
    call('UpdateNotebookInstance', { ...nb('a'), RootAccess: 'Disabled' });
    expect(notebook('a')).toMatchObject({ NotebookInstanceStatus: 'Updating', RootAccess: 'Enabled' });
    habitat.pass(20);
    expect(notebook('a')).toMatchObject({ NotebookInstanceStatus: 'Stopped', RootAccess: 'Disabled' });
    call('StartNotebookInstance', nb('a'));
    habitat.pass(300);
    const { LastModifiedTime } = notebook('a');
    expect(notebook('a')).toEqual({ ...before, RootAccess: 'Disabled', LastModifiedTime });
  });

  test.each([
    ['StartNotebookInstance', 'InService', '[Stopped, Failed]'],
    ['DeleteNotebookInstance', 'InService', '[Stopped, Failed]'],
    ['UpdateNotebookInstance', 'InService', '[Stopped]'],
    ['StopNotebookInstance', 'Failed', '[InService]'],
    ['StopNotebookInstance', 'InMaintenance', '[InService]'],
  ] as const)('%s is refused while %s: it wants %s', (operation, NotebookInstanceStatus, wanted) => {
    const { sage, call } = world();
    sage.notebooks.place({ ...nb('a'), NotebookInstanceStatus });
    expect(() => call(operation, nb('a'))).toThrow(`Status (${NotebookInstanceStatus}) not in (${wanted})`);
  });

  test('once deleted is not found, and its name can be used anew for another notebook', () => {
    const { habitat, sage, call, notebook } = world();
    sage.notebooks.place({ ...nb('a'), NotebookInstanceStatus: 'Stopped' });
    const born = notebook('a').CreationTime;
    expect(() => call('CreateNotebookInstance', { ...nb('A'), InstanceType: 'ml.t3.medium', RoleArn: 'r' })).toThrow(
      'Cannot create a duplicate',
    );
    call('DeleteNotebookInstance', nb('a'));
    habitat.pass(30);
    expect(() => notebook('a')).toThrow(new AwsError('ValidationException', 'RecordNotFound'));
    call('CreateNotebookInstance', { ...nb('a'), InstanceType: 'ml.t3.medium', RoleArn: 'r' });
    expect(notebook('a').CreationTime).not.toEqual(born);
  });

  test('can fail to start, and started again it runs', () => {
    const { habitat, sage, call, notebook } = world();
    sage.notebooks.place({ ...nb('a'), NotebookInstanceStatus: 'Stopped' });
    sage.notebooks.failNext('a', 'no capacity');
    call('StartNotebookInstance', nb('a'));
    habitat.pass(300);
    expect(notebook('a')).toMatchObject({ NotebookInstanceStatus: 'Failed', FailureReason: 'no capacity' });
    call('StartNotebookInstance', nb('a'));
    habitat.pass(300);
    expect(notebook('a').NotebookInstanceStatus).toBe('InService');
  });

  test('stays where it was moved to meanwhile: what was under way before no longer ends', () => {
    const { habitat, sage, call, notebook } = world();
    sage.notebooks.place({ ...nb('a'), NotebookInstanceStatus: 'Pending' });
    sage.notebooks.turn('a', 'InService');
    call('StopNotebookInstance', nb('a'));
    habitat.pass(100);
    expect(notebook('a').NotebookInstanceStatus).toBe('Stopped');
    habitat.pass(300);
    expect(notebook('a').NotebookInstanceStatus).toBe('Stopped');
  });

  test('announces every status by name and lower-cased ARN, in epoch milliseconds, without RootAccess', () => {
    const { habitat, sage, call } = world();
    sage.notebooks.place({ ...nb('Big-One'), Tags: [{ Key: 'team', Value: 'a' }] });
    call('StopNotebookInstance', nb('Big-One'));
    habitat.pass(90);
    const told = habitat.events
      .filter((e) => e['detail-type'] === 'SageMaker Notebook Instance State Change')
      .map((e) => e.detail as Record<string, unknown>);
    expect(told.map((d) => d.NotebookInstanceStatus)).toEqual(['Stopping', 'Stopped']);
    expect(told[0]).toMatchObject({
      NotebookInstanceName: 'Big-One',
      LastModifiedTime: Date.parse('2026-11-23T12:00:00Z'),
      Tags: { team: 'a' },
    });
    expect(told[0]?.NotebookInstanceArn).toMatch(/\/big-one$/);
    expect(told[0]).not.toHaveProperty('RootAccess');
  });

  test('is listed ten a page, by part of its name', () => {
    const { sage, call } = world();
    for (let i = 0; i < 12; i++) sage.notebooks.place(nb(`team-${i}`));
    sage.notebooks.place(nb('other'));
    const first = call('ListNotebookInstances', { NameContains: 'team' });
    expect(first.NotebookInstances).toHaveLength(10);
    const second = call('ListNotebookInstances', { NameContains: 'team', NextToken: first.NextToken });
    expect(second.NotebookInstances).toHaveLength(2);
    expect(second.NextToken).toBeUndefined();
    expect(() => call('ListNotebookInstances', { CreationTimeBefore: new Date(0) })).toThrow('does not model');
  });
});
