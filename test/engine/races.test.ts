import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { broken } from '../../src/ledger/chain.ts';
import type { Entry } from '../../src/ledger/items.ts';
import { LAG, type Lamp, resourceOf, Street } from './lamp.ts';
import { policy } from './policies.ts';

const start = fc.record({
  power: fc.constantFrom('on', 'off'),
  door: fc.constantFrom('open', 'shut'),
  paint: fc.constantFrom('grey', 'red'),
  busy: fc.constant(false),
}) as fc.Arbitrary<Partial<Lamp>>;

/** Reads that lie: each may show any state of the last `LAG` seconds. */
function lie(street: Street, draw: () => number): void {
  const history: { at: number; lamp: Lamp | 'nothing' }[] = [];
  const remember = () => history.push({ at: street.now, lamp: structuredClone(street.lamps.get('a') ?? 'nothing') });
  remember();
  street.moved = remember;
  street.stale = () => {
    const latestOld = history.findLastIndex((h) => h.at <= street.now - LAG * 1000);
    const choices = history.slice(Math.max(0, latestOld));
    return choices[Math.floor(draw() * choices.length)]?.lamp;
  };
}

async function trailsHold(street: Street): Promise<void> {
  const intended: unknown[] = [];
  for (const violation of ['lamp-off', 'lamp-shut']) {
    const entries: Entry[] = [];
    for await (const entry of street.ledger.entries(violation, resourceOf('a').key)) entries.push(entry);
    const { case: kase } = await street.ledger.open({ key: resourceOf('a').key, violation, account: '111122223333' });
    expect(broken(entries, kase.head)).toBeUndefined();
    const tokens = (type: string) => entries.filter((e) => e.type === type).map((e) => e.body.token);
    const ends = [...tokens('applied'), ...tokens('void'), ...tokens('refused')].sort();
    expect(ends).toEqual(tokens('intent').sort());
    intended.push(...tokens('intent'));
  }
  expect(intended).toEqual([...new Set(intended)]);
}

/** The fence token under which each call came to AWS: that of the change which the ledger says is under way. */
function fences(street: Street, wait: () => Promise<void> = async () => {}): number[] {
  const under: number[] = [];
  const kind = street.remediations.get('lamp-off')?.kind;
  const client = kind?.api.SwitchOff?.client(resourceOf('a'));
  if (!client) throw new Error('a lamp is switched off by a client');
  const { send } = client;
  const { open } = street.ledger;
  client.send = async (command, options) => {
    await wait();
    under.push((await open({ key: resourceOf('a').key, violation: '', account: '111122223333' })).lock.last?.token ?? 0);
    const answer = await send(command, options);
    await wait();
    return answer;
  };
  return under;
}

/** No call found what it was to bring about already there: nothing was sent twice, nothing on a state older than the last change. */
function noneInVain(street: Street): void {
  for (const { api, on } of street.sent) {
    if (api === 'SwitchOff') expect(on?.power).toBe('on');
    if (api === 'SwitchOn') expect(on?.power).toBe('off');
    if (api === 'ShutDoor') expect(on).toMatchObject({ door: 'open', power: 'off' });
  }
}

function right(lamp: Lamp, was: Partial<Lamp>): void {
  expect(lamp.door).toBe('shut');
  expect(lamp.power).toBe(lamp.paint === 'red' ? 'off' : was.power);
}

describe('from any state of the lamp', () => {
  test('looks of both violations, in any order and number, with reads that lie, come to rest in the right state', async () => {
    const looks = fc.array(fc.tuple(fc.constantFrom('lamp-off', 'lamp-shut'), fc.nat(90_000)), { maxLength: 6 });
    const property = fc.asyncProperty(
      start,
      looks,
      fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
      async (is, more, chance) => {
        const street = new Street(policy());
        const lamp = street.place('a', is);
        lie(street, () => chance.next().value ?? 0);
        const sent = fences(street);
        for (const [violation, later] of [...more, ['lamp-off', 0], ['lamp-shut', 0]] as [string, number][]) {
          street.queue.push({ violation, visit: street.visit('a'), at: street.now + later });
        }
        await street.rest();
        right(lamp, is);
        expect(sent).toEqual([...new Set(sent)]);
        expect(sent).toHaveLength(street.sent.length);
        noneInVain(street);
        await trailsHold(street);
      },
    );
    await fc.assert(property, { numRuns: Number(process.env.RUNS ?? 300) });
  });
});

describe('two workers interleaved at every await', () => {
  test.each([
    ['lamp-off', 'lamp-off'],
    ['lamp-shut', 'lamp-shut'],
    ['lamp-off', 'lamp-shut'],
  ])('%s beside %s never send two calls for one fence, nor a call in vain', async (one, other) => {
    const property = fc.asyncProperty(fc.scheduler(), start, async (s, is) => {
      const street = new Street(policy());
      const lamp = street.place('a', is);
      let racing = true;
      const sent = fences(street, async () => void (racing && (await s.schedule(Promise.resolve()))));
      const { open, write } = street.ledger;
      street.ledger.open = async (subject) => await s.schedule(Promise.resolve()).then(async () => await open(subject));
      street.ledger.write = async (subject, change) =>
        await s
          .schedule(Promise.resolve())
          .then(async () => await write(subject, change))
          .then(async (w) => await s.schedule(Promise.resolve(w)));
      const kind = street.remediations.get('lamp-off')?.kind as { inspect: (r: unknown) => Promise<unknown> };
      const { inspect } = kind;
      kind.inspect = async (r) => {
        const seen = await inspect(r);
        return await s.schedule(Promise.resolve(seen));
      };
      const both = Promise.all([street.look(one, 'a'), street.look(other, 'a')]);
      await s.waitFor(both);
      racing = false;
      street.ledger.open = open;
      street.ledger.write = write;
      kind.inspect = inspect;
      await street.rest();
      for (const violation of ['lamp-off', 'lamp-shut']) await street.look(violation, 'a');
      await street.rest();
      right(lamp, is);
      expect(sent).toEqual([...new Set(sent)]);
      expect(sent).toHaveLength(street.sent.length);
      noneInVain(street);
      await trailsHold(street);
    });
    await fc.assert(property, { numRuns: Number(process.env.RUNS ?? 150) });
  });

  test('a message that finds the lease busy is queued again until the sender is dead, and never lost', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { paint: 'red' });
    let writes = 0;
    street.mishap = (request) => (request === 'write' && ++writes === 2 ? 'unavailable' : undefined);
    street.trouble = () => undefined;
    await expect(street.look('lamp-off', 'a')).rejects.toThrow();
    const dead = street.now;
    expect((await street.look('lamp-off', 'a')).outcome).toBe('busy');
    expect(street.queue).toHaveLength(1);
    await street.rest();
    expect(lamp.power).toBe('off');
    const settled = street.entries.find((e) => e.type === 'applied');
    expect(Date.parse(settled?.at ?? '') - dead).toBeGreaterThanOrEqual(150_000);
  });
});
