/** What yes and no must do to the records, whatever these are kept in. */
import { describe, expect, test } from 'vitest';
import { APPROVER, approver, atOnce, type Open, second } from './desk.ts';

const CASE = { case: 'lamp-off a', why: 'the owner agrees' };

const approving = (open: Open): void => {
  test('is done once somebody approves it, and the record says who, why and exactly what', async () => {
    const counter = await open().found();
    const { says } = await counter.ask('approve', CASE);
    expect(says[0]).toMatch(/^Approved, once, until 2026-11-24T12:00:.*: SwitchOff \{"LampName":"a"\}, disruptive, call [0-9a-f]{8}\.$/);
    expect(says[1]).toContain('A look is queued');
    await counter.street.rest();
    expect(counter.street.lamps.get('a')?.power).toBe('off');
    const [entry] = await counter.record();
    const said = { verb: 'approve', who: approver.arn, role: APPROVER, why: 'the owner agrees', call: { api: 'SwitchOff' } };
    expect(entry?.body).toMatchObject(said);
    expect((await counter.case()).by).toBeUndefined();
  });

  test('is not done when somebody denies it, and nobody is asked for a week', async () => {
    const counter = await open().found();
    expect((await counter.ask('deny', CASE)).says[0]).toContain('Denied until 2026-11-30T12:00:');
    await counter.street.rest();
    expect(counter.street.lamps.get('a')?.power).toBe('on');
    expect((await counter.case()).outcome).toBe('withheld');
  });

  test('is approved by one of two who approve it at once, and done by one of two who look at once', async () => {
    const counter = await open().found();
    const said = await atOnce(counter.ask('approve', CASE), counter.ask('approve', CASE, second));
    expect(said).toContainEqual(expect.stringMatching(/^It is approved already, by arn:aws:sts/));
    expect(said).toContainEqual(expect.objectContaining({ complete: true }));
    expect(await counter.record()).toHaveLength(1);
    await Promise.all([counter.street.look('lamp-off', 'a'), counter.street.look('lamp-off', 'a')]);
    await counter.street.rest();
    expect(counter.street.sent.map((s) => s.api)).toEqual(['SwitchOff']);
    expect((await counter.case()).spent).toBe((await counter.ruling())?.answer?.id);
  });

  test('is asked and approved anew when somebody has put it back: one approval is spent by one call', async () => {
    const counter = await open().found();
    await counter.ask('approve', CASE);
    await counter.street.rest();
    counter.street.now += 3_600_000;
    await counter.found();
    expect(counter.street.lamps.get('a')?.power).toBe('on');
    await counter.ask('approve', CASE, second);
    await counter.street.rest();
    expect(counter.street.sent.map((s) => s.api)).toEqual(['SwitchOff', 'SwitchOff']);
  });
};

const stale = (open: Open): void => {
  test('is void for another lamp of the same name', async () => {
    const counter = await open().found();
    await counter.ask('approve', CASE);
    counter.street.place('a', { paint: 'red', born: '2026-11-23T11:00:00.000Z' });
    await counter.street.rest();
    expect(counter.street.sent).toEqual([]);
    expect((await counter.case()).outcome).toBe('asking');
  });
};

const destroying = (open: Open): void => {
  test('takes two people: the first word is kept, the second is obeyed, and both stand in the record', async () => {
    const counter = await open().found({ power: 'off' });
    const { says, data } = await counter.ask('approve', CASE);
    expect(says.join(' ')).toContain('One more person has to say the same by 2026-11-24T12:00');
    expect(data.complete).toBe(false);
    await counter.street.rest();
    expect(counter.street.lamps.has('a')).toBe(true);
    await counter.ask('approve', CASE, second);
    await counter.street.rest();
    expect(counter.street.lamps.has('a')).toBe(false);
    expect((await counter.record()).map((e) => e.body.complete)).toEqual([false, true]);
    const intent = counter.street.entries.find((e) => e.type === 'intent');
    expect(intent?.body).toMatchObject({ approved: { by: [approver.arn, second.arn] } });
  });

  test('takes two people, who may say so at once: neither word is lost', async () => {
    const counter = await open().found({ power: 'off' });
    const said = await atOnce(counter.ask('approve', CASE), counter.ask('approve', CASE, second));
    expect(new Set(said.map((one) => (one as { complete: boolean }).complete))).toEqual(new Set([false, true]));
    expect(new Set((await counter.ruling())?.answer?.by)).toEqual(new Set([approver.arn, second.arn]));
    await counter.street.rest();
    expect(counter.street.lamps.has('a')).toBe(false);
  });
};

export function approveContract(name: string, open: Open): void {
  describe(`${name}: what is asked for`, () => {
    approving(open);
    stale(open);
  });
  describe(`${name}: what would destroy something`, () => destroying(open));
}
