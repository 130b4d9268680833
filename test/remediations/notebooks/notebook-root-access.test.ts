import { describe, expect, test } from 'vitest';
import { remediation as rootAccess } from '../../../src/remediations/notebooks/notebook-root-access.ts';
import type { NotebookState } from '../../../src/resources/notebook.ts';
import { flaw, next, step } from '../promise.ts';
import { KEY, scene } from './scene.ts';

describe('a notebook whose users are root', () => {
  const seen = (state: Partial<NotebookState>) => scene(rootAccess, { kmsKeyId: KEY, ...state });

  test('is wrong, and is to stay stopped while it is', () => {
    expect(flaw(seen({}))).toMatchObject({ contained: false, holds: { what: 'stopped', effect: 'disruptive' } });
    expect(flaw(seen({ status: 'Stopped' }))).toMatchObject({ contained: true });
    expect(flaw(seen({ rootAccess: 'Disabled' }))).toBeUndefined();
  });
  test('is stopped, then repaired; nobody starts it but the engine', () => {
    const stop = step(seen({}));
    expect(stop.step).toMatchObject({
      call: { api: 'StopNotebookInstance' },
      effect: 'disruptive',
      undo: { api: 'StartNotebookInstance' },
    });
    const update = step({ ...seen({}), state: stop.after as NotebookState });
    expect(update.step).toMatchObject({
      call: { api: 'UpdateNotebookInstance', input: { NotebookInstanceName: 'Team-A-Notebook', RootAccess: 'Disabled' } },
      effect: 'reversible',
      undo: { input: { RootAccess: 'Enabled' } },
    });
    expect(flaw({ ...seen({}), state: update.after as NotebookState })).toBeUndefined();
  });
  test('cannot be repaired once it has failed', () => {
    expect(next(seen({ status: 'Failed' }))).toMatchObject({ do: 'tell', why: expect.stringContaining('Failed') });
  });
});

test('settings of another violation are refused', () => {
  expect(() => flaw(scene(rootAccess, {}, { newborn: 5 }))).toThrow();
});
