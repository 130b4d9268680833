import { expect, test } from 'vitest';
import { Street } from '../engine/lamp.ts';
import { policy } from '../engine/policies.ts';
import { change, Stage } from './stage.ts';

const HOUR = 3_600_000;
const grace = policy({ defaults: { reversible: 'enforce', disruptive: { do: 'enforce', after: '24h' }, destructive: 'observe' } });

test.each([
  ['before half of it', 2, ['will be repaired when its grace is over']],
  ['after the reminder', 13, ['will be repaired when its grace is over', 'will be repaired soon: half of its grace is over']],
])(
  'an owner who puts it right %s is told what was to come, each once, and then that it is right; nothing is done',
  async (_, hours, says) => {
    const street = new Street(grace);
    const lamp = street.place('a', { paint: 'red' });
    const stage = new Stage();
    // Every look comes twice, and so does every record of the stream.
    for (const at of [0, hours, hours + 1]) {
      street.now += at === 0 ? 0 : (at - (at === hours ? 0 : hours)) * HOUR;
      if (at > hours) lamp.paint = 'grey';
      for (const _ of [1, 2]) await street.look('lamp-off', 'a');
      await street.rest();
      for (const _ of [1, 2]) expect(await stage.shard(street.entries.map(change))).toBe('done');
    }
    expect(street.sent).toEqual([]);
    expect(stage.subjects).toEqual(says.map((text) => `mlwarden: lamp-off ${text}`));
    expect(stage.types.filter((type) => type === 'mlwarden Case Fixed')).toHaveLength(1);
    expect(new Set(stage.events.map(({ detail }) => detail.hash)).size).toBe(stage.events.length);
  },
);
