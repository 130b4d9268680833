/** Whose a lamp is, as its tags say. */
import { describe, expect, test } from 'vitest';
import { Street } from './lamp.ts';
import { policy } from './policies.ts';

const TAGS = { Owner: 'team-vision', 'aws:cloudformation:stack-name': 'street' };
const HOUR = 3_600_000;

/** A red lamp with tags, under a policy that names the tag of the owner. */
function tagged(tags: () => Readonly<Record<string, string>> = () => TAGS, over: Record<string, unknown> = { ownerTag: 'Owner' }) {
  const street = new Street(policy(over));
  const lamp = street.place('a', { paint: 'red' });
  let read = 0;
  for (const { kind } of street.remediations.values()) {
    Object.assign(kind, {
      tags: async () => {
        read += 1;
        return tags();
      },
    });
  }
  return { street, lamp, reads: () => read };
}
const found = (street: Street) => street.entries.findLast((e) => e.type === 'found')?.body;

describe('the owner and the stack of a lamp', () => {
  test('are on record with the flaw and with every outcome, and are read once a case', async () => {
    const { street, lamp, reads } = tagged();
    await street.look('lamp-off', 'a');
    await street.rest();
    expect(found(street)).toMatchObject({ owner: 'team-vision', stack: 'street' });
    expect(street.entries.findLast((e) => e.type === 'outcome')?.body).toMatchObject({ owner: 'team-vision', stack: 'street' });
    expect([lamp.power, reads()]).toEqual(['off', 1]);
  });

  test('are on record with what is asked and with a warning', async () => {
    for (const [says, type] of [
      ['ask', 'asked'],
      [{ do: 'enforce', after: '24h' }, 'warned'],
    ] as const) {
      const { street } = tagged(() => TAGS, {
        ownerTag: 'Owner',
        defaults: { reversible: 'enforce', disruptive: says, destructive: 'ask' },
      });
      await street.look('lamp-off', 'a');
      expect(street.entries.findLast((e) => e.type === type)?.body).toMatchObject({ owner: 'team-vision', stack: 'street' });
    }
  });

  test.each<[string, Readonly<Record<string, string>>, object]>([
    ['bears the tag that policy names', { Owner: 'ann', workspace: 'lamps' }, { owner: 'ann', stack: 'lamps' }],
    [
      'bears that and CloudFormation’s, which nobody else can set',
      { ...TAGS, workspace: 'lamps' },
      { owner: 'team-vision', stack: 'street' },
    ],
    ['bears an empty one', { Owner: 'ann', workspace: '' }, { owner: 'ann' }],
  ])('are found where Terraform has made it: it %s', async (_, tags, owned) => {
    const { street } = tagged(() => tags, { ownerTag: 'Owner', stackTag: 'workspace' });
    await street.look('lamp-off', 'a');
    expect((await street.case('lamp-off', 'a')).owned).toEqual(owned);
  });

  test('are read anew when the next case is found', async () => {
    let owner = 'team-vision';
    const { street, lamp, reads } = tagged(() => ({ Owner: owner }));
    await street.look('lamp-off', 'a');
    await street.rest();
    lamp.paint = 'grey';
    street.now += HOUR;
    await street.look('lamp-off', 'a');
    await street.rest();
    Object.assign(lamp, { paint: 'red', power: 'on' });
    owner = 'team-speech';
    street.now += HOUR;
    await street.look('lamp-off', 'a');
    expect([found(street)?.owner, reads()]).toEqual(['team-speech', 2]);
  });

  test.each<[string, () => Readonly<Record<string, string>>, object]>([
    ['has no such tag', () => ({ owner: 'another key', Team: 'x' }), {}],
    ['has an empty one', () => ({ Owner: '' }), {}],
  ])('are not known of one that %s, and that is not asked again', async (_, tags, owned) => {
    const { street, reads } = tagged(tags);
    await street.look('lamp-off', 'a');
    await street.rest();
    expect([(await street.case('lamp-off', 'a')).owned, reads()]).toEqual([owned, 1]);
    expect(found(street)).not.toHaveProperty('owner');
  });

  test('are asked for again where they could not be read, and nothing waits for that', async () => {
    let denied = true;
    const { street, lamp } = tagged(() => {
      if (denied) throw new Error('AccessDeniedException');
      return TAGS;
    });
    await street.look('lamp-off', 'a');
    expect([lamp.power, found(street)?.owner]).toEqual(['off', undefined]);
    denied = false;
    await street.rest();
    expect((await street.case('lamp-off', 'a')).owned).toEqual({ owner: 'team-vision', stack: 'street' });
  });

  test('are read of nothing that is right, nor where policy names no tag', async () => {
    const right = tagged();
    right.lamp.paint = 'grey';
    await right.street.look('lamp-off', 'a');
    const untold = tagged(() => TAGS, {});
    await untold.street.look('lamp-off', 'a');
    expect([right.reads(), untold.reads(), untold.lamp.power]).toEqual([0, 0, 'off']);
  });
});
