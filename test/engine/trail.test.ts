/** What the record says, word by word: it is read by people, long after. */
import { describe, expect, test } from 'vitest';
import type { Visit } from '../../src/engine/house.ts';
import { awsError, resourceOf, START, Street } from './lamp.ts';
import { policy } from './policies.ts';

const HOUR = 3_600_000;
const call = (api: string) => ({ api, input: { LampName: 'a' } });
const bodies = (street: Street, type?: string) => street.entries.filter((e) => !type || e.type === type).map((e) => e.body);
const last = (street: Street, type: string) => bodies(street, type).at(-1);
const opened = async (street: Street, violation = 'lamp-off') =>
  await street.ledger.open({ key: resourceOf('a').key, violation, account: '111122223333' });

test('a repair and its hand-back tell what was wrong, what was done by which line of policy, and why it was handed back', async () => {
  const street = new Street(policy());
  const lamp = street.place('a', { paint: 'red' });
  const { cause } = street.visit('a', 'ana');
  await street.look('lamp-off', 'a', 'ana');
  await street.rest();
  lamp.paint = 'grey';
  street.now += HOUR;
  const handedBackFor = street.visit('a').cause;
  await street.look('lamp-off', 'a');
  await street.rest();
  const hash = expect.stringMatching(/^[0-9a-f]{64}$/);
  expect(street.entries.map(({ type, body }) => ({ type, ...body }))).toEqual([
    {
      type: 'found',
      says: 'it is painted red',
      contained: false,
      severity: 'high',
      standards: ['Lamp.1'],
      arn: resourceOf('a').arn,
      born: lamp.born,
      cause,
    },
    {
      type: 'intent',
      token: 1,
      purpose: 'repair',
      call: call('SwitchOff'),
      hash,
      effect: 'disruptive',
      expect: { power: 'off' },
      born: '2026-11-01T00:00:00.000Z',
      undo: call('SwitchOn'),
      former: { power: 'on' },
      line: 'defaults.disruptive',
      says: 'it is painted red',
      cause,
    },
    { type: 'sent', token: 1, call: call('SwitchOff') },
    { type: 'applied', token: 1, call: call('SwitchOff') },
    {
      type: 'outcome',
      outcome: 'contained',
      flaw: 'it is painted red',
      why: 'observe',
      line: 'defaults.destructive',
      next: { call: call('Smash'), effect: 'destructive' },
      purpose: 'repair',
      loses: 'the lamp',
    },
    { type: 'released', what: 'off', says: 'the flaw is not seen any more' },
    {
      type: 'intent',
      token: 4,
      purpose: 'hand-back',
      call: call('SwitchOn'),
      hash,
      effect: 'reversible',
      born: '2026-11-01T00:00:00.000Z',
      expect: { power: 'on' },
      former: { power: 'off' },
      line: 'defaults.reversible',
      says: 'nothing needs it held any more: handed back',
      cause: handedBackFor,
    },
    { type: 'sent', token: 4, call: call('SwitchOn') },
    { type: 'applied', token: 4, call: call('SwitchOn') },
    // The repair rested once it was contained: from then on nothing was begun that is ours.
    { type: 'outcome', outcome: 'fixed', says: 'nothing wrong is seen any more', ours: false },
  ]);
  const { lock, case: kase } = await opened(street);
  expect([lock.token, kase.rev]).toEqual([6, 8]);
  expect(street.reports.map(({ outcome, says }) => [outcome, says])).toEqual([
    ['sent', 'SwitchOff sent'],
    ['contained', 'Smash is withheld: observe (defaults.destructive)'],
    ['sent', 'SwitchOn sent'],
    ['sent', 'waiting for change 4 to be seen'],
    ['sent', 'waiting for change 4 to be seen'],
    ['fixed', 'nothing wrong is seen any more'],
  ]);
  expect(await Array.fromAsync(street.ledger.entries('lamp-off', resourceOf('a').key))).toEqual(street.entries);
});

test('a lamp fixed by its repair is recorded as ours, under the promise that the violation makes', async () => {
  const street = new Street(policy());
  street.place('a', { door: 'open' });
  await street.look('lamp-shut', 'a');
  await street.rest();
  expect(last(street, 'outcome')).toEqual({ outcome: 'fixed', says: 'the door is shut', ours: true });
  expect(street.reports.at(-1)).toMatchObject({ outcome: 'fixed', says: 'the door is shut' });
});

describe('a wait', () => {
  test('says for what, because of which event, and since when the case stands so', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { paint: 'red', busy: true });
    const { cause } = street.visit('a');
    const says = 'waiting for the fitter to finish';
    expect(await street.look('lamp-off', 'a')).toMatchObject({ outcome: 'waiting', says });
    expect(last(street, 'outcome')).toEqual({ outcome: 'waiting', says, cause });
    lamp.busy = false;
    street.now += HOUR;
    street.trouble = () => ({ error: awsError('ThrottlingException', 'Rate exceeded') });
    expect(await street.look('lamp-off', 'a')).toMatchObject({ outcome: 'waiting', says: 'waiting for AWS to take SwitchOff' });
    expect((await opened(street)).case.since).toBe(new Date(START).toISOString());
    street.trouble = () => ({ error: awsError('ValidationException', 'the moon is full') });
    street.now += 5000;
    await street.look('lamp-off', 'a');
    expect((await opened(street)).case.since).toBe(new Date(START + HOUR + 5000).toISOString());
  });

  test('of a day, and not of less, ends as stuck', async () => {
    const street = new Street(policy());
    street.place('a', { paint: 'red', busy: true });
    await street.look('lamp-off', 'a');
    street.now = START + 24 * HOUR;
    expect((await street.look('lamp-off', 'a')).outcome).toBe('waiting');
    street.now += 1;
    const says = 'waited a day for the fitter to finish';
    expect(await street.look('lamp-off', 'a')).toMatchObject({ outcome: 'stuck', says });
    expect(last(street, 'outcome')).toEqual({ outcome: 'stuck', says });
  });
});

describe('a refusal', () => {
  test('is recorded in the words of AWS, with the call that met it', async () => {
    const street = new Street(policy());
    street.place('a', { paint: 'red' });
    street.trouble = () => ({ error: awsError('ValidationException', 'the moon is full') });
    const says = 'ValidationException: the moon is full';
    expect(await street.look('lamp-off', 'a')).toMatchObject({ outcome: 'failed', says });
    expect(last(street, 'refused')).toEqual({ token: 1, call: call('SwitchOff'), says });
    expect(last(street, 'outcome')).toEqual({ outcome: 'failed', says, call: call('SwitchOff') });
  });

  test.each([
    ['AccessDeniedException', 'no'],
    ['ValidationException', 'the moon is full'],
  ])('of the look itself is recorded with its cause, and thrown with it: %s', async (name, message) => {
    const street = new Street(policy());
    street.place('a');
    const error = awsError(name, message);
    street.blindness = () => error;
    await expect(street.look('lamp-off', 'a')).rejects.toMatchObject({ name: 'LookFailed', cause: error });
    const { cause } = street.visit('a');
    expect(bodies(street)).toEqual([{ outcome: 'failed', says: `it cannot be looked at: ${name}: ${message}`, cause }]);
  });
});

test('an answer that was lost leaves the call unsure, and says why', async () => {
  const street = new Street(policy());
  street.place('a', { paint: 'red' });
  street.trouble = () => ({ error: new Error('socket hang up'), after: true });
  await street.look('lamp-off', 'a');
  expect(last(street, 'sent')).toEqual({ token: 1, call: call('SwitchOff'), unsure: 'Error: socket hang up' });
  expect((await opened(street)).lock.last).toMatchObject({ status: 'sent', unsure: true });
});

test('what nobody can tell is said with the change, and is not undone', async () => {
  const street = new Street(policy());
  street.place('a', { door: 'open' });
  let writes = 0;
  street.mishap = (request) => (request === 'write' && ++writes === 2 ? 'unavailable' : undefined);
  await expect(street.look('lamp-shut', 'a')).rejects.toThrow();
  await street.look('lamp-shut', 'a');
  await street.rest();
  expect(bodies(street, 'applied')[0]).toEqual({
    token: 1,
    call: call('SwitchOff'),
    inferred: true,
    says: 'left off: nobody knows whether our call did it',
  });
  expect(bodies(street, 'held')).toEqual([]);
});

test('a hold that the lamp needs no step for is recorded for what it is, and released for why it ends', async () => {
  const street = new Street(policy());
  street.place('a', { paint: 'red', power: 'off' });
  await street.look('lamp-off', 'a');
  expect(bodies(street, 'held')).toEqual([{ what: 'off' }]);
  street.policy = policy({ violations: { 'lamp-off': { disruptive: 'observe', reversible: 'enforce' } } });
  await street.look('lamp-off', 'a');
  expect(bodies(street, 'released')).toEqual([{ what: 'off', says: 'policy does not want it held any more' }]);
});

test('what a person has to see to is told with its flaw', async () => {
  const street = new Street(policy());
  street.place('a', { paint: 'unknown' });
  await street.look('lamp-off', 'a');
  expect(bodies(street, 'outcome')).toEqual([{ outcome: 'told', flaw: 'it is painted unknown', says: 'nobody knows the paint' }]);
});

test('what can do no harm where nothing is left to be done is held and contained, once, with why nothing is done', async () => {
  const street = new Street(policy());
  street.place('a', { paint: 'enamel' });
  for (let i = 0; i < 2; i++) {
    await street.look('lamp-off', 'a');
    await street.rest();
  }
  const { lock } = await street.ledger.open({ key: resourceOf('a').key, violation: 'lamp-off', account: '111122223333' });
  expect(lock.holds).toHaveProperty('lamp-off');
  expect(bodies(street, 'outcome')).toEqual([{ outcome: 'contained', flaw: 'it is painted enamel', says: 'enamel takes no other paint' }]);
});

test('a case that is stuck names the call, the line that allowed it and whoever is known to have undone it', async () => {
  const street = new Street(policy());
  const lamp = street.place('a', { paint: 'red' });
  for (const by of [undefined, 'user/bob', 'user/ana', 'user/bob']) {
    lamp.power = 'on';
    street.now += HOUR / 2;
    await street.look('lamp-off', 'a', by);
    await street.rest();
  }
  const says = 'the same call worked and was undone 3 times in a day';
  expect(last(street, 'outcome')).toEqual({
    outcome: 'stuck',
    flaw: 'it is painted red',
    says,
    next: { call: call('SwitchOff'), effect: 'disruptive' },
    line: 'defaults.disruptive',
    purpose: 'repair',
    undo: call('SwitchOn'),
    by: ['user/bob', 'user/ana'],
  });
  expect(street.reports.at(-1)).toMatchObject({ outcome: 'stuck', says });
});

test('a case that is stuck does not name whoever caused the flaw days ago: who has undone its repairs since is not known', async () => {
  const street = new Street(policy());
  const lamp = street.place('a', { paint: 'red' });
  for (const [hours, by] of [[0, 'user/bob'], [25], [50], [51], [52], [53]] as const) {
    lamp.power = 'on';
    street.now = START + hours * HOUR;
    await street.look('lamp-off', 'a', by);
    await street.rest();
  }
  expect(last(street, 'outcome')).toMatchObject({ outcome: 'stuck', by: [] });
});

test('what destroys tells what is lost, and of no state that could be put back', async () => {
  const street = new Street(policy({ defaults: { reversible: 'enforce', disruptive: 'enforce', destructive: 'ask' } }));
  street.place('a', { paint: 'red', power: 'off' });
  await street.look('lamp-off', 'a');
  await street.answer('lamp-off', 'a');
  await street.look('lamp-off', 'a');
  expect(last(street, 'intent')).toMatchObject({ call: call('Smash'), expect: 'gone', loses: 'the lamp' });
  for (const none of ['undo', 'former']) expect(last(street, 'intent')).not.toHaveProperty(none);
});

test('a budget that trips says which, and what lifts it', async () => {
  const street = new Street(policy({ budget: { account: { repairs: 1, per: '10m' }, violation: { repairs: 9, per: '10m' } } }));
  for (const name of ['a', 'b']) street.place(name, { paint: 'red' });
  for (const name of ['a', 'b']) await street.look('lamp-off', name);
  expect(bodies(street, 'tripped')).toEqual([{ budget: 'budget#111122223333', says: 'no repair begins here until a person resets it' }]);
  const [account] = (await opened(street)).budgets;
  expect(account).toMatchObject({ rev: 2, tripped: new Date(START).toISOString() });
});

describe('a lamp that is not the one of the case', () => {
  test('because it is gone is told so', async () => {
    const street = new Street(policy());
    street.place('a', { paint: 'red' });
    await street.look('lamp-off', 'a');
    await street.rest();
    street.now += HOUR;
    street.lamps.delete('a');
    const says = 'it is not there any more';
    await street.look('lamp-off', 'a');
    await street.rest();
    expect(last(street, 'outcome')).toMatchObject({ outcome: 'gone', says });
    expect(await street.look('lamp-off', 'a')).toMatchObject({ outcome: 'absent', says: 'it is not there' });
  });

  test('because it was built anew is told so, and not before the lag is over', async () => {
    const street = new Street(policy());
    street.place('a', { paint: 'red' });
    await street.look('lamp-off', 'a');
    await street.rest();
    street.now += HOUR;
    street.place('a', { born: '2026-11-23T12:30:00.000Z' });
    const fresh = { ...street.visit('a'), cause: { ...street.visit('a').cause, time: new Date(street.now).toISOString() } };
    expect(await street.take('lamp-off', fresh)).toMatchObject({ outcome: 'absent', says: 'another of its name is there' });
    await street.rest();
    expect(last(street, 'outcome')).toMatchObject({ outcome: 'gone', says: 'it was deleted and another was created under its name' });
  });
});

describe('a change that is not seen', () => {
  const voids = (street: Street) => bodies(street, 'void').map((b) => b.says);
  test('because AWS never did what it took is void for that', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { paint: 'red' });
    street.moved = () => Object.assign(lamp, { power: 'on' });
    await street.look('lamp-off', 'a');
    street.moved = () => undefined;
    await street.rest();
    expect(voids(street)).toEqual(['accepted, but never seen']);
  });

  test('because its sender died is void for that', async () => {
    const street = new Street(policy());
    street.place('a', { paint: 'red' });
    let writes = 0;
    street.mishap = (request) => (request === 'write' && ++writes === 1 ? 'lost' : undefined);
    await expect(street.look('lamp-off', 'a')).rejects.toThrow('did not answer');
    await street.look('lamp-off', 'a');
    await street.rest();
    expect(voids(street)).toEqual(['nobody knows whether AWS took it, and it is not seen']);
  });

  test('in time to be sent is not sent, and says so', async () => {
    const street = new Street(policy());
    street.place('a', { paint: 'red' });
    let ticks = 0;
    street.monotonic = () => (ticks++ < 3 ? 0 : 10_000);
    await street.look('lamp-off', 'a');
    expect(last(street, 'refused')).toMatchObject({ says: 'not sent: more than 10 s had passed since it was admitted' });
  });
});

describe('who is blamed for a flaw', () => {
  const asks = policy({ defaults: { reversible: 'ask', disruptive: 'ask', destructive: 'ask' } });
  test('is whoever the event names, for the steps to come, too', async () => {
    const street = new Street(policy({ defaults: { reversible: 'enforce', disruptive: 'enforce', destructive: 'ask' } }));
    street.place('a', { paint: 'red' });
    await street.look('lamp-off', 'a', 'user/bob');
    await street.rest();
    expect((await street.case('lamp-off', 'a')).asked).toMatchObject({ by: 'user/bob', call: { api: 'Smash' } });
  });

  test('are all who are known, each once, the latest last; of very many the latest fifty', async () => {
    const street = new Street(policy());
    street.place('a', { paint: 'red', busy: true });
    for (const by of ['user/bob', 'user/ana', 'user/bob']) await street.look('lamp-off', 'a', by);
    expect((await street.case('lamp-off', 'a')).culprits).toEqual(['user/ana', 'user/bob']);
    const many = Array.from({ length: 50 }, (_, i) => `user/${i}`);
    for (const by of many) await street.look('lamp-off', 'a', by);
    expect((await street.case('lamp-off', 'a')).culprits).toEqual(many);
  });

  test.each<[string, (cause: Visit['cause'], fixed: string) => string]>([
    ['an old event comes once more', ({ time }) => time],
    ['an event of the moment in which it was fixed comes late', (_, fixed) => fixed],
  ])('is not the one of before, when what was in order again is undone and %s', async (_, when) => {
    const street = new Street(policy());
    const lamp = street.place('a', { door: 'open' });
    const old = street.visit('a', 'user/bob');
    await street.take('lamp-shut', old);
    await street.rest();
    const { outcome, since } = await street.case('lamp-shut', 'a');
    expect(outcome).toBe('fixed');
    street.policy = asks;
    lamp.door = 'open';
    street.now += HOUR;
    await street.take('lamp-shut', { ...old, cause: { ...old.cause, time: when(old.cause, since) } });
    expect((await street.case('lamp-shut', 'a')).asked).not.toHaveProperty('by');
    await street.take('lamp-shut', street.visit('a', 'user/eve'));
    expect((await street.case('lamp-shut', 'a')).by).toBe('user/eve');
  });

  test('is nobody where the event is of a call of our own', async () => {
    const street = new Street(asks);
    street.place('a', { door: 'open' });
    await street.look('lamp-shut', 'a', 'arn:aws:sts::111122223333:assumed-role/mlwarden-lamps/look');
    const kase = await street.case('lamp-shut', 'a');
    expect(kase).not.toHaveProperty('by');
    expect(kase).not.toHaveProperty('culprits');
    expect(kase.asked).not.toHaveProperty('by');
  });
});
