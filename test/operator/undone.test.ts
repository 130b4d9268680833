/** What an undo put back in part only is found for as long as nobody has seen to it. */
import { expect, test } from 'vitest';
import { resourceOf } from '../engine/lamp.ts';
import { policy } from '../engine/policies.ts';
import { APPROVER, Counter } from './desk.ts';

const CASE = `lamp-shut/${resourceOf('a').key}`;
const HOUR = 3_600_000;
const NOTHING = ['There is no such case.'];
const undo = { case: 'lamp-shut a', exemptUntil: '2d', why: 'wrong lamp' };
const listed = async (counter: Counter, input: object = {}) => (await counter.ask('list', { undone: true, ...input })).says;

/** A lamp whose door we have shut and which its owner has switched off since, after somebody asked for all of it back; and a second look. */
async function half() {
  const counter = new Counter(policy({ approvers: [APPROVER] }));
  const { street } = counter;
  const lamp = street.place('a', { door: 'open' });
  await counter.looked('lamp-shut');
  street.now += HOUR;
  lamp.power = 'off';
  await counter.ask('undo', undo);
  await street.rest();
  expect(await counter.case('lamp-shut')).toMatchObject({ outcome: 'stuck' });
  street.now += HOUR / 2;
  await counter.looked('lamp-shut');
  return { counter, lamp, street };
}

test('a second look closes the case, and it is still found, with what is left, why, and what puts it back', async () => {
  const { counter } = await half();
  expect(await counter.case('lamp-shut')).toMatchObject({ open: false, outcome: 'fixed' });
  for (const lost of [{}, { stuck: true }]) expect((await counter.ask('list', lost)).says).toEqual(NOTHING);
  const { says, data } = await counter.ask('list', { undone: true });
  const line = `npx mlwarden undo '${CASE}' --exempt-until 7d --force --why REASON`;
  const what = 'put back in part only: it is not as we left it: somebody has moved it since';
  expect(says).toEqual([expect.stringMatching(/^lamp-shut a: fixed since .*Z, put back in part only: /), line]);
  expect(says[0]).toContain(`${what}; left: SwitchOff, ShutDoor, SwitchOn`);
  expect(data.cases).toMatchObject([{ case: CASE, is: 'undone', what, left: ['SwitchOff', 'ShutDoor', 'SwitchOn'], undo: line }]);
  expect([await listed(counter, { open: true }), await listed(counter, { stuck: true })]).toEqual([NOTHING, NOTHING]);
  expect(await listed(counter, { fixed: true })).toHaveLength(2);
});

test('until somebody undoes it again, by force', async () => {
  const { counter, lamp, street } = await half();
  await counter.ask('undo', { ...undo, force: true });
  // It is asked for again.
  expect(await listed(counter)).toEqual(NOTHING);
  await street.rest();
  expect(lamp).toMatchObject({ power: 'on', door: 'open' });
  expect(await listed(counter)).toEqual(NOTHING);
});

test('until somebody ends the exemption that came with it; then it is repaired again, and may be exempt anew', async () => {
  const { counter } = await half();
  counter.street.now += 72 * HOUR;
  expect(await listed(counter)).toHaveLength(2);
  await counter.ask('exempt end', { case: 'lamp-shut a', why: 'it may stay so' });
  expect(await listed(counter)).toEqual(NOTHING);
  await counter.ask('exempt add', { case: 'lamp-shut a', until: '2d', owner: 'carl', why: 'a trial', ticket: 'T-1' });
  expect(await listed(counter)).toEqual(NOTHING);
});

test('but not of a lamp that is gone, or was built anew', async () => {
  for (const anew of [false, true]) {
    const { counter, lamp, street } = await half();
    lamp.door = 'open';
    await counter.looked('lamp-shut');
    expect(await listed(counter, { open: true })).toHaveLength(2);
    street.lamps.delete('a');
    if (anew) street.place('a', { door: 'open', born: '2026-11-23T13:30:00.000Z' });
    street.now += HOUR;
    await counter.looked('lamp-shut');
    expect(await listed(counter)).toEqual(NOTHING);
  }
});

test('an undo that put back all of it is in no such list, nor one that is still to come', async () => {
  const counter = new Counter(policy({ approvers: [APPROVER] }));
  counter.street.place('a', { door: 'open' });
  await counter.looked('lamp-shut');
  counter.street.now += HOUR;
  await counter.ask('undo', undo);
  expect(await listed(counter)).toEqual(NOTHING);
  await counter.street.rest();
  expect(counter.street.trail('lamp-shut', 'a')).toContain('undone');
  expect(await listed(counter)).toEqual(NOTHING);
});
