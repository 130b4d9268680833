/** One chain of looks for a case, however many events ask for it. */
import { describe, expect, test } from 'vitest';
import type { Visit } from '../../src/engine/house.ts';
import { look } from '../../src/engine/look.ts';
import { LEASE } from '../../src/engine/settle.ts';
import { awsError, LAG, Street } from './lamp.ts';
import { policy } from './policies.ts';

const MINUTE = 60_000;

/** A lamp that its fitter works on, found so by a first event. */
async function busy(): Promise<Street> {
  const street = new Street(policy());
  street.place('a', { paint: 'red', busy: true });
  await street.take('lamp-off', because(street, 'e-1'));
  return street;
}
function because(street: Street, id: string, over: Partial<Visit['cause']> = {}): Visit {
  const { cause, resource } = street.visit('a');
  return { resource, cause: { ...cause, id, ...over } };
}
/** An event that came so long ago that reads have caught up with it. */
const old = (street: Street, id: string): Visit => because(street, id, { time: new Date(street.now - (LAG + 1) * 1000).toISOString() });
const due = (street: Street): number[] => street.queue.map((m) => (m.at - street.now) / 1000);
const next = async (street: Street) => (await street.case('lamp-off', 'a')).next;

describe('what one chain of looks waits for', () => {
  test('is not waited for by another, which ends with its own look', async () => {
    const street = await busy();
    street.now += 1000;
    expect(await street.take('lamp-off', old(street, 'e-2'))).toMatchObject({ outcome: 'waiting' });
    expect(due(street)).toHaveLength(1);
    expect(street.queue[0]?.visit.cause.id).toBe('e-1');
  });

  test('is waited for by whatever the sweep finds where no other does, and by it alone', async () => {
    const street = new Street(policy());
    street.place('a', { paint: 'red', busy: true });
    for (const id of ['sweep 1', 'sweep 2']) await street.take('lamp-off', because(street, id, { source: 'mlwarden.sweep' }));
    expect(street.queue.map((m) => m.visit.cause.id)).toEqual(['sweep 1']);
  });

  test('is taken over by news, because the look that is to come may be shown what was before it', async () => {
    const street = await busy();
    street.now += 1000;
    await street.take('lamp-off', because(street, 'e-2', { time: new Date(street.now).toISOString() }));
    expect(street.queue.map((m) => m.visit.cause.id)).toEqual(['e-1', 'e-2']);
    street.now += LAG * 1000;
    await street.step();
    expect(street.queue.map((m) => m.visit.cause.id)).toEqual(['e-2']);
  });

  test('counts for whoever takes over, also where his message is delivered again', async () => {
    const street = await busy();
    await street.step();
    const news = because(street, 'e-2', { time: new Date(street.now).toISOString() });
    for (let delivery = 0; delivery < 2; delivery++) {
      street.queue.splice(0);
      await street.take('lamp-off', news);
      expect([(await next(street))?.waited, street.queue[0]?.visit.saw?.waited]).toEqual([30, 60]);
    }
  });

  test('counts for whoever takes over: the change is not waited for anew', async () => {
    const street = new Street(policy());
    const before = { ...street.place('a', { paint: 'red' }) };
    await street.take('lamp-off', because(street, 'e-1'));
    street.stale = () => before;
    for (let i = 2; i < 40 && street.trail('lamp-off', 'a').every((t) => !t.startsWith('void')); i++) {
      street.now += 4000;
      while (street.queue.some((m) => m.at <= street.now)) await street.step();
      await street.take('lamp-off', because(street, `e-${i}`, { time: new Date(street.now).toISOString() }));
    }
    expect(street.trail('lamp-off', 'a')).toContain('void SwitchOff');
  });

  test.each([1, 7, 40])('is not cut short by news every %i s: a sender that died may still be on the wire for all that', async (pause) => {
    const street = new Street(policy());
    street.place('a', { paint: 'red' });
    let writes = 0;
    street.mishap = (request) => (request === 'write' && ++writes === 2 ? 'unavailable' : undefined);
    await expect(street.take('lamp-off', because(street, 'e-1'))).rejects.toThrow();
    const before = { ...street.lamps.get('a'), power: 'on' } as const;
    street.stale = () => before as never;
    const sent = street.now;
    const settled = () => street.trail('lamp-off', 'a').some((t) => /^(void|applied|refused)/.test(t));
    for (let i = 2; !settled(); i++) {
      const until = sent + (i - 1) * pause * 1000;
      while (!settled() && street.queue.some((m) => m.at <= until)) await street.step();
      if (settled()) break;
      street.now = until;
      await street.take('lamp-off', because(street, `e-${i}`, { time: new Date(street.now).toISOString() }));
      expect(street.sent).toHaveLength(1);
    }
    expect(street.now - sent).toBeGreaterThanOrEqual(LEASE * 1000);
  });

  test('is waited for by another once its time is over: that chain has died', async () => {
    const street = await busy();
    street.queue.splice(0);
    street.now += 20 * MINUTE;
    await street.take('lamp-off', old(street, 'e-2'));
    expect(street.queue.map((m) => m.visit.cause.id)).toEqual(['e-2']);
  });

  test('is no reason to end for one that waits for something else', async () => {
    const street = await busy();
    const lamp = street.lamps.get('a');
    if (lamp) lamp.busy = false;
    expect(await street.take('lamp-off', old(street, 'e-2'))).toMatchObject({ outcome: 'sent' });
    expect((await next(street))?.for).toBe('change 1 to be seen');
    expect(street.queue.map((m) => m.visit.cause.id)).toEqual(['e-1', 'e-2']);
  });
});

describe('the look that is to come', () => {
  test('goes on where the message was delivered again, because its sandbox died before it could queue', async () => {
    const street = await busy();
    for (let hop = 0; hop < 3; hop++) {
      const [message] = street.queue.splice(0);
      if (!message) throw new Error('nobody comes');
      street.now = message.at;
      await street.take('lamp-off', message.visit);
      // It was written down, and never queued.
      street.queue.splice(0);
      street.now += 1000;
      await street.take('lamp-off', message.visit);
      expect(street.queue).toHaveLength(1);
    }
  });

  test('is one again at once where a message came twice', async () => {
    const street = await busy();
    const [message] = street.queue;
    if (!message) throw new Error('nobody comes');
    street.queue.push({ ...message, at: message.at + 100 });
    for (let i = 0; i < 4; i++) await street.step();
    expect(street.queue).toHaveLength(1);
  });

  test('is on record as long as there is one, and no longer', async () => {
    const street = await busy();
    expect(await next(street)).toMatchObject({ for: 'the fitter to finish', after: 'e-1' });
    const lamp = street.lamps.get('a');
    if (lamp) lamp.busy = false;
    await street.rest();
    expect(street.trail('lamp-off', 'a').at(-1)).toBe('outcome contained');
    expect(await next(street)).toBeUndefined();
  });

  test('stays on record where another look finds nothing to wait for meanwhile', async () => {
    const street = await busy();
    const lamp = street.lamps.get('a');
    if (lamp) lamp.busy = false;
    street.ledger.control('pause#global', {});
    street.now += 1000;
    expect(await street.take('lamp-off', old(street, 'e-2'))).toMatchObject({ outcome: 'withheld' });
    expect(await next(street)).toMatchObject({ for: 'the fitter to finish', after: 'e-1' });
  });

  test('is not on record any more where the lamp may be in order, and it only looks once more to be sure', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { paint: 'red' });
    street.trouble = () => ({ error: awsError('ThrottlingException', 'Rate exceeded') });
    await street.take('lamp-off', because(street, 'e-1', { time: new Date(street.now).toISOString() }));
    expect(await next(street)).toMatchObject({ after: 'e-1' });
    lamp.paint = 'grey';
    await street.step();
    expect(street.reports.at(-1)).toMatchObject({ outcome: 'compliant' });
    expect([await next(street), due(street)]).toEqual([undefined, [LAG]]);
  });

  test('at a lamp that is in order leaves nothing on record', async () => {
    const street = new Street(policy());
    street.place('a');
    await street.take('lamp-off', because(street, 'e-1', { time: new Date(street.now).toISOString() }));
    expect([due(street), street.items.size]).toEqual([[LAG], 0]);
  });

  test('is none where there is no queue: whoever looks next waits for himself', async () => {
    const street = new Street(policy());
    street.place('a', { paint: 'red', busy: true });
    const remediation = street.remediations.get('lamp-off');
    if (!remediation) throw new Error('no violation');
    const { again: _, ...house } = street.house();
    await look({ remediation, visit: old(street, 'by hand'), house });
    expect(await next(street)).toBeUndefined();
    await street.take('lamp-off', old(street, 'e-1'));
    expect(due(street)).toEqual([30]);
  });
});
