/** AWS does not take a call, for a reason that passes. */
import { describe, expect, test } from 'vitest';
import { awsError, Street } from './lamp.ts';
import { policy } from './policies.ts';

const HOUR = 3_600_000;
const throttled = () => ({ error: awsError('ThrottlingException', 'Rate exceeded') });

/** A street on which AWS takes no call; `tries` are the seconds at which each was sent. */
function refusing(answer: () => { error: Error } = throttled) {
  const street = new Street(policy());
  const lamp = street.place('a', { paint: 'red' });
  const begun = street.now;
  const tries: number[] = [];
  street.trouble = () => {
    tries.push((street.now - begun) / 1000);
    return answer();
  };
  return { street, lamp, tries };
}
function visitBecauseOf(street: Street, id: string) {
  const visit = street.visit('a');
  return { ...visit, cause: { ...visit.cause, id } };
}
async function until(street: Street, time: number): Promise<void> {
  while (street.queue.some((m) => m.at <= time)) await street.step();
  street.now = time;
}

describe('a call that AWS does not take', () => {
  test('is tried again ever later, but at least every quarter of an hour', async () => {
    const { street, lamp, tries } = refusing();
    await street.look('lamp-off', 'a');
    await until(street, street.now + HOUR);
    expect(tries).toEqual([0, 5, 15, 35, 75, 155, 315, 635, 1275, 2175, 3075]);
    street.trouble = () => undefined;
    await street.rest();
    expect(lamp.power).toBe('off');
  });

  test('is tried again by one chain of looks, however many events ask for it, and only one waits', async () => {
    const { street, lamp, tries } = refusing();
    for (let i = 0; i < 40; i++) await street.take('lamp-off', visitBecauseOf(street, `e-${i}`));
    expect([tries, street.queue.length]).toEqual([[0], 1]);
    await until(street, street.now + HOUR);
    expect(tries).toHaveLength(11);
    street.trouble = () => undefined;
    await street.rest();
    expect(lamp.power).toBe('off');
    expect(street.sent).toHaveLength(1);
  });

  test('is not forgotten when the message of that chain is delivered once more', async () => {
    const { street, lamp } = refusing();
    await street.look('lamp-off', 'a');
    street.queue.length = 0;
    street.now += 2000;
    expect(await street.look('lamp-off', 'a')).toMatchObject({ outcome: 'waiting', says: 'tried again at 2026-11-23T12:00:05.000Z' });
    expect(street.queue.map((m) => (m.at - street.now) / 1000)).toEqual([3]);
    street.trouble = () => undefined;
    await street.rest();
    expect(lamp.power).toBe('off');
  });

  test('is tried again by whoever looks after its time, should that chain have died', async () => {
    const { street, lamp } = refusing();
    await street.look('lamp-off', 'a');
    street.queue.length = 0;
    street.now += 20 * 60_000;
    street.trouble = () => undefined;
    await street.take('lamp-off', visitBecauseOf(street, 'sweep'));
    await street.rest();
    expect(lamp.power).toBe('off');
  });

  test('does not hold up what policy says by now', async () => {
    const { street, tries } = refusing();
    await street.look('lamp-off', 'a');
    street.cap = 'observe';
    expect(await street.look('lamp-off', 'a')).toMatchObject({ outcome: 'withheld' });
    expect(tries).toEqual([0]);
  });

  test('begins with short delays again once it was taken', async () => {
    const { street, lamp, tries } = refusing();
    await street.look('lamp-off', 'a');
    await until(street, street.now + 600_000);
    const { trouble } = street;
    street.trouble = () => undefined;
    await street.rest();
    expect([lamp.power, (await street.case('lamp-off', 'a')).retry]).toEqual(['off', undefined]);
    lamp.power = 'on';
    street.trouble = trouble;
    street.now += HOUR;
    const before = tries.length;
    await street.look('lamp-off', 'a');
    await until(street, street.now + 60_000);
    const [first = 0, second = 0] = tries.slice(before);
    expect(second - first).toBe(5);
  });

  test('begins with short delays again where it was taken and never seen', async () => {
    const { street, lamp, tries } = refusing();
    await street.look('lamp-off', 'a');
    await until(street, street.now + 20_000);
    const { trouble } = street;
    street.trouble = () => undefined;
    street.moved = () => {
      lamp.power = 'on';
      street.trouble = trouble;
    };
    const before = tries.length;
    await until(street, street.now + 120_000);
    expect(street.trail('lamp-off', 'a')).toContain('void SwitchOff');
    const [first = 0, second = 0] = tries.slice(before);
    expect(second - first).toBe(5);
  });

  test('is sent at once where the lamp was in order meanwhile: that is another case', async () => {
    const { street, lamp } = refusing();
    await street.look('lamp-off', 'a');
    street.trouble = () => undefined;
    lamp.paint = 'grey';
    expect((await street.look('lamp-off', 'a')).outcome).toBe('fixed');
    lamp.paint = 'red';
    street.now += 1000;
    expect((await street.look('lamp-off', 'a')).outcome).toBe('sent');
  });

  test('ends as stuck after a day, and its day begins anew when the lamp is another one', async () => {
    const { street, tries } = refusing();
    await street.look('lamp-off', 'a');
    await street.rest(300);
    expect(street.reports.at(-1)).toMatchObject({ outcome: 'stuck', says: 'waited a day for AWS to take SwitchOff' });
    expect(tries.length).toBeLessThan(110);
    street.place('a', { paint: 'red', born: '2026-11-25T00:00:00.000Z' });
    expect((await street.take('lamp-off', visitBecauseOf(street, 'e-2'))).outcome).toBe('waiting');
  });
});

/** A lamp that was switched off is to be put back. */
async function askedBack() {
  const street = new Street(policy());
  const lamp = street.place('a', { paint: 'red' });
  await street.look('lamp-off', 'a');
  await street.rest();
  street.now += HOUR;
  const until = new Date(street.now + 48 * HOUR).toISOString();
  street.rule('lamp-off', 'a', {
    exemption: { born: '*', until, owner: 'ann', reason: 'wrong lamp', by: 'ann' },
    undo: { id: 'u', born: lamp.born, by: 'ann', why: 'wrong lamp', at: new Date(street.now).toISOString() },
  });
  return { street, lamp };
}

test('an undo that AWS does not take yet is tried as long as a repair would be', async () => {
  const { street, lamp } = await askedBack();
  let refusals = 5;
  street.trouble = () => (refusals-- > 0 ? throttled() : undefined);
  await street.look('lamp-off', 'a');
  await street.rest();
  expect(lamp.power).toBe('on');
  expect(street.trail('lamp-off', 'a').filter((t) => t === 'refused SwitchOn')).toHaveLength(5);
});

describe('an undo whose former state cannot be had any more', () => {
  const gone = () => ({ error: awsError('ValidationException', 'Could not find switch "x".') });

  test('is tried three times and then left to people, while a repair that misses something waits for it', async () => {
    const { street } = await askedBack();
    street.trouble = gone;
    for (const id of ['e-2', 'e-3', 'e-4']) await street.take('lamp-off', visitBecauseOf(street, id));
    await street.rest();
    const trail = street.trail('lamp-off', 'a');
    expect(trail.filter((t) => t === 'refused SwitchOn')).toHaveLength(3);
    expect(street.reports.at(-1)).toMatchObject({ outcome: 'stuck' });
    expect(street.reports.at(-1)?.says).toContain('did not take effect 3 times in a day: ValidationException: Could not find switch "x".');

    const { street: other, lamp: red, tries } = refusing(gone);
    await other.look('lamp-off', 'a');
    while (tries.length < 5) await other.step();
    other.trouble = () => undefined;
    await other.rest();
    expect(red.power).toBe('off');
  });
});
