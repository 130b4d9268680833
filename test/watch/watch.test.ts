/** Rounds of the watch over an account: what it notices, what it says, and what it does. */
import { readFileSync } from 'node:fs';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { watchful } from '../../scripts/permissions/granted.ts';
import { connect } from '../../src/aws.ts';
import { dynamoDesk } from '../../src/ledger/desk-dynamodb.ts';
import { resume } from '../../src/operator/resume.ts';
import { status } from '../../src/operator/status.ts';
import { round } from '../../src/watch/watch.ts';
import { policy } from '../engine/policies.ts';
import { APPROVER, approver, SECOND, second } from '../operator/desk.ts';
import { World } from '../world/world.ts';
import { ACCOUNT, Account, DEPLOYED, refusal } from './account.ts';

const table = 'mlwarden-ledger';
const HEARTBEAT = { 'detail-type': 'Scheduled Event', source: 'aws.events' };
const RULE = 'mlwarden-notebook-root-access';
const LATER = '2026-11-26T10:30:00.000+0000';

let account: Account;
let world: World;
let at: Date;
beforeEach(() => {
  account = new Account();
  account.attach();
  at = new Date('2026-11-26T10:20:00.000Z');
  world = new World({ seed: 1, start: at, stale: false, ledgerTable: table });
  connect({ region: 'eu-west-1', ...world.connection() });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  connect({});
});

let waited = 0;
const there = {
  ...{ region: 'eu-west-1', account: ACCOUNT, stack: 'mlwarden', table, logs: '/mlwarden/notebooks' },
  ...{ topic: 'arn:aws:sns:eu-west-1:111122223333:wardenwatch', now: () => at },
  async wait(ms: number): Promise<void> {
    waited += ms;
  },
};
const watch = (event: unknown = HEARTBEAT) => round(event, there);
const did = (operation: string) => account.asked.filter(([o]) => o === operation).map(([, input]) => input);

const dynamo = () => new DynamoDBClient({ region: 'eu-west-1', maxAttempts: 1, ...world.connection() });
function office(caller = approver) {
  const desk = dynamoDesk({ client: dynamo(), table, now: () => at, pause: async () => {} });
  const home = { account: ACCOUNT, region: 'eu-west-1' };
  return {
    desk,
    home,
    policy: policy({ approvers: [APPROVER, SECOND] }),
    cap: 'policy' as const,
    release: 'r',
    known: [],
    caller,
    clock: { now: () => at },
  };
}
const paused = async () => (await office().desk.pauses(['pause#global'])).find(({ until }) => until === undefined);

describe('where everything is as it was deployed', () => {
  test('a canary is sent and found, nobody is told, and nothing is written', async () => {
    expect(await watch()).toEqual({ says: 'as deployed', grave: [], righted: [] });
    expect(did('PutEvents')).toHaveLength(1);
    expect(account.posts).toEqual([]);
    expect(await paused()).toBeUndefined();
  });

  test('each function, mapping and rule of frame and family was looked at', async () => {
    await watch();
    expect(did('GetFunction').map((i) => i.FunctionName)).toEqual(
      expect.arrayContaining(['mlwarden-sweep-notebooks', 'mlwarden-tell', RULE]),
    );
    expect(did('DescribeRule').map((i) => i.Name)).toEqual(expect.arrayContaining(['mlwarden-sweep-notebooks', RULE]));
    expect(did('GetFunction')).toHaveLength(Object.keys(account.functions).length);
    expect(did('GetEventSourceMapping')).toHaveLength(Object.keys(account.mappings).length);
  });

  test('one canary may be lost, two may not', async () => {
    account.lost = 1;
    expect((await watch()).says).toBe('as deployed');
    account.lost = 2;
    waited = 0;
    expect((await watch()).grave).toEqual(['The canary is silent: no event comes through.']);
    expect(waited).toBe(600_000);
  });

  test('AWS may write a pattern in its own order, and false as text', async () => {
    const { EventPattern } = account.rules[RULE];
    const turned = Object.fromEntries(Object.entries(JSON.parse(EventPattern)).toReversed());
    account.rules[RULE].EventPattern = JSON.stringify(turned, undefined, 2).replaceAll('false', '"false"');
    expect((await watch()).says).toBe('as deployed');
  });
});

test('a rule that was switched off is switched on again; people are told, and nothing is paused', async () => {
  account.rules[RULE].State = 'DISABLED';
  expect(await watch()).toEqual({ says: 'different', grave: [], righted: [`The rule ${RULE} was DISABLED.`] });
  expect(account.rules[RULE].State).toBe('ENABLED');
  expect(account.posts.map(({ Subject }) => Subject)).toEqual(['mlwarden: the watch has switched on again what was switched off']);
  expect(account.posts[0]?.Message).toContain(`The rule ${RULE} was DISABLED. It is switched on again.`);
  expect(await paused()).toBeUndefined();
  expect((await watch()).says).toBe('as deployed');
});

test('a rule that cannot be switched on is as grave as all else', async () => {
  account.rules['mlwarden-sweep-notebooks'].State = 'DISABLED';
  account.refuses.set('EnableRule', refusal('ManagedRuleException'));
  expect((await watch()).grave).toEqual([
    'The rule mlwarden-sweep-notebooks was DISABLED. It could not be switched on: ManagedRuleException.',
  ]);
});

describe('pages and pauses:', () => {
  test.each<[string, (a: Account) => void, string]>([
    ['a rule deleted', (a) => delete a.rules[RULE], `The rule ${RULE} is gone.`],
    [
      'a rule that hears less',
      (a) => (a.rules[RULE].EventPattern = '{"source":["nobody"]}'),
      'does not hear what it was deployed to hear.',
    ],
    [
      'the sweep made rare',
      (a) => (a.rules['mlwarden-sweep-notebooks'].ScheduleExpression = 'rate(90 days)'),
      'The rule mlwarden-sweep-notebooks does not hear',
    ],
    [
      'a rule led elsewhere',
      (a) => (a.rules[RULE].Targets[0].Arn = 'arn:aws:sqs:eu-west-1:1:x'),
      'does not lead where it was deployed to lead.',
    ],
    ['a rule that leads nowhere', (a) => (a.rules[RULE].Targets = undefined), 'does not lead where'],
    ['a listener put beside', (a) => a.rules[RULE].Targets.push({ Id: 'y', Arn: 'arn:aws:sqs:eu-west-1:1:y' }), 'does not lead where'],
    ['events emptied on their way', (a) => (a.rules[RULE].Targets[0].Input = '{}'), 'does not lead where'],
    ['a rule narrowed and switched off', (a) => Object.assign(a.rules[RULE], { State: 'DISABLED', EventPattern: '{}' }), 'does not hear'],
    [
      'other code',
      (a) => (a.functions[RULE].Configuration.LastModified = LATER),
      'at 2026-11-26T10:30:00.000Z, by no deployment. Its code is now',
    ],
    ['a function deleted', (a) => delete a.functions[RULE], `The function ${RULE} is gone.`],
    [
      'a function held back',
      (a) => (a.functions[RULE].Concurrency = { ReservedConcurrentExecutions: 0 }),
      'held to a reserved concurrency of 0.',
    ],
    [
      'a mapping off',
      (a) => (a.mappings[`uuid-of-${RULE}`].State = 'Disabled'),
      `The event source mapping uuid-of-${RULE} of ${RULE} is Disabled.`,
    ],
    ['a mapping deleted', (a) => delete a.mappings[`uuid-of-${RULE}`], `of ${RULE} is gone.`],
    [
      'a mapping to another function',
      (a) => (a.mappings[`uuid-of-${RULE}`].FunctionArn = 'arn:aws:lambda:eu-west-1:1:function:x'),
      'calls x instead.',
    ],
    [
      'a mapping that filters',
      (a) => (a.mappings[`uuid-of-${RULE}`].FilterCriteria = { Filters: [{ Pattern: '{"a":[1]}' }] }),
      'does not let through',
    ],
    [
      'telling that hears all',
      (a) => (a.mappings['uuid-of-mlwarden-tell'].FilterCriteria = undefined),
      'of mlwarden-tell does not let through',
    ],
    ['the stack deleted', (a) => (a.stack = undefined), 'The stack mlwarden is gone.'],
  ])('%s', async (_, tamper, says) => {
    tamper(account);
    const { grave } = await watch();
    expect(grave).toEqual([expect.stringContaining(says)]);
    expect(account.posts.map(({ Subject }) => Subject)).toEqual(['mlwarden is not as it was deployed: everything is paused']);
    expect(account.posts[0]?.Message).toContain(grave[0]);
    expect(await paused()).toMatchObject({ reason: grave[0], by: 'wardenwatch' });
    expect(did('PutEvents')).toEqual([]);
  });
});

describe('a deployment', () => {
  beforeEach(() => {
    account.stack = { StackStatus: 'UPDATE_IN_PROGRESS', LastUpdatedTime: new Date('2026-11-26T10:10:00Z') };
    account.functions[RULE].Configuration.LastModified = LATER;
  });

  test('is waited for: nothing is compared while it lasts', async () => {
    expect((await watch()).says).toBe('deploying');
    expect(did('GetFunction')).toEqual([]);
    expect(account.posts).toEqual([]);
  });

  test('that lasts for more than an hour hides something', async () => {
    at = new Date('2026-11-26T11:11:00Z');
    expect((await watch()).grave[0]).toMatch(/^The stack mlwarden is being deployed since 2026-11-26T10:10:00.000Z/);
  });

  test('that is over explains what it changed, to five seconds', async () => {
    account.stack = { StackStatus: 'UPDATE_COMPLETE', LastUpdatedTime: DEPLOYED };
    account.functions[RULE].Configuration.LastModified = new Date(DEPLOYED.getTime() + 5_000).toISOString();
    expect((await watch()).says).toBe('as deployed');
  });
});

describe('a pause', () => {
  const goOn = async () => {
    for (const who of [approver, second]) await resume.run(office(who), { level: 'global', why: 'deployed again' });
  };
  const tamper = () => (account.functions[RULE].Configuration.LastModified = LATER);

  test('of the watch is seen by status, with who and why, and two persons resume', async () => {
    tamper();
    await watch();
    expect((await status.run(office(), {})).says[1]).toMatch(
      /^PAUSED: everything without an end: The function mlwarden-notebook-root-access was changed .* \(wardenwatch\)$/,
    );
    await goOn();
    expect(await paused()).toBeUndefined();
  });

  test('that is over is written anew', async () => {
    tamper();
    await watch();
    await goOn();
    await watch();
    expect(await paused()).toMatchObject({ rev: 3, by: 'wardenwatch' });
  });

  test('of somebody else is left as it is, and people are told', async () => {
    const Item = { pk: { S: 'control#pause#global' }, sk: { S: '-' }, reason: { S: 'incident 42' }, by: { S: 'on call' } };
    await dynamo().send(new PutItemCommand({ TableName: table, Item }));
    tamper();
    await watch();
    expect(await paused()).toEqual({ name: 'pause#global', rev: 0, reason: 'incident 42', by: 'on call' });
    expect(account.posts[0]).toMatchObject({
      Subject: 'mlwarden is not as it was deployed; everything is paused already',
      Message: expect.stringContaining('Everything was paused already, by on call: incident 42'),
    });
  });

  test('for what people know of is told again once an hour, and for something new at once', async () => {
    tamper();
    await watch();
    for (const minute of [35, 50]) {
      at = new Date(at.setUTCMinutes(minute));
      await watch();
    }
    expect(account.posts).toHaveLength(1);
    at = new Date('2026-11-26T11:05:00Z');
    await watch();
    expect(account.posts).toHaveLength(2);
    at = new Date('2026-11-26T11:20:00Z');
    delete account.rules[RULE];
    await watch();
    expect(account.posts).toHaveLength(3);
  });

  test('that cannot be made is told as such, and the round fails', async () => {
    tamper();
    world.faults.plan({ on: 'dynamodb:TransactWriteItems', what: 'denied', times: 9 });
    await expect(watch()).rejects.toThrow('The ledger did not take the order.');
    expect(account.posts).toMatchObject([
      { Subject: expect.stringContaining('IT COULD NOT BE PAUSED'), Message: expect.stringContaining('Pause it by hand') },
    ]);
  });

  test('is made also where nobody can be told, and the round fails', async () => {
    tamper();
    account.refuses.set('Publish', refusal('AuthorizationError'));
    await expect(watch()).rejects.toThrow();
    expect(await paused()).toBeDefined();
  });
});

describe('a call that was made', () => {
  const sample = JSON.parse(readFileSync('test/events/cloudtrail.lambda.AddPermission.json', 'utf8'));
  const call = (eventName: string, requestParameters: object, more: object = {}) => ({
    ...sample,
    detail: { ...sample.detail, eventName, requestParameters, ...more },
  });
  const queue = (name: string) => ({ queueUrl: `https://sqs.eu-west-1.amazonaws.com/${ACCOUNT}/${name}` });

  test.each<[string, object]>([
    ['PurgeQueue on mlwarden-trail-logging', call('PurgeQueue', queue('mlwarden-trail-logging'))],
    ['SetQueueAttributes on mlwarden-trail-logging', call('SetQueueAttributes', queue('mlwarden-trail-logging'))],
    ['SetQueueAttributes on mlwarden-data-dead-letters', call('SetQueueAttributes', queue('mlwarden-data-dead-letters'))],
    ['AddPermission20150331v2 on mlwarden-operator', call('AddPermission20150331v2', { functionName: 'mlwarden-operator' })],
    [
      'RemovePermission20150331v2 on mlwarden-sweep-notebooks',
      call('RemovePermission20150331v2', { functionName: `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:mlwarden-sweep-notebooks` }),
    ],
  ])('and cannot be read back is told and pauses: %s', async (what, event) => {
    const { grave } = await watch(event);
    expect(grave).toEqual([`arn:aws:iam::111122223333:user/dev-user called ${what}.`]);
    expect(await paused()).toMatchObject({ reason: grave[0] });
  });

  test('is told also where nothing can be read, and the round fails', async () => {
    account.refuses.set('DescribeStacks', refusal('AccessDenied'));
    await expect(watch(call('PurgeQueue', queue('mlwarden-trail-logging')))).rejects.toThrow();
    expect(account.posts).toHaveLength(1);
    expect(await paused()).toBeDefined();
  });

  test.each<[string, object]>([
    ['of dead letters that were dealt with', call('PurgeQueue', queue('mlwarden-data-dead-letters'))],
    ['that was refused', call('PurgeQueue', queue('mlwarden-trail-logging'), { errorCode: 'AccessDenied' })],
    ['of a deployment', call('SetQueueAttributes', queue('mlwarden-x'), { userIdentity: { invokedBy: 'cloudformation.amazonaws.com' } })],
    ['on somebody else’s queue', call('PurgeQueue', queue('their-mlwarden-x'))],
    ['that a look finds', call('UpdateFunctionCode20150331v2', { functionName: 'mlwarden-sweep-notebooks' })],
    ['on nothing', call('PurgeQueue', {})],
  ])('%s leads to a look, and to no canary', async (_, event) => {
    expect((await watch(event)).says).toBe('as deployed');
    expect(did('GetFunction').length).toBeGreaterThan(0);
    expect(did('PutEvents')).toEqual([]);
  });
});

test('what cannot be read is not taken for gone: the round fails, and nothing is paused', async () => {
  account.refuses.set('GetFunction', refusal('TooManyRequestsException'));
  await expect(watch()).rejects.toThrow();
  expect(account.posts).toEqual([]);
  expect(await paused()).toBeUndefined();
});

test('what is asked for is what the role is granted, no more and no less', async () => {
  await watch();
  account.rules[RULE].State = 'DISABLED';
  delete account.functions[RULE];
  await watch();
  const single: Record<string, string> = { TransactWriteItems: 'PutItem' };
  const stored = world.log.map(({ operation }) => single[operation] ?? operation);
  const asked = new Set([...account.asked.map(([operation]) => operation), ...stored]);
  const byLambda = /^logs:(CreateLogStream|PutLogEvents)$/;
  const may = new Set(watchful.filter(({ action }) => !byLambda.test(action)).map(({ action }) => action.split(':')[1]));
  expect([...asked].toSorted()).toEqual([...may].toSorted());
});

test('the deployed function is told by its environment where it stands', async () => {
  const env = {
    AWS_REGION: 'eu-west-1',
    HOME_ACCOUNT: ACCOUNT,
    STACK: 'mlwarden',
    TABLE: table,
    TOPIC: there.topic,
    CANARY_LOGS: there.logs,
  };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const { handler } = await import('../../src/handlers/watch.ts');
  const event = JSON.parse(readFileSync('test/events/cloudtrail.events.DisableRule.json', 'utf8'));
  account.rules[RULE].State = 'DISABLED';
  expect((await handler(event)).righted).toEqual([`The rule ${RULE} was DISABLED.`]);
  expect(account.posts).toHaveLength(1);
});
