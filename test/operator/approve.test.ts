import { describe, expect, test } from 'vitest';
import { APPROVER, approver, asking, Counter, caller, named, person, reader, SECOND, second, TEAM, unknown } from './desk.ts';

const CASE = { case: 'lamp-off a', why: 'the owner agrees' };
async function asked(by?: string, over?: Record<string, unknown>): Promise<Counter> {
  const counter = new Counter(asking(over));
  counter.street.place('a', { paint: 'red' });
  await counter.looked('lamp-off', by);
  return counter;
}

describe('what is asked for', () => {
  test('is read before it is approved: without its call, nothing is, and the line to type is printed', async () => {
    const counter = await asked('arn:aws:sts::111122223333:assumed-role/dev/bob');
    const before = JSON.stringify([...counter.street.items]);
    const { hash } = (await counter.case()).asked ?? { hash: '' };
    const { says, data, wrong } = await counter.ask('approve', { ...CASE, call: undefined });
    expect(says).toEqual([
      'Nothing is approved yet. Read what is asked:',
      expect.stringContaining(`asked: may it SwitchOff {"LampName":"a"} (disruptive, call ${hash.slice(0, 8)})? Until 2026-11-24T12:00`),
      `To say yes to exactly this, add --call ${hash.slice(0, 8)}`,
    ]);
    expect([data.hash, data.call, wrong]).toEqual([hash, { api: 'SwitchOff', input: { LampName: 'a' } }, true]);
    await counter.street.rest();
    expect([JSON.stringify([...counter.street.items]), counter.street.lamps.get('a')?.power]).toEqual([before, 'on']);
    expect(await counter.refusal('approve', { ...CASE, call: undefined }, reader)).toContain('is none');
    counter.street.now += 25 * 3_600_000;
    expect(await counter.refusal('approve', { ...CASE, call: undefined })).toContain('The request is over since');
  });

  test.each([
    ['a role that policy does not name', reader],
    ['a team', caller(TEAM)],
    ['a role of the same name in another path', caller('arn:aws:iam::111122223333:role/approver')],
    ['a role of the same name in another account', caller('arn:aws:iam::444455556666:role/security/approver')],
    ['a role whose name only begins so', caller(`${APPROVER}s`)],
  ])('is neither approved nor denied by %s', async (_, who) => {
    const counter = await asked();
    expect(await counter.refusal('approve', CASE, who)).toContain(`policy names, and ${who.role} is none`);
    expect(await counter.refusal('deny', CASE, who)).toContain('is none');
  });

  test('is not approved by somebody of whom nobody knows the role, even if he claims one', async () => {
    const counter = await asked();
    const claims = { ...unknown, session: 'approver', arn: 'arn:aws:sts::111122223333:assumed-role/approver/s1' };
    expect(await counter.refusal('approve', CASE, claims)).toContain('Nobody can tell by which role you are here');
  });

  test.each([
    ['the session that caused the flaw', approver, approver.arn],
    ['another session of the role that caused it: its name is chosen freely', caller(APPROVER, 'chosen'), approver.arn],
    [
      'the person who caused it by another permission set',
      person('Ann@example.com'),
      'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_fedcba9876543210/ann@example.com',
    ],
    ['the role itself, where CloudTrail names no session', approver, APPROVER],
    ['a user under whose own name it was caused', named('ann'), named('Ann').arn],
    ['a user of a role that may not have demanded names when it was caused', named('ann'), named('bob').arn],
    ['the user who caused it by another role', named('ann'), caller('arn:aws:iam::111122223333:role/developer', 'ann').arn],
    ['the user who caused it as a user', named('ann'), 'arn:aws:iam::444455556666:user/science/Ann'],
    ['a person who has caused it as a user', person('ann'), 'arn:aws:iam::111122223333:user/ann'],
  ])('is not approved by %s', async (_, who, by) => {
    const counter = await asked(by);
    expect(await counter.refusal('approve', CASE, who)).toContain(`approve takes somebody else than ${by}`);
    expect(await counter.refusal('deny', CASE, who)).toContain('deny takes somebody else');
  });

  test('is not approved by a user of a role that has caused it and only looks like one of Identity Center', async () => {
    const role = 'arn:aws:iam::111122223333:role/AWSReservedSSO_Security_0123456789abcdef';
    const counter = await asked(named('bob', role).arn, { approvers: [role] });
    expect(await counter.refusal('approve', CASE, named('ann', role))).toContain('approve takes somebody else than');
  });

  test.each([
    ['steps ago', async (_: Counter) => {}],
    ['and another has caused it since', async (counter: Counter) => await counter.looked('lamp-off', 'user/eve')],
  ])('is not approved by whoever caused what is wrong, %s', async (_, meanwhile) => {
    const later = { do: 'enforce', after: '1h' };
    const counter = new Counter(asking({ defaults: { reversible: 'enforce', disruptive: later, destructive: 'ask' } }));
    counter.street.place('a', { paint: 'red' });
    await counter.looked('lamp-off', approver.arn);
    counter.street.now += 2 * 3_600_000;
    await counter.looked();
    await counter.street.rest();
    await meanwhile(counter);
    expect((await counter.case()).asked).toMatchObject({ call: { api: 'Smash' }, by: approver.arn });
    expect(await counter.refusal('approve', CASE)).toContain(`approve takes somebody else than ${approver.arn}`);
    expect(await counter.refusal('undo', { ...CASE, exemptUntil: '7d', owner: 'carl' })).toContain('takes somebody else than');
  });

  test('is not approved by the owner, as the tag names him', async () => {
    const counter = new Counter(asking({ ownerTag: 'Owner' }));
    for (const { kind } of counter.street.remediations.values()) Object.assign(kind, { tags: async () => ({ Owner: 'Ann@example.com' }) });
    counter.street.place('a', { paint: 'red' });
    await counter.looked();
    const ann = person('ann@example.com');
    expect(await counter.refusal('approve', CASE, ann)).toContain('approve takes somebody else than Ann@example.com');
    expect((await counter.ask('approve', CASE, person('bob@example.com'))).data.complete).toBe(true);
  });

  test('is approved by another person of the same permission set', async () => {
    const counter = await asked('arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Security_0123456789abcdef/ann@example.com');
    expect((await counter.ask('approve', CASE, person('bob@example.com'))).data.complete).toBe(true);
  });

  test('is not approved twice, and not once it was asked for too long ago', async () => {
    const counter = await asked();
    await counter.ask('approve', CASE);
    expect(await counter.refusal('approve', CASE, second)).toContain('It is approved already, by arn:aws:sts');
    const late = await asked();
    late.street.now += 25 * 3_600_000;
    expect(await late.refusal('approve', CASE)).toContain('The request is over since');
  });

  test('is approved only as it was read: a call of another hash is refused', async () => {
    const counter = await asked();
    const hash = (await counter.case()).asked?.hash ?? '';
    expect(await counter.refusal('approve', { ...CASE, call: '00000000' })).toContain(`another call (${hash.slice(0, 8)}), SwitchOff`);
    expect((await counter.ask('approve', { ...CASE, call: hash.slice(0, 8) })).data).toMatchObject({ complete: true, hash });
  });

  test('is void once the lamp has moved: what comes next is another call, and is asked anew', async () => {
    const counter = new Counter();
    const lamp = counter.street.place('a', { door: 'open' });
    await counter.looked('lamp-shut');
    await counter.ask('approve', { ...CASE, case: 'lamp-shut a' });
    lamp.power = 'off';
    await counter.street.rest();
    expect(counter.street.sent).toEqual([]);
    const { asked } = await counter.case('lamp-shut');
    expect(asked).toMatchObject({ call: { api: 'ShutDoor' } });
    await counter.ask('approve', { ...CASE, case: 'lamp-shut a' }, second);
    await counter.street.rest();
    expect(counter.street.sent.map((s) => s.api)).toEqual(['ShutDoor']);
  });

  test('is nothing where nothing is asked', async () => {
    const counter = new Counter();
    expect(await counter.refusal('approve', CASE)).toContain('There is no case of lamp-off on a');
    counter.street.place('a', { paint: 'red' });
    counter.street.policy = asking({ defaults: { reversible: 'observe', disruptive: 'observe', destructive: 'observe' } });
    await counter.looked();
    expect(await counter.refusal('approve', CASE)).toContain('Nobody is asked anything about lamp-off on a');
  });
});

describe('what would destroy something', () => {
  const smashing = async (): Promise<Counter> => {
    const counter = new Counter();
    counter.street.place('a', { paint: 'red', power: 'off' });
    await counter.looked();
    return counter;
  };

  test.each([
    ['another session of the same role', approver, caller(APPROVER, 'somebody-else')],
    ['the same person once more', person('ann'), person('ann')],
    ['the same person in other letters', person('ann'), person('Ann')],
    ['the same user once more', named('ann'), named('ann')],
    ['the same user by another role', named('ann'), named('Ann', SECOND)],
    ['a person of the user’s name', named('ann'), person('ann')],
    ['a session that was there before the role demanded names', named('ann'), caller(APPROVER, 'bob')],
    ['a user of a role that did not demand names then', approver, named('ann')],
  ])('takes two people, and %s is not the second', async (_, first, again) => {
    const counter = await smashing();
    await counter.ask('approve', CASE, first);
    expect(await counter.refusal('approve', CASE, again)).toContain('it takes one more person');
  });

  test('takes two people, and two users are two where their role demands their own names', async () => {
    const counter = await smashing();
    await counter.ask('approve', CASE, named('ann'));
    expect((await counter.ask('approve', CASE, named('bob'))).data.complete).toBe(true);
    await counter.street.rest();
    expect(counter.street.lamps.has('a')).toBe(false);
    expect((await counter.record()).map((e) => e.body.person)).toEqual(['ann', 'bob']);
    const by = [`ann (${named('ann').arn})`, `bob (${named('bob').arn})`];
    expect(counter.street.entries.find((e) => e.type === 'intent')?.body).toMatchObject({ approved: { by } });
  });

  test('takes two people who want the same: a word more than a day old does not count', async () => {
    const counter = await smashing();
    await counter.ask('approve', CASE);
    counter.street.now += 8 * 24 * 3_600_000;
    await counter.looked();
    expect((await counter.ask('approve', CASE, second)).data.complete).toBe(false);
    expect((await counter.ask('approve', CASE, approver)).data.complete).toBe(true);
  });

  test('takes two where nobody knows who caused it, if policy says so, and whoever is asked is told that nobody does', async () => {
    const counter = await asked(undefined, { twoPersons: ['unknown-cause'] });
    expect((await counter.ask('approve', { ...CASE, call: undefined })).says).toContain('Nobody knows who caused it.');
    expect((await counter.ask('approve', CASE)).data.complete).toBe(false);
    await counter.street.rest();
    expect(counter.street.lamps.get('a')?.power).toBe('on');
    expect((await counter.ask('approve', CASE, second)).data.complete).toBe(true);
    await counter.street.rest();
    expect(counter.street.lamps.get('a')?.power).toBe('off');
  });

  test('takes one where somebody else is known to have caused it', async () => {
    const counter = await asked('arn:aws:sts::111122223333:assumed-role/dev/bob', { twoPersons: ['unknown-cause'] });
    expect((await counter.ask('approve', { ...CASE, call: undefined })).says).toHaveLength(3);
    expect((await counter.ask('approve', CASE)).data.complete).toBe(true);
  });

  test('takes one where policy says so', async () => {
    const counter = await smashing();
    counter.street.policy = asking({ twoPersons: [] });
    expect((await counter.ask('approve', CASE)).data.complete).toBe(true);
  });

  test('takes one to deny', async () => {
    const counter = await smashing();
    expect((await counter.ask('deny', CASE)).data.complete).toBe(true);
  });
});
