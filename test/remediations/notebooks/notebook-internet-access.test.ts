import { describe, expect, test } from 'vitest';
import { remediation as internet } from '../../../src/remediations/notebooks/notebook-internet-access.ts';
import type { NotebookState } from '../../../src/resources/notebook.ts';
import { flaw, next, step } from '../promise.ts';
import { running, scene } from './scene.ts';

const open = { directInternetAccess: 'Enabled' };
const shut = { directInternetAccess: 'Disabled', subnet: 'subnet-1' };
const both = ['no-direct-internet-access', 'inside-vpc'];

test.each<[says: string, network: Partial<NotebookState>, demands: string[], wrong: string | undefined]>([
  ['in a subnet, without internet', shut, both, undefined],
  ['in a subnet, with internet', { ...open, subnet: 'subnet-1' }, both, 'it has direct internet access; only'],
  ['in no subnet', open, both, 'it has direct internet access, and it is in no subnet of yours; only'],
  ['in a subnet, with internet, where that is allowed', { ...open, subnet: 'subnet-1' }, ['inside-vpc'], undefined],
  ['in no subnet, where internet is allowed', open, ['inside-vpc'], 'it is in no subnet of yours; only'],
  ['in no subnet, where only internet counts', open, ['no-direct-internet-access'], 'it has direct internet access; only'],
  // A word that AWS has not said yet is not taken for Disabled.
  ['with a network that nobody knows', { ...shut, directInternetAccess: 'Filtered' }, both, 'it has direct internet access; only'],
])('a notebook %s', (_, network, demands, wrong) => {
  const says = flaw(scene(internet, network, { demands }))?.says;
  expect(wrong === undefined ? says : says?.startsWith(wrong)).toBe(wrong === undefined ? undefined : true);
});

test('both are demanded where the settings do not say', () => {
  expect(flaw(scene(internet, { ...open, subnet: 'subnet-1' }))).toBeDefined();
  expect(flaw(scene(internet, { directInternetAccess: 'Disabled' }))).toBeDefined();
});

describe('a notebook with internet of its own', () => {
  const seen = (state: Partial<NotebookState>, settings = {}) => scene(internet, { ...open, ...state }, settings);

  test.each(['InService', 'Pending', 'Stopping', 'Updating', 'Deleting'])('can do harm while %s, and is to stay stopped', (status) => {
    expect(flaw(seen({ status }))).toMatchObject({ contained: false, holds: { what: 'stopped', effect: 'disruptive' } });
  });
  test.each(['Stopped', 'Failed'])('does no harm while %s, and is to stay so', (status) => {
    expect(flaw(seen({ status }))).toMatchObject({ contained: true, holds: { what: 'stopped' } });
  });
  test('is stopped while it runs, which starting it undoes', () => {
    const { step: s, after } = step(seen({}));
    expect(s).toMatchObject({ call: { api: 'StopNotebookInstance' }, effect: 'disruptive', undo: { api: 'StartNotebookInstance' } });
    expect(after).toEqual({ ...running, ...open, status: 'Stopped' });
  });
  test.each(['Stopped', 'Failed'])('is never deleted, not even %s: its owner is told how to build another', (status) => {
    expect(next(seen({ status }))).toEqual({
      do: 'tell',
      why: expect.stringContaining('with a SubnetId and with DirectInternetAccess Disabled'),
    });
    expect(next(seen({ status }, { demands: ['inside-vpc'] }))).toEqual({
      do: 'tell',
      why: expect.stringContaining('with a SubnetId, move'),
    });
  });
});

test.each([{ demands: [] }, { demands: ['firewall'] }, { demand: both }])('settings %j are refused', (settings) => {
  expect(() => flaw(scene(internet, {}, settings))).toThrow();
});
