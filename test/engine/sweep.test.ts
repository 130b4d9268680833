import { describe, expect, test } from 'vitest';
import type { House } from '../../src/engine/house.ts';
import { sweep } from '../../src/engine/sweep.ts';
import type { SweepNote } from '../../src/ledger/port.ts';
import { awsError, resourceOf, START, Street } from './lamp.ts';
import { policy } from './policies.ts';

const MINUTE = 60_000;
interface Swept {
  readonly notes: readonly SweepNote[];
  readonly counted: readonly string[];
}
async function swept(street: Street, over: Partial<House> = {}, milliseconds = 15 * MINUTE): Promise<Swept> {
  const counted: string[] = [];
  const count: House['count'] = (what, fields) => void counted.push(`${what} ${Object.values(fields).join(' ')}`);
  const notes = await sweep([...street.remediations.values()], { ...street.house(), count, ...over }, milliseconds);
  return { notes, counted };
}
const queued = (street: Street): string[] => street.queue.map((m) => `${m.violation} ${m.visit.resource.name}`);
const last = async (street: Street): Promise<SweepNote | undefined> =>
  await street.ledger.lastSweep('AWS::SageMaker::Lamp (lamp-off, lamp-shut)');
const names = (street: Street, looked: string[]): void => {
  const { kind } = [...street.remediations.values()][0] ?? {};
  const inspect = kind?.inspect;
  if (kind && inspect) {
    Object.assign(kind, {
      inspect: async (r: { name: string }) => {
        looked.push(r.name);
        return await inspect(resourceOf(r.name));
      },
    });
  }
};

/** Nothing is wrong with the lamp any more, and the pause in which that was seen is over: it is owed to be on, and nobody looks. */
async function owing() {
  const street = new Street(policy());
  const lamp = street.place('a', { paint: 'red' });
  await street.look('lamp-off', 'a');
  await street.rest();
  street.ledger.control('pause#global', {});
  lamp.paint = 'grey';
  await street.look('lamp-off', 'a');
  street.ledger.control('pause#global', undefined);
  street.now += 60 * MINUTE;
  return { street, lamp };
}

describe('a sweep', () => {
  test('sends each flawed lamp to the handlers of its violations, changes nothing, and writes down that it looked', async () => {
    const street = new Street(policy());
    street.place('a');
    street.place('b', { paint: 'red' });
    street.place('c', { paint: 'red', door: 'open' });
    const { notes, counted } = await swept(street);
    expect(queued(street)).toEqual(['lamp-off b', 'lamp-off c', 'lamp-shut c']);
    const time = '2026-11-23T12:00:00.000Z';
    const cause = { source: 'mlwarden.sweep', detailType: 'Sweep', id: `sweep ${time}`, time };
    expect(street.queue.map((m) => m.visit.cause)).toEqual(Array(3).fill(cause));
    expect(street.sent).toEqual([]);
    expect(street.entries).toEqual([]);
    const note = {
      kind: 'AWS::SageMaker::Lamp (lamp-off, lamp-shut)',
      at: '2026-11-23T12:00:00.000Z',
      looked: 3,
      flawed: 2,
      sent: 3,
      policy: 'policy-of-the-test',
    };
    expect(notes).toEqual([note]);
    expect(await last(street)).toEqual(note);
    expect(counted).toEqual([`swept ${note.kind} 3 2`]);
  });

  test('repairs nothing by itself; the looks that it asked for do', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { paint: 'red' });
    await swept(street);
    expect(lamp.power).toBe('on');
    await street.rest();
    expect(lamp.power).toBe('off');
  });

  test('sends what is due and flawed only once', async () => {
    const street = new Street(policy());
    street.place('a', { paint: 'red' });
    await street.look('lamp-off', 'a');
    await street.rest();
    street.now += 60 * MINUTE;
    await swept(street);
    expect(queued(street)).toEqual(['lamp-off a']);
  });

  test('sends what is owed to a lamp on which nothing is wrong any more', async () => {
    const { street, lamp } = await owing();
    await swept(street);
    await street.rest();
    expect(lamp.power).toBe('on');
  });

  test('skips a lamp that is gone between list and look', async () => {
    const street = new Street(policy());
    street.place('a', { paint: 'red' });
    street.stale = () => 'nothing';
    const { notes } = await swept(street);
    expect(notes).toMatchObject([{ looked: 1, flawed: 0 }]);
    expect(queued(street)).toEqual([]);
  });

  test('without a queue still writes down what it saw', async () => {
    const street = new Street(policy());
    street.place('a', { paint: 'red' });
    const { again: _, ...house } = street.house();
    expect(await sweep([...street.remediations.values()], house, MINUTE)).toMatchObject([{ looked: 1, flawed: 1 }]);
  });
});

describe('what a sweep could not reach', () => {
  test('is a gap, and comes first next time', async () => {
    const street = new Street(policy());
    for (const name of ['a', 'b', 'c', 'd']) street.place(name);
    const looked: string[] = [];
    names(street, looked);
    let ticks = 0;
    street.monotonic = () => ticks++ * MINUTE;
    await swept(street, {}, 3 * MINUTE);
    expect((await last(street))?.gap).toEqual({ after: resourceOf('c').key, why: 'out of time' });
    expect(looked).toEqual(['a', 'b', 'c']);
    street.now += 15 * MINUTE;
    await swept(street, {}, 60 * MINUTE);
    expect(looked.slice(3)).toEqual(['d', 'a', 'b', 'c']);
    expect((await last(street))?.gap).toBeUndefined();
  });

  test('begins from the first when the lamp it had come to is gone', async () => {
    const street = new Street(policy());
    for (const name of ['a', 'b']) street.place(name);
    await street.ledger.noteSweep({
      kind: 'AWS::SageMaker::Lamp (lamp-off, lamp-shut)',
      at: '2026-11-23T11:45:00.000Z',
      looked: 0,
      flawed: 0,
      sent: 0,
      policy: '',
      gap: { after: resourceOf('was-here').key, why: 'out of time' },
    });
    expect((await swept(street)).notes).toMatchObject([{ looked: 2 }]);
  });

  test('names the lamps that could not be looked at, and looks at all the others', async () => {
    const street = new Street(policy());
    for (const name of ['a', 'b', 'c']) street.place(name, { paint: 'red' });
    let first = true;
    street.blindness = () => {
      const error = first ? awsError('AccessDeniedException', 'no') : undefined;
      first = false;
      return error;
    };
    const { notes, counted } = await swept(street);
    expect(notes).toMatchObject([{ looked: 2, flawed: 2 }]);
    expect(notes[0]?.gap).toEqual({ after: '', why: `1 could not be looked at: ${resourceOf('a').key}: AccessDeniedException` });
    expect(queued(street)).toEqual(['lamp-off b', 'lamp-off c']);
    expect(counted[0]).toContain('could not be looked at');
  });

  test('is told whole: out of time does not hide the lamps that could not be looked at', async () => {
    const street = new Street(policy());
    for (const name of ['a', 'b']) street.place(name);
    let ticks = 0;
    street.monotonic = () => ticks++ * MINUTE;
    street.blindness = () => awsError('AccessDeniedException', 'no');
    await swept(street, {}, MINUTE);
    expect((await last(street))?.gap).toEqual({
      after: resourceOf('a').key,
      why: `out of time; 1 could not be looked at: ${resourceOf('a').key}: AccessDeniedException`,
    });
  });

  test('is everything behind a list that breaks off', async () => {
    const street = new Street(policy());
    street.place('a', { paint: 'red' });
    const [one] = street.remediations.values();
    if (!one) throw new Error('no violation');
    const { list } = one.kind;
    Object.assign(one.kind, {
      async *list() {
        yield* list();
        throw awsError('ThrottlingException', 'Rate exceeded');
      },
    });
    const { notes } = await swept(street);
    expect(notes).toMatchObject([{ looked: 1, gap: { after: resourceOf('a').key, why: 'it cannot be listed: ThrottlingException' } }]);
    expect(queued(street)).toEqual(['lamp-off a']);
  });

  test('is looked at before kinds that were looked at whole', async () => {
    const street = new Street(policy());
    street.place('a');
    const [off, shut] = [...street.remediations.values()];
    if (!off || !shut) throw new Error('no violations');
    const other = { ...shut, kind: { ...shut.kind } };
    const kinds = async () => (await sweep([off, other], street.house(), 15 * MINUTE)).map((n) => n.kind);
    expect(await kinds()).toEqual(['AWS::SageMaker::Lamp (lamp-off)', 'AWS::SageMaker::Lamp (lamp-shut)']);
    Object.assign(other.kind, {
      list: () => {
        throw awsError('AccessDeniedException', 'no');
      },
    });
    street.now += 15 * MINUTE;
    await kinds();
    street.now += 15 * MINUTE;
    expect(await kinds()).toEqual(['AWS::SageMaker::Lamp (lamp-shut)', 'AWS::SageMaker::Lamp (lamp-off)']);
    expect((await street.ledger.lastSweep('AWS::SageMaker::Lamp (lamp-shut)'))?.gap?.after).toBe('');
    Object.assign(off.kind, { list: other.kind.list });
    street.now += 15 * MINUTE;
    await kinds();
    street.now += 15 * MINUTE;
    expect(await kinds()).toEqual(['AWS::SageMaker::Lamp (lamp-off)', 'AWS::SageMaker::Lamp (lamp-shut)']);
  });

  test('is looked at before a kind at which nobody has looked yet', async () => {
    const street = new Street(policy());
    const [off, shut] = [...street.remediations.values()];
    if (!off || !shut) throw new Error('no violations');
    const list = () => {
      throw awsError('AccessDeniedException', 'no');
    };
    const other = { ...shut, kind: { ...shut.kind, list } };
    await sweep([other], street.house(), 15 * MINUTE);
    street.now += 15 * MINUTE;
    const notes = await sweep([off, other], street.house(), 15 * MINUTE);
    expect(notes.map((n) => n.kind)).toEqual(['AWS::SageMaker::Lamp (lamp-shut)', 'AWS::SageMaker::Lamp (lamp-off)']);
  });

  test('because it died on its way, comes first next time', async () => {
    const street = new Street(policy());
    const [off, shut] = [...street.remediations.values()];
    if (!off || !shut) throw new Error('no violations');
    const other = { ...shut, kind: { ...shut.kind } };
    const kinds = async () => (await sweep([off, other], street.house(), 15 * MINUTE)).map((n) => n.kind);
    await sweep([off], street.house(), 15 * MINUTE);
    street.now += 15 * MINUTE;
    expect(await kinds()).toEqual(['AWS::SageMaker::Lamp (lamp-shut)', 'AWS::SageMaker::Lamp (lamp-off)']);
    await sweep([other], street.house(), 15 * MINUTE);
    street.now += 15 * MINUTE;
    await sweep([other], street.house(), 15 * MINUTE);
    expect(await kinds()).toEqual(['AWS::SageMaker::Lamp (lamp-off)', 'AWS::SageMaker::Lamp (lamp-shut)']);
  });

  test('names five of the lamps that could not be looked at, and counts them all', async () => {
    const street = new Street(policy());
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) street.place(name);
    street.blindness = () => awsError('AccessDeniedException', 'no');
    const { notes } = await swept(street);
    const named = ['a', 'b', 'c', 'd', 'e'].map((name) => `${resourceOf(name).key}: AccessDeniedException`);
    expect(notes[0]?.gap?.why).toBe(`7 could not be looked at: ${named.join('; ')}`);
  });
});

describe('a sweep in trouble', () => {
  test('goes on when one case that is due cannot be queued', async () => {
    const street = new Street(policy());
    street.place('a', { paint: 'red' });
    street.place('b', { door: 'open' });
    await street.look('lamp-off', 'a');
    await street.rest();
    street.now = START + 60 * MINUTE;
    const house = street.house();
    const { notes, counted } = await swept(street, {
      again: async (violation, visit, delay) => {
        if (violation === 'lamp-off') throw awsError('QueueDoesNotExist', 'The specified queue does not exist');
        await house.again?.(violation, visit, delay);
      },
    });
    expect(queued(street)).toEqual(['lamp-shut b']);
    expect(notes[0]?.gap?.why).toContain('QueueDoesNotExist');
    expect(counted).toContainEqual(expect.stringMatching(/^failed lamp-off .*QueueDoesNotExist/));
  });

  test('what it has begun is seen through before it comes again, and so is what it only has to wait for', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { door: 'open', busy: true });
    await swept(street);
    await street.step();
    expect(street.trail('lamp-shut', 'a')).toEqual(['found', 'outcome waiting']);
    lamp.busy = false;
    street.moved = () => {
      const until = street.now + 90_000;
      Object.defineProperty(lamp, 'busy', { get: () => street.now < until, configurable: true, enumerable: true });
    };
    await street.rest();
    expect(lamp).toMatchObject({ power: 'on', door: 'shut' });
    expect(street.trail('lamp-shut', 'a').at(-1)).toBe('outcome fixed');
  });

  test('leaves what is due of another family to the sweep of that family', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { paint: 'red' });
    await street.look('lamp-off', 'a');
    await street.rest();
    lamp.paint = 'grey';
    street.now = START + 60 * MINUTE;
    const of = (id: string) =>
      sweep(
        [...street.remediations.values()].filter((r) => r.id === id),
        street.house(),
        MINUTE,
      );
    await of('lamp-shut');
    expect(queued(street)).toEqual([]);
    await of('lamp-off');
    expect(queued(street)).toEqual(['lamp-off a']);
  });

  test('by an index that trails misses what came last until the next sweep, and looks in vain at what is over', async () => {
    const { street, lamp } = await owing();
    const before = new Map(street.items);
    street.index = () => new Map();
    await swept(street);
    expect([queued(street), lamp.power]).toEqual([[], 'off']);
    street.index = () => before;
    await swept(street);
    await street.rest();
    expect(lamp.power).toBe('on');
    const trail = street.trail('lamp-off', 'a');
    await swept(street);
    expect(queued(street)).toEqual(['lamp-off a']);
    await street.rest();
    expect(street.trail('lamp-off', 'a')).toEqual(trail);
    expect(street.sent.map(({ api }) => api)).toEqual(['SwitchOff', 'SwitchOn']);
  });

  test('goes on when what is due cannot be read', async () => {
    const street = new Street(policy());
    street.place('a', { paint: 'red' });
    street.mishap = (request) => (request === 'due' ? 'unavailable' : undefined);
    const { counted } = await swept(street);
    expect(queued(street)).toEqual(['lamp-off a']);
    expect(counted).toContainEqual(expect.stringMatching(/^failed .*LedgerUnavailable/));
  });

  test('fails when it cannot write down that it looked', async () => {
    const street = new Street(policy());
    street.place('a');
    street.mishap = (request) => (request === 'noteSweep' ? 'unavailable' : undefined);
    await expect(swept(street)).rejects.toThrow('could not be read');
  });

  test('looks at the other kinds all the same when it cannot write down that it looked at one', async () => {
    const street = new Street(policy());
    street.place('a', { paint: 'red', door: 'open' });
    const [off, shut] = [...street.remediations.values()];
    if (!off || !shut) throw new Error('no violations');
    let times = 0;
    street.mishap = (request) => (request === 'noteSweep' && ++times === 1 ? 'unavailable' : undefined);
    await expect(sweep([off, { ...shut, kind: { ...shut.kind } }], street.house(), 15 * MINUTE)).rejects.toThrow('could not be read');
    expect(queued(street)).toEqual(['lamp-off a', 'lamp-shut a']);
    expect((await street.ledger.lastSweep('AWS::SageMaker::Lamp (lamp-shut)'))?.flawed).toBe(1);
  });
});
