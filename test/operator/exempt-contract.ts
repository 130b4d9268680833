/** What exemptions must do to the records, whatever these are kept in: also those of the owner's time and of an undo. */
import { describe, expect, test } from 'vitest';
import { resourceOf } from '../engine/lamp.ts';
import { policy } from '../engine/policies.ts';
import { approver, atOnce, caller, enforcing, type Open, reader, TEAM } from './desk.ts';

const WISH = { case: 'lamp-off a', until: '7d', owner: 'carl', why: 'a trial', ticket: 'OPS-1' };

const exempting = (open: Open): void => {
  test('is given by an approver for a time that ends, bound to the lamp that is there, and is used at once', async () => {
    const counter = await open().found();
    const { says } = await counter.ask('exempt add', WISH);
    expect(says[0]).toMatch(
      /^lamp-off on a is exempt until 2026-11-30T12:.*, for carl. The one that is there now, and what holds it is let go of.$/,
    );
    await counter.street.rest();
    expect((await counter.case()).outcome).toBe('withheld');
    await counter.found({ born: '2026-11-23T11:00:00.000Z' });
    expect((await counter.case()).outcome).toBe('asking');
  });

  test('is ended before its time by an approver or a team, and the lamp is looked at again', async () => {
    const counter = await open().found();
    await counter.ask('exempt add', WISH);
    await counter.street.rest();
    const end = { case: 'lamp-off a', why: 'over' };
    expect(await counter.refusal('exempt end', end, reader)).toContain('is neither');
    await counter.ask('exempt end', end, caller(TEAM));
    await counter.street.rest();
    expect((await counter.case()).outcome).toBe('asking');
    expect(await counter.refusal('exempt end', end)).toBe('lamp-off on a is not exempt.');
  });

  test('is listed while it lasts, and by how soon it ends, and ends', async () => {
    const counter = await open().found();
    await counter.ask('exempt add', WISH);
    await counter.street.rest();
    expect((await counter.case()).outcome).toBe('withheld');
    await counter.ask('exempt add', { ...WISH, case: `lamp-shut/${resourceOf('b').key}`, until: '20d', any: true });
    const ends = async (ending?: string) =>
      (await counter.ask('exempt list', ending ? { ending } : {})).says.map((s) => s.split(' ').slice(0, 2).join(' '));
    expect(await ends()).toEqual(['lamp-off a', 'lamp-shut b']);
    expect(await ends('10d')).toEqual(['lamp-off a']);
    expect((await counter.ask('status')).says.at(-1)).toContain('exempt until 2026-11-30T');
    counter.street.now += 8 * 86_400_000;
    expect(await ends()).toEqual(['lamp-shut b']);
    await counter.looked();
    expect((await counter.case()).outcome).toBe('asking');
  });
};

const extending = (open: Open): void => {
  test('is four hours, once, taken by anybody who is known, and by one of two who take it at once; then it is done', async () => {
    const later = { do: 'enforce', after: '24h' };
    const counter = await open(policy({ defaults: { reversible: 'enforce', disruptive: later, destructive: 'observe' } })).found();
    const said = await atOnce(counter.ask('extend', { case: 'lamp-off a' }, reader), counter.ask('extend', { case: 'lamp-off a' }));
    expect(said).toContainEqual(expect.objectContaining({ until: '2026-11-24T16:00:00.000Z' }));
    expect(said).toContainEqual(expect.stringContaining('It was extended already'));
    expect(await counter.record()).toHaveLength(1);
    await counter.street.rest();
    counter.street.now = Date.parse('2026-11-24T15:59:00Z');
    await counter.looked();
    expect(counter.street.lamps.get('a')?.power).toBe('on');
    counter.street.now = Date.parse('2026-11-24T16:00:00Z');
    await counter.looked();
    expect(counter.street.lamps.get('a')?.power).toBe('off');
  });
};

const undoing = (open: Open): void => {
  const WANTED = { case: 'lamp-off a', exemptUntil: '2d', why: 'the course ends tomorrow' };

  test('is asked of the violation’s own handler, with an exemption in the same ruling, and is done by it', async () => {
    const counter = await open(enforcing()).found();
    expect(counter.street.lamps.get('a')?.power).toBe('off');
    const { says } = await counter.ask('undo', { ...WANTED, force: true });
    expect(says[0]).toContain('is put back, the newest first; it is exempt until 2026-11-25T');
    expect(await counter.ruling()).toMatchObject({
      rev: 1,
      undo: { by: approver.arn, why: WANTED.why, force: true, born: '2026-11-01T00:00:00.000Z' },
      exemption: { owner: 'whoever owns a', approver: approver.arn, born: '2026-11-01T00:00:00.000Z' },
    });
    expect(counter.street.queue.at(-1)).toMatchObject({ violation: 'lamp-off', visit: { cause: { source: 'mlwarden.operator' } } });
    await counter.street.rest();
    expect(counter.street.lamps.get('a')?.power).toBe('on');
  });
};

export function exemptContract(name: string, open: Open): void {
  describe(`${name}: an exemption`, () => exempting(open));
  describe(`${name}: more time for the owner`, () => extending(open));
  describe(`${name}: putting back`, () => undoing(open));
}
