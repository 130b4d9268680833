import { describe, expect, test } from 'vitest';
import { elapsed } from '../../src/engine/time.ts';
import { broken } from '../../src/ledger/chain.ts';
import type { Entry } from '../../src/ledger/items.ts';
import { awsError, type Lamp, resourceOf, START, Street } from './lamp.ts';
import { policy } from './policies.ts';

const HOUR = 3_600_000;
const opened = async (street: Street, violation: string, name: string) =>
  await street.ledger.open({ key: resourceOf(name).key, violation, account: '111122223333' });

async function chain(street: Street, violation: string, name: string): Promise<string | undefined> {
  const entries: Entry[] = [];
  for await (const entry of street.ledger.entries(violation, resourceOf(name).key)) entries.push(entry);
  return broken(entries, (await opened(street, violation, name)).case.head);
}

describe('a flaw with one step', () => {
  test('is found, intended, sent, seen and contained, and the chain proves it', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { paint: 'red' });
    await street.look('lamp-off', 'a');
    await street.rest();
    expect(lamp.power).toBe('off');
    expect(street.trail('lamp-off', 'a')).toEqual([
      'found',
      'intent SwitchOff',
      'sent SwitchOff',
      'applied SwitchOff',
      'outcome contained',
    ]);
    expect(await chain(street, 'lamp-off', 'a')).toBeUndefined();
  });

  test('writes nothing when nothing is wrong', async () => {
    const street = new Street(policy());
    street.place('a');
    const report = await street.look('lamp-off', 'a');
    expect(report.outcome).toBe('compliant');
    expect(street.entries).toEqual([]);
    expect((await opened(street, 'lamp-off', 'a')).case.rev).toBe(0);
  });

  test('is recorded as withheld once, with the call that would have been made, under a policy that observes', async () => {
    const street = new Street(policy({ defaults: { reversible: 'observe', disruptive: 'observe', destructive: 'observe' } }));
    const lamp = street.place('a', { paint: 'red' });
    await street.look('lamp-off', 'a');
    await street.look('lamp-off', 'a');
    await street.rest();
    expect(lamp.power).toBe('on');
    expect(street.trail('lamp-off', 'a')).toEqual(['found', 'outcome withheld']);
    expect(street.entries[1]?.body).toMatchObject({ why: 'observe', line: 'defaults.disruptive', next: { call: { api: 'SwitchOff' } } });
  });

  test('may be left to its owner for an hour from when it was found, and he gains no time by painting it once more', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { paint: 'red' });
    const remediation = street.remediations.get('lamp-off');
    if (!remediation) throw new Error('no violation');
    const { repair } = remediation;
    const patient: typeof repair = (s, r, ctx) => {
      const { found, now, settings } = ctx;
      const { paint } = settings as { paint: string };
      return found && elapsed(found, now) < HOUR ? { do: 'wait', for: `its owner to paint it ${paint}`, again: 300 } : repair(s, r, ctx);
    };
    Object.assign(remediation, { repair: patient });
    expect(await street.look('lamp-off', 'a')).toMatchObject({ outcome: 'waiting', says: 'waiting for its owner to paint it grey' });
    lamp.paint = 'blue';
    street.now = START + HOUR - 1;
    expect((await street.look('lamp-off', 'a')).outcome).toBe('waiting');
    street.now += 1;
    expect((await street.look('lamp-off', 'a')).outcome).toBe('sent');
  });

  test('changes nothing in a deployment that only observes, whatever policy says', async () => {
    const street = new Street(policy());
    street.cap = 'observe';
    const lamp = street.place('a', { paint: 'red' });
    const report = await street.look('lamp-off', 'a');
    expect(report.says).toContain('Mode=observe');
    expect(lamp.power).toBe('on');
  });
});

describe('two flaws on one lamp', () => {
  test('a lamp with an open door is switched off, shut, and handed back burning', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { door: 'open' });
    await street.look('lamp-shut', 'a');
    await street.rest();
    expect(lamp).toMatchObject({ power: 'on', door: 'shut' });
    expect(street.trail('lamp-shut', 'a').at(-1)).toBe('outcome fixed');
    expect((await opened(street, 'lamp-shut', 'a')).lock).toMatchObject({ holds: {} });
    expect((await opened(street, 'lamp-shut', 'a')).lock.owed).toBeUndefined();
  });

  test('is not handed back while another flaw holds it off', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { door: 'open', paint: 'red' });
    await street.look('lamp-shut', 'a');
    await street.look('lamp-off', 'a');
    await street.rest();
    expect(lamp).toMatchObject({ power: 'off', door: 'shut' });
    expect(street.sent.map((s) => s.api)).not.toContain('SwitchOn');
    expect(street.trail('lamp-off', 'a').at(-1)).toBe('outcome contained');
    expect(street.trail('lamp-shut', 'a').at(-1)).toBe('outcome fixed');
  });

  test('the last one out hands back, whoever switched it off', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { door: 'open', paint: 'red' });
    await street.look('lamp-off', 'a');
    await street.look('lamp-shut', 'a');
    await street.rest();
    lamp.paint = 'grey';
    await street.look('lamp-off', 'a');
    await street.rest();
    expect(lamp).toMatchObject({ power: 'on', door: 'shut' });
    expect(street.trail('lamp-off', 'a').at(-1)).toBe('outcome fixed');
  });

  test('a lamp its owner had switched off is repaired and left off', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { door: 'open', power: 'off' });
    await street.look('lamp-shut', 'a');
    await street.rest();
    expect(lamp).toMatchObject({ power: 'off', door: 'shut' });
    expect(street.sent.map((s) => s.api)).toEqual(['ShutDoor']);
  });

  test('a hold ends when policy no longer wants it, and what is owed is handed back', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { paint: 'red' });
    await street.look('lamp-off', 'a');
    await street.rest();
    street.policy = policy({ violations: { 'lamp-off': { disruptive: 'observe', reversible: 'enforce' } } });
    await street.look('lamp-off', 'a');
    await street.rest();
    expect(lamp.power).toBe('on');
    expect(street.trail('lamp-off', 'a')).toContain('released');
  });
});

describe('what happens in between', () => {
  test('a lamp a fitter works on is waited for, and the trail shows the wait', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { paint: 'red', busy: true });
    await street.look('lamp-off', 'a');
    expect(street.trail('lamp-off', 'a')).toEqual(['found', 'outcome waiting']);
    lamp.busy = false;
    await street.rest();
    expect(lamp.power).toBe('off');
    expect(street.sent).toHaveLength(1);
  });

  test('whoever waits a day is stuck', async () => {
    const street = new Street(policy());
    street.place('a', { paint: 'red', busy: true });
    await street.look('lamp-off', 'a');
    await street.rest();
    expect(street.trail('lamp-off', 'a').at(-1)).toBe('outcome stuck');
    expect(street.sent).toEqual([]);
  });

  test('a lamp deleted and built again under its name is another lamp: nothing of the old one counts', async () => {
    const street = new Street(policy());
    street.place('a', { paint: 'red' });
    await street.look('lamp-off', 'a');
    await street.rest();
    const another = street.place('a', { born: '2026-11-23T12:30:00.000Z' });
    street.now += 3_600_000;
    await street.look('lamp-off', 'a');
    await street.rest();
    expect(another.power).toBe('on');
    expect(street.trail('lamp-off', 'a').at(-1)).toBe('outcome gone');
    expect(street.sent).toHaveLength(1);
  });

  test('a lamp that is gone ends its case as gone; one never seen leaves no trace', async () => {
    const street = new Street(policy());
    street.place('a', { paint: 'red' });
    await street.look('lamp-off', 'a');
    await street.rest();
    street.lamps.delete('a');
    street.now += 3_600_000;
    await street.look('lamp-off', 'a');
    await street.rest();
    expect((await street.case('lamp-off', 'a')).outcome).toBe('gone');
    expect((await street.look('lamp-off', 'b')).outcome).toBe('absent');
    expect(street.trail('lamp-off', 'b')).toEqual([]);
  });

  test('an owner who switches it on again three times in a day is not fought a fourth time, and is named', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { paint: 'red' });
    for (let i = 0; i < 5; i++) {
      lamp.power = 'on';
      street.now += 1_800_000;
      await street.look('lamp-off', 'a', 'arn:aws:sts::111122223333:assumed-role/dev/owner');
      await street.rest();
    }
    expect(lamp.power).toBe('on');
    expect(street.sent.map((s) => s.api)).toEqual(['SwitchOff', 'SwitchOff', 'SwitchOff']);
    const stuck = street.entries.filter((e) => e.body.outcome === 'stuck');
    expect(stuck).toHaveLength(1);
    expect(stuck[0]?.body.by).toEqual(['arn:aws:sts::111122223333:assumed-role/dev/owner']);
  });
});

describe('when AWS says no', () => {
  test('AccessDenied is failed, never fixed', async () => {
    const street = new Street(policy());
    street.place('a', { paint: 'red' });
    street.trouble = () => ({ error: awsError('AccessDeniedException', 'User is not authorized') });
    await street.look('lamp-off', 'a');
    await street.rest();
    expect(street.trail('lamp-off', 'a')).toEqual(['found', 'intent SwitchOff', 'refused SwitchOff', 'outcome failed']);
  });

  test('a text nobody foresaw is failed with that text', async () => {
    const street = new Street(policy());
    street.place('a', { paint: 'red' });
    street.trouble = () => ({ error: awsError('ValidationException', 'the moon is full') });
    expect((await street.look('lamp-off', 'a')).says).toContain('the moon is full');
  });

  test('throttling is waited out and does not count as an attempt', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { paint: 'red' });
    let times = 5;
    street.trouble = () => (times-- > 0 ? { error: awsError('ThrottlingException', 'Rate exceeded') } : undefined);
    await street.look('lamp-off', 'a');
    await street.rest();
    expect(lamp.power).toBe('off');
  });

  test('a call that failed three times in a day is not sent a fourth time', async () => {
    const street = new Street(policy());
    street.place('a', { paint: 'red' });
    street.trouble = () => ({ error: awsError('ValidationException', 'the moon is full') });
    for (let i = 0; i < 4; i++) await street.look('lamp-off', 'a');
    expect(street.trail('lamp-off', 'a').filter((t) => t.startsWith('intent'))).toHaveLength(3);
    expect(street.trail('lamp-off', 'a').at(-1)).toBe('outcome stuck');
  });

  test('an answer lost after the effect is settled by looking', async () => {
    const street = new Street(policy());
    street.place('a', { paint: 'red' });
    street.trouble = () => ({ error: new Error('socket hang up'), after: true });
    await street.look('lamp-off', 'a');
    await street.rest();
    expect(street.trail('lamp-off', 'a')).toEqual([
      'found',
      'intent SwitchOff',
      'sent SwitchOff',
      'applied SwitchOff',
      'outcome contained',
    ]);
  });

  test('while a request whose answer was lost may still be on its way, no further step is taken, and what it brought is not undone', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { door: 'open' });
    let times = 1;
    street.trouble = () => (times-- > 0 ? { error: new Error('socket hang up') } : undefined);
    await street.look('lamp-shut', 'a');
    lamp.power = 'off'; // Somebody else's doing, or ours: nobody knows.
    await street.rest();
    expect(lamp).toMatchObject({ power: 'off', door: 'shut' });
    expect(street.sent.map((s) => s.api)).toEqual(['ShutDoor']);
    const at = (type: string) => street.entries.find((e) => e.type === type);
    expect(at('applied')?.body).toMatchObject({ inferred: true, says: expect.stringContaining('left off') });
    expect(Date.parse(String(at('applied')?.at)) - START).toBeGreaterThanOrEqual(150_000);
  });

  test('an answer lost before the effect is void after the lag, and proposed anew', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { paint: 'red' });
    let times = 1;
    street.trouble = () => (times-- > 0 ? { error: awsError('InternalFailure', 'oops', 500) } : undefined);
    await street.look('lamp-off', 'a');
    await street.rest();
    expect(lamp.power).toBe('off');
    expect(street.trail('lamp-off', 'a')).toContain('void SwitchOff');
  });

  test('a read that is refused is recorded once and thrown, and nothing is sent', async () => {
    const street = new Street(policy());
    street.place('a', { paint: 'red' });
    street.blindness = () => awsError('AccessDeniedException', 'User is not authorized');
    await expect(street.look('lamp-off', 'a')).rejects.toThrow('cannot be looked at');
    await expect(street.look('lamp-off', 'a')).rejects.toThrow('cannot be looked at');
    expect(street.trail('lamp-off', 'a')).toEqual(['outcome failed']);
    street.blindness = () => undefined;
    await street.look('lamp-off', 'a');
    await street.rest();
    expect(street.trail('lamp-off', 'a').at(-1)).toBe('outcome contained');
  });
});

describe('when the ledger fails', () => {
  test('unreachable before the intent: nothing is changed', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { paint: 'red' });
    street.mishap = (request) => (request === 'write' ? 'unavailable' : undefined);
    await expect(street.look('lamp-off', 'a')).rejects.toThrow('did not take');
    expect(lamp.power).toBe('on');
    expect(street.sent).toEqual([]);
  });

  test('lost after the call: the next look settles it as inferred and hands nothing back', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { door: 'open' });
    let writes = 0;
    street.mishap = (request) => (request === 'write' && ++writes === 2 ? 'unavailable' : undefined);
    await expect(street.look('lamp-shut', 'a')).rejects.toThrow();
    await street.look('lamp-shut', 'a');
    await street.rest();
    expect(lamp).toMatchObject({ power: 'off', door: 'shut' });
    const settled = street.entries.find((e) => e.type === 'applied');
    expect(settled?.body).toMatchObject({ inferred: true });
    expect(street.sent.map((s) => s.api)).toEqual(['SwitchOff', 'ShutDoor']);
    expect(await chain(street, 'lamp-shut', 'a')).toBeUndefined();
  });

  test('an intent whose answer was lost was never sent: it is void and the repair goes on', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { paint: 'red' });
    let writes = 0;
    street.mishap = (request) => (request === 'write' && ++writes === 1 ? 'lost' : undefined);
    await expect(street.look('lamp-off', 'a')).rejects.toThrow('did not answer');
    expect(street.sent).toEqual([]);
    await street.look('lamp-off', 'a');
    await street.rest();
    expect(lamp.power).toBe('off');
    expect(street.sent).toHaveLength(1);
  });
});

describe('controls', () => {
  test.each(['pause#global', 'pause#account#111122223333', 'pause#violation#lamp-off', `pause#resource#${resourceOf('a').key}`])(
    'nothing is admitted under %s, and the repair goes on when it is lifted',
    async (pause) => {
      const street = new Street(policy());
      const lamp = street.place('a', { paint: 'red' });
      street.ledger.control(pause, {});
      expect((await street.look('lamp-off', 'a')).says).toContain('paused');
      expect(lamp.power).toBe('on');
      street.ledger.control(pause, undefined);
      await street.look('lamp-off', 'a');
      await street.rest();
      expect(lamp.power).toBe('off');
    },
  );

  test('a pause that comes between look and admission stops the call', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { paint: 'red' });
    street.mishap = (request) => {
      if (request === 'write') street.ledger.control('pause#global', {});
      return undefined;
    };
    await street.look('lamp-off', 'a');
    expect(lamp.power).toBe('on');
    expect(street.trail('lamp-off', 'a')).toEqual(['found', 'outcome withheld']);
  });

  test('the budget trips, stays tripped until a person resets it, and a repair begun is finished', async () => {
    const street = new Street(policy({ budget: { account: { repairs: 2, per: '10m' }, violation: { repairs: 20, per: '10m' } } }));
    for (const name of ['a', 'b', 'c', 'd']) street.place(name, { door: 'open' });
    for (const name of ['a', 'b', 'c', 'd']) await street.look('lamp-shut', name);
    await street.rest();
    expect([...street.lamps.values()].map((l: Lamp) => `${l.power} ${l.door}`)).toEqual(['on shut', 'on shut', 'on open', 'on open']);
    expect(street.entries.filter((e) => e.type === 'tripped')).toHaveLength(1);
    street.now += 3_600_000;
    await street.look('lamp-shut', 'c');
    expect(street.lamps.get('c')?.door).toBe('open');
    street.ledger.resetBudget('budget#111122223333');
    await street.look('lamp-shut', 'c');
    await street.rest();
    expect(street.lamps.get('c')).toMatchObject({ power: 'on', door: 'shut' });
  });
});
