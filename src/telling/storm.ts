/** Many matters, few messages: what arrives together is told together, and no sort of it is told for ever. */
import type { Matter } from './matter.ts';

export type Group = readonly [Matter, ...Matter[]];

/** One group for each violation and state; of a case that is twice in one state, the newest word. */
export function grouped(matters: readonly Matter[]): readonly Group[] {
  const groups = Map.groupBy(matters, (m) => `${m.violation} ${m.state}`);
  return [...groups.values()].flatMap((same) => {
    const [first, ...more] = new Map(same.map((m) => [m.detail?.resource?.key ?? m.id, m])).values();
    return first ? [[first, ...more] as const] : [];
  });
}

/** Messages of one violation and state within ten minutes. */
const MOST = 3;
const WINDOW = 10 * 60_000;

export type Turn = 'tell' | 'last' | 'not';
/** Says whether a group's turn has come, for as long as this sandbox lives. `took` counts a message that was sent. */
export function pace(now: () => number) {
  const sent = new Map<string, readonly number[]>();
  const nameOf = ([{ violation, state }]: Group): string => `${violation} ${state}`;
  const recent = (name: string): readonly number[] => (sent.get(name) ?? []).filter((at) => now() - at < WINDOW);
  return {
    turn(group: Group): Turn {
      const { length } = recent(nameOf(group));
      if (length >= MOST) return 'not';
      return length === MOST - 1 ? 'last' : 'tell';
    },
    took(group: Group): void {
      const name = nameOf(group);
      sent.set(name, [...recent(name), now()]);
    },
  };
}
