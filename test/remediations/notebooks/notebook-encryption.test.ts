import { describe, expect, test } from 'vitest';
import { remediation as encryption } from '../../../src/remediations/notebooks/notebook-encryption.ts';
import type { NotebookState } from '../../../src/resources/notebook.ts';
import { flaw, step } from '../promise.ts';
import { KEY, running, scene } from './scene.ts';

describe('a notebook without a key of its own', () => {
  const seen = (state: Partial<NotebookState>, settings = {}) => scene(encryption, state, settings);

  test.each(['InService', 'Pending', 'Stopping', 'Updating', 'Deleting'])('can do harm while %s, and is to stay stopped', (status) => {
    expect(flaw(seen({ status }))).toMatchObject({ contained: false, holds: { what: 'stopped', effect: 'disruptive' } });
  });
  test.each(['Stopped', 'Failed'])('does no harm while %s, and is to stay so', (status) => {
    expect(flaw(seen({ status }))).toMatchObject({ contained: true, holds: { what: 'stopped' } });
  });
  test('is stopped while it runs, which starting it undoes', () => {
    const { step: s, after } = step(seen({}));
    expect(s).toMatchObject({ call: { api: 'StopNotebookInstance' }, effect: 'disruptive', undo: { api: 'StartNotebookInstance' } });
    expect(after).toEqual({ ...running, status: 'Stopped' });
  });
  test.each(['Stopped', 'Failed'])('is deleted once %s, and the step says what goes with it', (status) => {
    const { step: s, after } = step(seen({ status }));
    expect(s).toMatchObject({
      call: { api: 'DeleteNotebookInstance', input: { NotebookInstanceName: 'Team-A-Notebook' } },
      effect: 'destructive',
    });
    expect(s.undo).toBeUndefined();
    expect(s.loses).toMatch(/5 GB ML storage volume.*3 days old/);
    expect(after).toBe('gone');
  });
  test.each([
    ['10 minutes old and the first 15 are free', '2026-11-01T11:50:00.000Z', 15, 'disruptive'],
    ['as old as the limit', '2026-11-01T11:45:00.000Z', 15, 'destructive'],
    ['10 minutes old and no minute is free', '2026-11-01T11:50:00.000Z', 0, 'destructive'],
  ])('is a loss by age: %s', (_, created, newborn, effect) => {
    expect(step(seen({ status: 'Stopped', created }, { newborn })).step.effect).toBe(effect);
  });
});

describe('a notebook with a key', () => {
  const other = 'arn:aws:kms:eu-west-1:111122223333:key/99999999-04c4-414d-9c67-7a7db160b879';
  test.each<[says: string, kmsKeyId: string, keys: string[], wrong: boolean]>([
    ['any key will do', KEY, [], false],
    ['the key is listed by ARN', KEY, [other, KEY], false],
    ['the key is listed by id', KEY, ['11267bce-04c4-414d-9c67-7a7db160b879'], false],
    ['the key is given by id and listed by ARN', '11267bce-04c4-414d-9c67-7a7db160b879', [KEY], false],
    ['the alias is listed', 'alias/ml', ['alias/ml'], false],
    ['the alias is listed by ARN', 'alias/ml', ['arn:aws:kms:eu-west-1:111122223333:alias/ml'], false],
    ['another key is listed', KEY, [other], true],
    ['the same id of another account is listed', KEY, [KEY.replace('111122223333', '444455556666')], true],
    ['the alias is not listed', 'alias/mine', [KEY], true],
  ])('%s', (_, kmsKeyId, keys, wrong) => {
    expect(flaw(scene(encryption, { kmsKeyId }, { keys })) !== undefined).toBe(wrong);
  });
});

test.each([{ newborns: 5 }, { newborn: -1 }, { newborn: 1.5 }, { keys: [''] }])('settings %j are refused', (settings) => {
  expect(() => flaw(scene(encryption, {}, settings))).toThrow();
});
