/** Every `mlwarden` command of docs/operating.md, in the order of the page, by the operator's own function in the model of AWS. */
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Grant, globbed, granted } from '../../scripts/permissions/granted.ts';
import { MANUAL } from '../../src/cli/manual.ts';
import { readVerb } from '../../src/cli/verb-options.ts';
import { handler } from '../../src/handlers/operator.ts';
import { broken } from '../../src/ledger/chain.ts';
import type { Entry } from '../../src/ledger/items.ts';
import type { Answer } from '../../src/operator/office.ts';
import { proofOf } from '../../src/operator/sign.ts';
import type { Logged } from '../world/platform/log.ts';
import { type Stage, stage } from '../world/story/stage.ts';
import { asking } from './desk.ts';
import { PEOPLE, rolesOfPeople, saysSts } from './people.ts';

const REGION = 'eu-west-1';
const page = readFileSync('docs/operating.md', 'utf8');
const commands = [...page.matchAll(/```sh\n([\s\S]*?)```/g)]
  .flatMap(([, block = '']) => block.trim().split('\n'))
  .filter((line) => line.startsWith('npx mlwarden '))
  .map(
    (line) =>
      line
        .replace(/ > .*/, '')
        .match(/'[^']*'|\S+/g)
        ?.map((word) => word.replaceAll("'", '')) ?? [],
  );

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

const policy = asking({
  defaults: { reversible: 'enforce', disruptive: 'ask', destructive: 'ask' },
  violations: { 'notebook-root-access': { reversible: { do: 'enforce', after: '24h' }, disruptive: { do: 'enforce', after: '24h' } } },
});
const EXECUTION = '4105a4fc-f944-11e6-9d32-8fb2db27a909';
/** What SSM is asked for, and what it says is being ordered. */
let asksSsm: { about: string; signed: boolean }[] = [];
let execution: object = {};
beforeEach(() => {
  asksSsm = [];
  for (const name of ['ACCESS_KEY_ID', 'SECRET_ACCESS_KEY', 'SESSION_TOKEN']) vi.stubEnv(`AWS_${name}`, 'own');
  vi.stubGlobal('fetch', async (url: string, { headers, body }: { headers: Record<string, string>; body: string }) => {
    if (url === 'https://ssm.eu-west-1.amazonaws.com/') {
      const signed = /Credential=own\/\d{8}\/eu-west-1\/ssm\//.test(headers.authorization ?? '');
      asksSsm.push({ about: `${headers['x-amz-target']} ${body}`, signed });
      return new Response(JSON.stringify({ AutomationExecution: execution }));
    }
    return saysSts(headers.authorization);
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});

async function furnished(): Promise<Stage> {
  const notebook = { NotebookInstanceName: 'Churn-Exploration', RootAccess: 'Enabled' };
  const file = { notebooks: [notebook], endpointConfigs: [], endpoints: [], policies: [], roles: rolesOfPeople(), findings: [] };
  const on = await stage({ account: '111122223333', region: REGION, seed: 1, start: new Date('2026-11-02T10:00:00Z'), policy, file });
  on.world.bus.publish(JSON.parse(readFileSync('events/notebooks/notebook-encryption.cloudtrail-start.json', 'utf8')));
  await later(on);
  return on;
}
/** What is queued is worked off. */
async function later({ world }: Stage): Promise<void> {
  await world.run(new Date(world.clock.now() + 20 * 60_000));
}

async function invoked({ world }: Stage, event: unknown): Promise<unknown> {
  const role = world.roleOf('operator');
  const answered = world.lambda.invoke({ name: 'operator', role, handler, event });
  await world.run(new Date(world.clock.now() + 60_000));
  return await answered;
}
/** By one person, and by the second where it takes two. */
async function ordered(on: Stage, verb: string, input: object): Promise<Answer> {
  for (const accessKeyId of PEOPLE) {
    const proof = await proofOf(verb, input, REGION, { accessKeyId, secretAccessKey: 'x' }, new Date(on.world.clock.now()));
    const reply = (await invoked(on, { verb, input, proof })) as Answer;
    if (!reply.data) throw new Error(`${verb} ${JSON.stringify(input)}: ${JSON.stringify(reply)}`);
    if (reply.data.complete !== false && reply.data.ended !== false) return reply;
  }
  throw new Error(`${verb}: two people were not enough`);
}

/** What a call is about, in the words of IAM. */
function asked({ service, operation, input }: Logged): { action: string; resource: string; key?: string }[] {
  const table = 'arn:aws:dynamodb:eu-west-1:111122223333:table/mlwarden-ledger';
  // biome-ignore lint/suspicious/noExplicitAny: each operation has its own input.
  const given = input as any;
  if (operation === 'TransactWriteItems')
    return given.TransactItems.map((item: { Put: { Item: { pk: { S: string } } } }) => ({
      action: 'dynamodb:PutItem',
      resource: table,
      key: item.Put.Item.pk.S,
    }));
  if (operation === 'BatchGetItem')
    return given.RequestItems['mlwarden-ledger'].Keys.map((key: { pk: { S: string } }) => ({
      action: 'dynamodb:BatchGetItem',
      resource: table,
      key: key.pk.S,
    }));
  if (operation === 'Query') {
    if (given.IndexName) return [{ action: 'dynamodb:Query', resource: `${table}/index/${given.IndexName}` }];
    return [{ action: 'dynamodb:Query', resource: table, key: given.ExpressionAttributeValues[':pk'].S }];
  }
  if (operation === 'GetRole') return [{ action: 'iam:GetRole', resource: `arn:aws:iam::111122223333:role/${given.RoleName}` }];
  if (operation === 'SendMessage')
    return [{ action: 'sqs:SendMessage', resource: `arn:aws:sqs:eu-west-1:111122223333:${given.QueueUrl.split('/').at(-1)}` }];
  if (operation === 'FilterLogEvents')
    return [{ action: 'logs:FilterLogEvents', resource: `arn:aws:logs:eu-west-1:111122223333:log-group:${given.logGroupName}` }];
  // AWS can limit neither to anything.
  if (operation === 'GetMetricData') return [{ action: 'cloudwatch:GetMetricData', resource: '*' }];
  if (operation === 'ListRules') return [{ action: 'events:ListRules', resource: '*' }];
  return [{ action: `${service}:${operation}`, resource: '?' }];
}

test('every command of the page does what it says, and asks for no more than its role may, which is no more than it asks for', async () => {
  const on = await furnished();
  expect(commands.length).toBeGreaterThan(20);
  const ran = new Set<string>();
  const shown: { readonly verb: string; readonly has: readonly string[] }[] = [];
  for (const words of commands) {
    const { verb, input } = readVerb(words.slice(2));
    ran.add(verb);
    if (verb === 'policy check' || MANUAL[verb]?.here) continue;
    const { data } = await ordered(on, verb, input);
    shown.push({ verb, has: Object.keys(data ?? {}) });
    await later(on);
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

  execution = {
    ...{ DocumentName: 'mlwarden-pause', AutomationExecutionStatus: 'InProgress', ExecutionStartTime: on.world.clock.now() / 1000 },
    ...{ ExecutedBy: 'arn:aws:sts::111122223333:assumed-role/second/s', Parameters: { Level: ['global'], Why: ['drill'] } },
  };
  expect(await invoked(on, { automation: EXECUTION })).toMatchObject({
    data: { pause: 'pause#global', by: expect.stringContaining('/second/') },
  });
  expect(asksSsm).toEqual([{ about: `AmazonSSM.GetAutomationExecution {"AutomationExecutionId":"${EXECUTION}"}`, signed: true }]);

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

  const grants = granted('policy').filter((g) => g.role === 'mlwarden-operator' && !/^logs:(Create|Put)/.test(g.action));
  const bySsm: ReturnType<typeof asked>[number] = {
    action: 'ssm:GetAutomationExecution',
    resource: `arn:aws:ssm:eu-west-1:111122223333:automation-execution/${EXECUTION}`,
  };
  const used = [...on.world.log.filter((l) => l.caller === on.world.roleOf('operator')).flatMap(asked), bySsm];
  const meets = (g: Grant, key: string | undefined, u: (typeof used)[number]) =>
    g.action === u.action && globbed(g.resource, u.resource) && (key === undefined || (u.key !== undefined && globbed(key, u.key)));
  const patterns = grants.flatMap((g) => (g.keys ?? [undefined]).map((key) => ({ g, key })));
  expect(used.filter((u) => !patterns.some(({ g, key }) => meets(g, key, u)))).toEqual([]);
  expect(
    patterns.filter(({ g, key }) => !used.some((u) => meets(g, key, u))).map(({ g, key }) => `${g.action} ${g.resource} ${key}`),
  ).toEqual([]);
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
