import { describe, expect, test } from 'vitest';
import { remediation } from '../../../src/remediations/pipelines/build-logs.ts';
import type { BuildProjectState } from '../../../src/resources/build-project.ts';
import { flaw, next, step } from '../promise.ts';
import { scene } from './scene.ts';

type Logs = NonNullable<BuildProjectState['logs']>;
const off: Logs = { cloudWatchLogs: { status: 'DISABLED', groupName: '/builds' }, s3Logs: { status: 'DISABLED' } };
const seen = (logs?: Logs, settings = {}) => scene(remediation, logs ? { logs } : {}, settings);

describe('the logs of a build project', () => {
  test.each<[says: string, logs: Logs | undefined, where: string[], wrong: boolean]>([
    ['nobody ever said anything', undefined, ['cloudwatch', 's3'], false],
    ['only S3 is mentioned', { s3Logs: { status: 'DISABLED' } }, ['cloudwatch', 's3'], false],
    ['both are off', off, ['cloudwatch', 's3'], true],
    ['S3 alone is on', { ...off, s3Logs: { status: 'ENABLED' } }, ['cloudwatch', 's3'], false],
    ['S3 alone is on and does not count', { ...off, s3Logs: { status: 'ENABLED' } }, ['cloudwatch'], true],
    ['CloudWatch is on and does not count', undefined, ['s3'], true],
  ])('%s', (_, logs, where, wrong) => expect(flaw(seen(logs, { where })) !== undefined).toBe(wrong));

  test('go to CloudWatch again, to the group they went to', () => {
    const { step: s, after } = step(seen(off));
    expect(s).toMatchObject({
      call: { api: 'UpdateProject', input: { logsConfig: { ...off, cloudWatchLogs: { status: 'ENABLED', groupName: '/builds' } } } },
      effect: 'reversible',
      undo: { api: 'UpdateProject', input: { logsConfig: off } },
    });
    expect(flaw({ ...seen(off), state: after })).toBeUndefined();
  });

  test.each([undefined, off])('that are wanted in S3 are for a person to turn on', (logs) => {
    expect(next(seen(logs, { where: ['s3'] }))).toMatchObject({ do: 'tell', why: expect.stringContaining('which bucket') });
  });
});

test.each([{ where: [] }, { where: ['syslog'] }])('settings %j are refused', (settings) => {
  expect(() => flaw(seen(off, settings))).toThrow();
});
