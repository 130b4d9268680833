/** What came of an event, from the rule to the log and back through the reader's own function, in the model of AWS. */
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { OPERATOR, READER } from '../../src/operator/functions.ts';
import { logs } from '../../src/operator/logs.ts';
import type { Answer } from '../../src/operator/office.ts';
import { remediations } from '../../src/registry.ts';
import { AwsError } from '../world/habitat.ts';
import { type Stage, stage } from '../world/story/stage.ts';
import { asking } from './desk.ts';
import { invokedBy } from './doors.ts';

const REGION = 'eu-west-1';
const NAME = 'Churn-Exploration';
const families = [...new Set(remediations.map(({ family }) => family))];
const ID = '7d3f0000-0000-4000-8000-0000000000aa';
const CASE = `notebook-encryption/aws/AWS::SageMaker::NotebookInstance/111122223333/eu-west-1/${NAME.toLowerCase()}`;
const read = (file: string) => readFileSync(`events/notebooks/${file}.json`, 'utf8');
const started = read('notebook-encryption.cloudtrail-start');
const finding = read('notebook-encryption.securityhub');

let on: Stage;
beforeEach(async () => {
  for (const name of ['ACCESS_KEY_ID', 'SECRET_ACCESS_KEY', 'SESSION_TOKEN']) vi.stubEnv(`AWS_${name}`, 'own');
  const file = { notebooks: [{ NotebookInstanceName: NAME, RootAccess: 'Disabled' as const }] };
  const start = new Date('2026-11-02T10:00:00Z');
  on = await stage({ account: '111122223333', region: REGION, seed: 1, start, policy: asking(), file });
});
afterEach(() => void vi.unstubAllEnvs());

async function later(): Promise<void> {
  await on.world.run(new Date(on.world.clock.now() + 20 * 60_000));
}
async function happened(text: string): Promise<void> {
  on.world.bus.publish({ ...JSON.parse(text), id: ID });
  await later();
}
async function invoked(input: object): Promise<unknown> {
  return await invokedBy(on.world, READER, { verb: 'why', input });
}
const why = async (more: object = {}) => (await invoked({ resource: ID, ...more })) as Answer;
/** What is refused when logs are searched, and for which group. */
function refuse(error: AwsError, group = ''): void {
  const { logs } = on.services;
  const truly = logs.call.bind(logs);
  Object.assign(logs, {
    call: (operation: string, input: { logGroupName: string }, caller: { arn: string }) => {
      if (input.logGroupName.endsWith(group)) throw error;
      return truly(operation, input, caller);
    },
  });
}

describe('why, of an event', () => {
  test('about what is right, says that it was looked at and found so', async () => {
    await happened(read('notebook-root-access.cloudtrail-update').replaceAll(/team-a-notebook/gi, NAME));
    const { says, data } = await why();
    expect(says[0]).toBe('Heard of by notebook-root-access');
    expect(says[1]).toMatch(/notebook-root-access looked at .*: compliant, /);
    expect(data.heard).toMatchObject([{ is: 'looked', outcome: 'compliant', family: 'notebooks' }]);
  });

  test('about another account, says that it was ignored for that', async () => {
    await happened(finding.replaceAll(':111122223333:notebook-instance', ':444455556666:notebook-instance'));
    expect((await why()).says[1]).toMatch(/ignored it: of another account or Region$/);
  });

  test('while everything is paused, names the case in which it is withheld', async () => {
    await invokedBy(on.world, OPERATOR, { verb: 'pause', input: { level: 'global', why: 'incident 42' } });
    await happened(started);
    const { says, data } = await why();
    expect(data.heard).toContainEqual(expect.objectContaining({ outcome: 'withheld', case: CASE }));
    expect(says.join('\n')).toContain(`withheld, `);
    expect(says.join('\n')).toContain(`npx mlwarden show '${CASE}'`);
  });

  test('nobody could read, says that it failed, and is given up', async () => {
    on.services.sagemaker.call = () => {
      throw new AwsError('AccessDeniedException', 'not authorized', 403);
    };
    await happened(started);
    await on.world.run(new Date(on.world.clock.now() + 3 * 3_600_000));
    const { says } = await why();
    expect(says.join('\n')).toMatch(/notebook-encryption failed \(5 times\), LookFailed: .*; it is in mlwarden-notebooks-dead-letters/);
  });

  test('that never arrived, or before the time that is asked for, says so', async () => {
    expect((await why()).says[0]).toContain('it never arrived');
    await happened(started);
    await later();
    expect((await why({ since: '5m' })).says[0]).toContain('it never arrived, or before ');
    expect((await why({ since: '2d' })).says[0]).toContain('Heard of by');
  });

  test('says in a sentence that logs may not be read', async () => {
    refuse(new AwsError('AccessDeniedException', 'User is not authorized to perform logs:FilterLogEvents', 403));
    const { failed } = (await invoked({ resource: ID })) as { failed: string };
    expect(failed).toContain('/mlwarden/notebooks: User is not authorized to perform logs:FilterLogEvents');
  });

  test('says what it found, and that not all could be read', async () => {
    await happened(started);
    refuse(new AwsError('AccessDeniedException', 'no', 403), 'identity');
    const { says, wrong } = await why();
    expect([says.at(-1), wrong]).toEqual(['But not all logs could be read: /mlwarden/identity: no', true]);
  });
});

describe('a search of the logs', () => {
  const search = logs(REGION, families);
  test('reads all pages, newest first, of the families that are deployed', async () => {
    const { groups } = on.services.logs;
    for (const name of [...groups.keys()]) if (!/notebooks|jobs$/.test(name)) groups.delete(name);
    for (let n = 0; n < 5; n++) on.services.logs.write('/mlwarden/jobs', `${n} of ${ID}`);
    on.services.logs.write('/mlwarden/jobs', 'of another');
    const { lines, unread } = await search(ID, undefined);
    expect([lines.map(({ text, family }) => `${family} ${text[0]}`), unread]).toEqual([[4, 3, 2, 1, 0].map((n) => `jobs ${n}`), []]);
    expect([...groups.keys()].toSorted()).toEqual(['/mlwarden/jobs', '/mlwarden/notebooks']);
  });
  test('ends at a thousand lines of a family', async () => {
    for (let n = 0; n < 1_001; n++) on.services.logs.write('/mlwarden/jobs', ID);
    const { lines, unread } = await search(ID, undefined);
    expect([lines.length, unread]).toEqual([1_000, ['/mlwarden/jobs: more than 1000 lines name it']]);
  });
  test('is given up after twenty seconds', async () => {
    vi.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort());
    const { unread } = await search(ID, new Date('2023-01-01'));
    expect(unread).toHaveLength(families.length);
    expect(unread[0]).toBe('/mlwarden/data: not to its end within 20 s');
    vi.restoreAllMocks();
  });
  test('asks for a handful at a time', async () => {
    const { logs } = on.services;
    await search(ID, undefined);
    const asked = on.world.log
      .filter(({ service }) => service === 'logs')
      .map(({ input }) => (input as { logGroupName: string }).logGroupName);
    expect(new Set(asked.slice(0, 3)).size).toBe(3);
    expect(new Set(asked)).toEqual(new Set(logs.groups.keys()));
    expect(asked.indexOf(`/mlwarden/${families[3]}`)).toBeGreaterThan(3);
  });
});
