/** What stopping and going on must do to the records, whatever these are kept in. */
import { describe, expect, test } from 'vitest';
import { resourceOf } from '../engine/lamp.ts';
import { approver, type Counter, EVERYTHING, enforcing, type Open, person, reader, second, unknown } from './desk.ts';

const HOUR = 3_600_000;

function redLamp(open: Open) {
  const counter = open(enforcing());
  return { counter, lamp: counter.street.place('a', { paint: 'red' }) };
}

const pausing = (open: Open): void => {
  test.each([
    ['everything', 'on', EVERYTHING],
    ['its account', 'on', { level: 'account', of: '111122223333', why: 'x' }],
    ['its violation', 'on', { level: 'violation', of: 'lamp-off', why: 'x' }],
    ['the lamp, by its ARN', 'on', { level: 'resource', of: resourceOf('a').arn, why: 'x' }],
    ['the lamp, by its key', 'on', { level: 'resource', of: resourceOf('a').key, why: 'x' }],
    ['the lamp, by its name', 'on', { level: 'resource', of: 'A', why: 'x' }],
    ['another account', 'off', { level: 'account', of: '444455556666', why: 'x' }],
    ['another violation', 'off', { level: 'violation', of: 'lamp-shut', why: 'x' }],
    ['another lamp', 'off', { level: 'resource', of: resourceOf('b').arn, why: 'x' }],
  ])('of %s leaves the lamp %s', async (_, power, input) => {
    const { counter, lamp } = redLamp(open);
    const { says } = await counter.ask('pause', input);
    expect(says[1]).toBe('It is in force from the next admission on. A call already admitted leaves within 10 s or never.');
    await counter.looked();
    expect(lamp.power).toBe(power);
  });

  test('that comes between a look and its admission is seen by the admission', async () => {
    const { counter, lamp } = redLamp(open);
    const { kept } = counter.street;
    const paused: string[][] = [];
    const openThenPause: typeof kept.open = async (subject) => {
      const opened = await kept.open(subject);
      paused.push([...opened.paused]);
      if (paused.length === 1) await counter.ask('pause', EVERYTHING);
      return opened;
    };
    counter.street.kept = { ...kept, open: openThenPause };
    await counter.looked();
    expect(paused.slice(0, 2)).toEqual([[], ['pause#global']]);
    expect([lamp.power, (await counter.case()).outcome]).toEqual(['on', 'withheld']);
  });

  test('ends by itself when its time is over', async () => {
    const { counter, lamp } = redLamp(open);
    await counter.ask('pause', { ...EVERYTHING, until: '1h' });
    counter.street.now += HOUR + 1_000;
    await counter.looked();
    expect(lamp.power).toBe('off');
  });
};

const resuming = (open: Open): void => {
  const paused = async (input: object = EVERYTHING): Promise<Counter> => {
    const counter = open(enforcing());
    await counter.ask('pause', input);
    return counter;
  };
  const pauses = async (counter: Counter) => (await counter.kept.desk.open({ key: 'k', violation: 'v', account: '1' })).paused;

  test('takes an approver, and the lamp is looked after again', async () => {
    const of = { level: 'violation', of: 'lamp-off', why: 'over' };
    const counter = await paused(of);
    const lamp = counter.street.place('a', { paint: 'red' });
    expect(await counter.refusal('resume', of, reader)).toContain('is none');
    expect(await counter.refusal('resume', of, unknown)).toContain('Nobody can tell');
    expect((await counter.ask('resume', of)).says[0]).toBe('violation lamp-off goes on.');
    await counter.looked();
    expect(lamp.power).toBe('off');
  });

  test('everything takes two people, within a day', async () => {
    const counter = await paused();
    expect((await counter.ask('resume', EVERYTHING, person('ann'))).says[0]).toContain('One more person has to say the same by');
    expect(await counter.refusal('resume', EVERYTHING, person('ann'))).toContain('it takes one more person than ann');
    counter.street.now += 25 * HOUR;
    expect((await counter.ask('resume', EVERYTHING, second)).data.ended).toBe(false);
    expect(await pauses(counter)).toEqual(['pause#global']);
    expect((await counter.ask('resume', EVERYTHING, person('ann'))).data.ended).toBe(true);
    expect(await pauses(counter)).toEqual([]);
    const said = (await counter.record()).map((e) => [e.body.verb, e.body.complete]);
    expect(said).toEqual([['pause', undefined], ...[false, false, true].map((complete) => ['resume', complete])]);
  });
};

const charging = (open: Open): void => {
  const OF = { account: '111122223333', violation: 'lamp-off', why: 'read' };

  test('that has tripped is reset by an approver with a reason, and what was withheld is repaired', async () => {
    const counter = open(enforcing({ budget: { account: { repairs: 50, per: '10m' }, violation: { repairs: 1, per: '10m' } } }));
    for (const name of ['a', 'b']) {
      counter.street.place(name, { paint: 'red' });
      await counter.street.look('lamp-off', name);
      await counter.street.rest();
    }
    expect(counter.street.lamps.get('b')?.power).toBe('on');
    const shown = async () => (await counter.ask('budget show', { violation: 'lamp-off' }, unknown)).data.budgets;
    expect(await shown()).toMatchObject([{ begun: 1 }, { begun: 1, of: 1, tripped: expect.stringContaining('2026-11-23T12:0') }]);
    expect((await counter.ask('status')).says.join('\n')).toContain('budget#111122223333#lamp-off: TRIPPED at 2026-11-23T12:0');
    expect(await counter.refusal('budget reset', OF, reader)).toContain('is none');
    expect(await counter.refusal('budget reset', { ...OF, why: undefined })).toContain('cannot read why');
    expect((await counter.ask('budget reset', OF)).says[0]).toContain('budget#111122223333#lamp-off had tripped at');
    expect((await counter.record())[0]?.body).toMatchObject({ verb: 'budget reset', who: approver.arn, why: 'read', begun: 1 });
    expect(await shown()).toMatchObject([{ begun: 1 }, { begun: 0 }]);
    await counter.street.look('lamp-off', 'b');
    expect(counter.street.lamps.get('b')?.power).toBe('off');
  });
};

export function pauseContract(name: string, open: Open): void {
  describe(`${name}: a pause`, () => pausing(open));
  describe(`${name}: resuming`, () => resuming(open));
  describe(`${name}: a budget`, () => charging(open));
}
