/** Every `mlwarden` command of docs/operating.md does what it says; what the operator's role may is compared by `npm run check:permissions`. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MANUAL } from '../../src/cli/manual.ts';
import { broken } from '../../src/ledger/chain.ts';
import type { Entry } from '../../src/ledger/items.ts';
import { proofOf } from '../../src/operator/sign.ts';
import { verbsTold } from '../answers.ts';
import { automated, commands, EXECUTION, furnished, invoked, later, Outside, OWN, ordered, REGION, typed } from './page.ts';

let outside: Outside;
beforeEach(() => {
  outside = new Outside();
  for (const [name, value] of Object.entries(OWN)) vi.stubEnv(name, value);
  vi.stubGlobal('fetch', outside.fetch);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});

test('every command of the page does what it says, and what it did is on record', async () => {
  const on = await furnished();
  expect(commands.length).toBeGreaterThan(20);
  const ran = new Set<string>();
  for await (const { verb } of typed(on)) ran.add(verb);
  const { data } = await ordered(on, 'show', { case: 'notebook-encryption Churn-Exploration' });
  expect(data.chain).toBe('whole');
  const { verbs } = await import('../../src/operator/verbs.ts');
  expect([...ran].toSorted()).toEqual(Object.keys(MANUAL).toSorted());
  expect([...verbsTold, 'export'].toSorted()).toEqual([...ran].toSorted());
  expect(verbs.filter((v) => !ran.has(v.name))).toEqual([]);

  expect(await automated(on, outside)).toMatchObject({
    data: { pause: 'pause#global', by: expect.stringContaining('/second/') },
  });
  expect(outside.asked).toEqual([{ about: `AmazonSSM.GetAutomationExecution {"AutomationExecutionId":"${EXECUTION}"}`, signed: true }]);

  const record = on.world.call('dynamodb', 'Query', {
    TableName: 'mlwarden-ledger',
    KeyConditionExpression: 'pk = :k',
    ExpressionAttributeValues: { ':k': { S: 'rec#operator#desk' } },
    ConsistentRead: true,
  }) as { Items: { doc: { S: string } }[] };
  const entries = record.Items.map(({ doc }) => JSON.parse(doc.S) as Entry);
  expect(broken(entries)).toBeUndefined();
  expect(new Set(entries.map((e) => e.body.role))).toEqual(
    new Set(['arn:aws:iam::111122223333:role/security/approver', 'arn:aws:iam::111122223333:role/security/second']),
  );
});

test('whoever invokes the function without a proof pauses, and resumes nothing', async () => {
  const on = await furnished();
  const input = { level: 'global', why: 'x' };
  expect(await invoked(on, { verb: 'pause', input })).toMatchObject({ data: { pause: 'pause#global' } });
  expect(await invoked(on, { verb: 'resume', input })).toMatchObject({ refused: expect.stringContaining('Nobody can tell') });
});

test('a role that IAM does not know is nobody’s', async () => {
  const on = await furnished();
  on.world.call('iam', 'DeleteRole', { RoleName: 'second' });
  await later(on);
  const input = { level: 'global', why: 'x' };
  const proof = await proofOf('resume', input, REGION, { accessKeyId: 'second', secretAccessKey: 'x' }, new Date(on.world.clock.now()));
  expect(await invoked(on, { verb: 'resume', input, proof })).toEqual({ refused: 'IAM knows no role second whose session this is.' });
});
