/** Every `mlwarden` command of docs/operating.md does what it says; what the operator's role may is compared by `npm run check:permissions`. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MANUAL } from '../../src/cli/manual.ts';
import { broken } from '../../src/ledger/chain.ts';
import type { Entry } from '../../src/ledger/items.ts';
import { proofOf } from '../../src/operator/sign.ts';
import { automated, commands, EXECUTION, furnished, invoked, later, Outside, OWN, ordered, page, REGION, typed } from './page.ts';

const TABLE = new Map(
  [...page.matchAll(/^\| (`[^|]+) \| (.*) \|$/gm)].flatMap(([, verbs = '', data = '']) =>
    verbs.split(', ').map((verb) => [verb.replaceAll('`', ''), data] as const),
  ),
);
const members = (told: string) => [...told.matchAll(/`(\w+)(\??)`/g)].map(([, name = '', maybe]) => ({ name, maybe }));
/** What the page's table says of a verb's `data`: behind a colon and in brackets are the members of a member. */
function documented(verb: string) {
  const told = (TABLE.get(verb) ?? '').replaceAll(/\((?:[^()]|\([^()]*\))*\)/g, '');
  const [, aCase = ''] = /^`cases`: (.*?);/.exec(TABLE.get('list') ?? '') ?? [];
  const named = told.split('; ').flatMap((part) => members(part.split(': ', 1)[0] ?? ''));
  return told.startsWith('one such case') ? [...members(aCase.replace(/, with .*/, '')), ...named] : named;
}

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
  const shown: { readonly verb: string; readonly has: readonly string[] }[] = [];
  for await (const { verb, data } of typed(on)) {
    ran.add(verb);
    if (data) shown.push({ verb, has: Object.keys(data) });
  }
  for (const { verb, has } of shown.filter((one) => one.verb !== 'export')) {
    const said = documented(has.includes('event') ? `${verb} of an event` : verb);
    const unsaid = has.filter((member) => !said.some(({ name }) => name === member));
    const missing = said.filter(({ name, maybe }) => !maybe && !has.includes(name)).map(({ name }) => name);
    expect({ verb, unsaid, missing }).toEqual({ verb, unsaid: [], missing: [] });
  }
  const { data } = await ordered(on, 'show', { case: 'notebook-encryption Churn-Exploration' });
  expect(data.chain).toBe('whole');
  const { verbs } = await import('../../src/operator/verbs.ts');
  expect([...ran].toSorted()).toEqual(Object.keys(MANUAL).toSorted());
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
