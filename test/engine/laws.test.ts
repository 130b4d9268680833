/** Laws that hold whatever befalls: owners who meddle, reads that lie, refusals, answers and ledgers that are lost. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { broken } from '../../src/ledger/chain.ts';
import type { Mishap } from '../../src/ledger/memory.ts';
import { awsError, LAG, type Lamp, resourceOf, Street } from './lamp.ts';
import { policy } from './policies.ts';

const IDS = ['lamp-off', 'lamp-shut'];
const HOUR = 3_600_000;
type Deed = (street: Street) => void;
const lampOf = (street: Street): Lamp | undefined => street.lamps.get('a');
const hand =
  (is: Partial<Lamp>): Deed =>
  (street) => {
    const lamp = lampOf(street);
    if (lamp) Object.assign(lamp, is);
    street.moved();
  };

const deeds: Record<string, Deed> = {
  'look off': (s) => void s.queue.push({ violation: 'lamp-off', visit: s.visit('a', 'ana'), at: s.now }),
  'look shut': (s) => void s.queue.push({ violation: 'lamp-shut', visit: s.visit('a', 'ana'), at: s.now }),
  on: hand({ power: 'on' }),
  off: hand({ power: 'off' }),
  red: hand({ paint: 'red' }),
  grey: hand({ paint: 'grey' }),
  open: hand({ door: 'open' }),
  busy: hand({ busy: true }),
  idle: hand({ busy: false }),
  rebuilt: (s) => {
    s.place('a', { power: 'on', born: new Date(s.now).toISOString() });
    s.moved();
  },
  removed: (s) => {
    s.lamps.delete('a');
    s.moved();
  },
  paused: (s) => s.ledger.control('pause#global', {}),
  resumed: (s) => s.ledger.control('pause#global', undefined),
};
const trouble = fc.constantFrom(
  undefined,
  { error: awsError('ThrottlingException', 'Rate exceeded') },
  { error: awsError('AccessDeniedException', 'no') },
  { error: awsError('InternalFailure', 'oops', 500) },
  { error: awsError('InternalFailure', 'oops', 500), after: true },
);
const mishap = fc.constantFrom<Mishap>(undefined, undefined, undefined, 'unavailable', 'lost', 'conflict');

/** Reads show any state of the last `LAG` seconds. */
function lie(street: Street, draw: () => number): void {
  const history: { at: number; lamp: Lamp | 'nothing' }[] = [];
  const remember = () => void history.push({ at: street.now, lamp: structuredClone(lampOf(street) ?? 'nothing') });
  remember();
  street.moved = remember;
  street.stale = () => {
    const oldest = history.findLastIndex((h) => h.at <= street.now - LAG * 1000);
    const choices = history.slice(Math.max(0, oldest));
    return choices[Math.floor(draw() * choices.length)]?.lamp;
  };
}

/** One message after the other; what fails comes back after six minutes, as from its queue. */
async function goOn(street: Street, until: number): Promise<void> {
  for (let i = 0; i < 2_000; i++) {
    const next = street.queue.toSorted((a, b) => a.at - b.at)[0];
    if (!next || next.at > until) {
      street.now = until;
      return;
    }
    street.queue.splice(street.queue.indexOf(next), 1);
    street.now = Math.max(street.now, next.at);
    await street.take(next.violation, next.visit).catch(() => street.queue.push({ ...next, at: street.now + 360_000 }));
  }
  throw new Error('the street does not come to rest');
}

test('when all trouble is over every lamp is as it should be, nothing is owed or held in vain, and every chain holds', async () => {
  const history = fc.array(fc.tuple(fc.constantFrom(...Object.keys(deeds)), fc.nat({ max: 60 })), { maxLength: 25 });
  const chances = fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true }));
  const property = fc.asyncProperty(
    history,
    fc.infiniteStream(trouble),
    fc.infiniteStream(mishap),
    chances,
    async (happens, no, ledger, chance) => {
      const street = new Street(policy());
      street.place('a');
      lie(street, () => chance.next().value ?? 0);
      street.trouble = () => no.next().value;
      street.mishap = () => ledger.next().value;
      for (const [deed, seconds] of happens) {
        deeds[deed]?.(street);
        await goOn(street, street.now + seconds * 1000);
      }
      street.trouble = () => undefined;
      street.mishap = () => undefined;
      street.ledger.control('pause#global', undefined);
      hand({ busy: false })(street);
      for (let hour = 0; hour < 50; hour++) {
        for (const violation of IDS) street.queue.push({ violation, visit: street.visit('a'), at: street.now });
        await goOn(street, street.now + HOUR);
      }
      const lamp = lampOf(street);
      if (lamp) expect(lamp.door).toBe('shut');
      if (lamp?.paint === 'red') expect(lamp.power).toBe('off');
      for (const violation of IDS) {
        const { key } = resourceOf('a');
        const { lock, case: kase } = await street.ledger.open({ key, violation, account: '111122223333' });
        expect(broken(await Array.fromAsync(street.ledger.entries(violation, key)), kase.head)).toBeUndefined();
        expect(kase.open).toBe(lamp?.paint === 'red' && violation === 'lamp-off');
        if (lamp?.paint === 'grey' && lock.born === lamp.born) expect([lock.holds, lock.owed]).toEqual([{}, undefined]);
        expect(kase.attempts.length).toBeLessThan(20);
      }
      expect(street.queue).toEqual([]);
    },
  );
  await fc.assert(property, { numRuns: Number(process.env.RUNS ?? 300) });
});
