/** What people are promised when everything comes at once. */
import { expect, test } from 'vitest';
import { broken } from '../../src/ledger/chain.ts';
import { change, Stage } from '../telling/stage.ts';
import { resourceOf, START, Street } from './lamp.ts';
import { policy } from './policies.ts';
import { lampName, storm } from './storm.ts';

const MANY = policy({ budget: { account: { repairs: 9_999, per: '1h' }, violation: { repairs: 9_999, per: '1h' } } });
const HANDS = 20;

function streetOf(count: number, p = MANY): Street {
  const street = new Street(p);
  for (let i = 0; i < count; i++) street.place(lampName(i), { door: 'open' });
  return street;
}
const intents = (street: Street): number => [...street.items.values()].filter(({ doc }) => doc.includes('"type":"intent"')).length;
const standing = async (street: Street, count: number, violation = 'lamp-shut') =>
  await Promise.all(Array.from({ length: count }, (_, i) => street.case(violation, lampName(i))));
async function faults(street: Street, count: number): Promise<(string | undefined)[]> {
  const one = async (i: number) =>
    broken(
      await Array.fromAsync(street.ledger.entries('lamp-shut', resourceOf(lampName(i)).key)),
      (await street.case('lamp-shut', lampName(i))).head,
    );
  return (await Promise.all(Array.from({ length: count }, (_, i) => one(i)))).filter((fault) => fault !== undefined);
}

test('a pause in a burst of 500 events: what was admitted leaves, nothing else does, and all of it goes on when the pause is over', async () => {
  const street = streetOf(500);
  let admitted: number | undefined;
  let writes = 0;
  street.mishap = (request) => {
    if (request === 'write' && ++writes === 300) {
      street.ledger.control('pause#global', { reason: 'fire' });
      admitted = intents(street);
    }
    return undefined;
  };
  await storm(street, { violation: 'lamp-shut', events: 500, lamps: 500, hands: HANDS });
  expect(admitted).toBeGreaterThan(100);
  expect(street.sent).toHaveLength(admitted ?? 0);
  expect(intents(street)).toBe(admitted);
  const outcomes = (await standing(street, 500)).map(({ outcome }) => outcome);
  expect(outcomes.filter((outcome) => outcome === undefined)).toEqual([]);
  expect(outcomes.filter((outcome) => outcome === 'withheld').length).toBeGreaterThan(300);
  street.mishap = () => undefined;
  street.ledger.control('pause#global', undefined);
  await storm(street, { violation: 'lamp-shut', events: 500, lamps: 500, hands: HANDS });
  expect([...street.lamps.values()].filter(({ door, power }) => door === 'open' || power === 'off')).toEqual([]);
  expect(await faults(street, 500)).toEqual([]);
}, 120_000);

test('a budget of 20 in a storm of 10,000 events: twenty repairs, all finished and handed back, one page, nothing lost', async () => {
  const street = streetOf(1_000, policy({ budget: { account: { repairs: 999, per: '1h' }, violation: { repairs: 20, per: '1h' } } }));
  const dead = await storm(street, { violation: 'lamp-shut', events: 10_000, lamps: 1_000, hands: HANDS });
  expect(dead).toEqual([]);
  const repaired = [...street.lamps.values()].filter(({ door }) => door === 'shut');
  expect(repaired).toHaveLength(20);
  expect([...street.lamps.values()].filter(({ power }) => power === 'off')).toEqual([]);
  expect(street.sent.map(({ api }) => api).sort()).toEqual([
    ...Array.from({ length: 20 }, () => 'ShutDoor'),
    ...Array.from({ length: 20 }, () => 'SwitchOff'),
    ...Array.from({ length: 20 }, () => 'SwitchOn'),
  ]);
  const cases = await standing(street, 1_000);
  expect(cases.filter(({ outcome }) => outcome === 'fixed')).toHaveLength(20);
  expect(cases.filter(({ outcome, open }) => open && outcome === 'withheld')).toHaveLength(980);
  const stage = new Stage();
  for (let i = 0; i < street.entries.length; i += 500) expect(await stage.shard(street.entries.slice(i, i + 500).map(change))).toBe('done');
  expect(stage.subjects).toEqual(['mlwarden: lamp-shut has used up its budget: no repair begins']);
  expect(await faults(street, 1_000)).toEqual([]);
}, 120_000);

test.each([
  ['is out', () => true],
  ['takes no writes', (request: string) => request === 'write'],
])(
  'a ledger that %s for ten minutes: nothing changes, every message comes back, and then all of it is repaired',
  async (_, fails) => {
    const street = streetOf(100);
    let sent: number | undefined;
    street.mishap = (request) => (fails(request) && street.now < START + 600_000 ? 'unavailable' : undefined);
    const round = (): void => {
      if (street.now < START + 600_000) sent = street.sent.length;
    };
    const dead = await storm(street, { violation: 'lamp-shut', events: 100, lamps: 100, hands: HANDS, round });
    expect(sent).toBe(0);
    expect(dead).toEqual([]);
    expect([...street.lamps.values()].filter(({ door, power }) => door === 'open' || power === 'off')).toEqual([]);
    expect(await faults(street, 100)).toEqual([]);
  },
  120_000,
);
