import { globSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { remediations } from '../../src/registry.ts';
import { root, type Sandbox, sandbox } from './sandbox.ts';

let running: Sandbox | undefined;
afterEach(() => running?.stop());

interface Sample {
  readonly account: string;
}
const sampleOf = (family: string, id: string): Sample => {
  const [path] = globSync(`${root}/events/${family}/${id}.*.json`).sort();
  if (!path) throw new Error(`events/${family}/${id}.*.json: there is no sample.`);
  return JSON.parse(readFileSync(path, 'utf8')) as Sample;
};

describe.each(remediations.map(({ family, id }) => ({ family, id })))('$family/$id in the emulator of Lambda', ({ family, id }) => {
  test('starts, reads its own sample, and says that AWS cannot be reached', async () => {
    const sample = sampleOf(family, id);
    running = await sandbox(`${family}/${id}`, sample.account);
    const answer = (await running.invoke(sample)) as { errorType?: string; errorMessage?: string };
    expect(`${answer.errorType}: ${answer.errorMessage}`).toMatch(/ECONNREFUSED/);
    expect(running.log()).not.toMatch(/"errorType":"Runtime\./);
  });

  test('reports exactly the message that failed, and counts it where CloudWatch reads metrics', async () => {
    const sample = sampleOf(family, id);
    running = await sandbox(`${family}/${id}`, sample.account);
    const foreign = { ...sample, account: '999999999999' };
    const Records = [
      { messageId: 'rubbish', body: '{}' },
      { messageId: 'foreign', body: JSON.stringify(foreign) },
    ];
    expect(await running.invoke({ Records })).toEqual({ batchItemFailures: [{ itemIdentifier: 'rubbish' }] });
    expect(running.log()).toMatch(/^\{"_aws":\{.*"Namespace":"mlwarden".*"Failed":1\}$/m);
  });
});

test.each([...new Set(remediations.map((r) => r.family))])(
  'the sweep of %s starts, reaches nothing, and answers with a gap for every kind',
  async (family) => {
    running = await sandbox(`${family}/sweep`, '111122223333');
    const notes = (await running.invoke({})) as { kind: string; gap?: { why: string } }[];
    // What an account has one of is listed without asking, and the emulator gives less time than the sweep keeps back.
    const why = (kind: string) => (/Detector|Recorder|::Hub|RegistryScanning/.test(kind) ? 'out of time' : 'it cannot be listed: Error');
    expect(notes.map((note) => note.gap?.why)).toEqual(notes.map(({ kind }) => why(kind)));
    expect(notes.length).toBe(new Set(remediations.filter((r) => r.family === family).map((r) => r.kind)).size);
  },
);

test('who tells starts, and gives back a batch of which it cannot tell what it is about', async () => {
  const where = { TABLE: 'mlwarden-ledger', BUS: 'mlwarden', TOPIC: 'arn:aws:sns:eu-west-1:111122223333:mlwarden-people' };
  running = await sandbox('tell', '111122223333', where);
  expect(await running.invoke({ Records: [] })).toEqual({ batchItemFailures: [] });
  const record = { eventName: 'INSERT', dynamodb: { Keys: { pk: { S: 'rec#a#b' }, sk: { S: '1' } }, SequenceNumber: '7' } };
  expect(await running.invoke({ Records: [record] })).toEqual({ batchItemFailures: [{ itemIdentifier: '7' }] });
  expect(running.log()).toMatch(/ECONNREFUSED/);
});

test('the operator starts, is refused in one sentence, and says that its ledger cannot be written', async () => {
  running = await sandbox('operator', '111122223333', { TABLE: 'mlwarden-ledger' });
  expect(await running.invoke({ verb: 'resume', input: { level: 'global', why: 'x' } })).toEqual({
    refused: 'Nobody can tell by which role you are here (somebody who invoked the function), and resume takes one that is known.',
  });
  expect(await running.invoke({ verb: 'pause', input: { level: 'global', why: 'x' } })).toEqual({
    failed: expect.stringContaining('ledger'),
  });
});

test('the reader starts, and says that its ledger cannot be reached', async () => {
  running = await sandbox('reader', '111122223333', { TABLE: 'mlwarden-ledger' });
  expect(await running.invoke({ verb: 'status', input: {} })).toEqual({ failed: 'The ledger could not be read (Query).' });
});

test('the watch starts, sees nothing of what it watches, and fails rather than say that all is well', async () => {
  const what = {
    STACK: 'mlwarden',
    TABLE: 'mlwarden-ledger',
    TOPIC: 'arn:aws:sns:eu-west-1:111122223333:mlwarden-watch',
    CANARY_LOGS: '/canary',
  };
  running = await sandbox('watch', '111122223333', what);
  expect(await running.invoke({})).toMatchObject({ errorMessage: expect.stringContaining('ECONNREFUSED') });
});
