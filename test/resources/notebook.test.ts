import { describe, expect, test } from 'vitest';
import { notebook } from '../../src/resources/notebook.ts';
import { UnknownStatus } from '../../src/resources/status.ts';
import { running } from '../remediations/notebooks/scene.ts';

describe('the status of a notebook', () => {
  test.each(['Pending', 'Updating', 'Stopping', 'Deleting', 'PendingMaintenance', 'InMaintenance'])('%s is waited out', (status) => {
    expect(notebook.busy?.({ ...running, status })).toMatchObject({ do: 'wait', for: expect.stringContaining(status) });
  });
  test.each(['InService', 'Stopped', 'Failed'])('%s lasts', (status) => expect(notebook.busy?.({ ...running, status })).toBeUndefined());
  test('that nobody foresaw is an error', () => expect(() => notebook.busy?.({ ...running, status: 'Napping' })).toThrow(UnknownStatus));
});
