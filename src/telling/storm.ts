/** Many matters, few messages: what arrives together is told together, and what comes too often is kept back for the next message of its sort. */
import type { Matter } from './matter.ts';

export type Group = readonly [Matter, ...Matter[]];

const sortOf = ({ violation, state }: Matter): string => `${violation} ${state}`;
const keyOf = ({ detail, id }: Matter): string => detail?.resource?.key ?? id;

/** One group for each violation and state; of a case that is twice in one state, the newest word. */
export function grouped(matters: readonly Matter[]): readonly Group[] {
  return [...Map.groupBy(matters, sortOf).values()].flatMap((same) => {
    const [first, ...more] = new Map(same.map((m) => [keyOf(m), m])).values();
    return first ? [[first, ...more] as const] : [];
  });
}

/** Messages of one violation and state within ten minutes. */
const MOST = 3;
const WINDOW = 10 * 60_000;
/** Cases of one sort that are kept back. Nobody reads more; `list` has them all. */
const KEPT = 2_000;

export type Turn = 'tell' | 'last' | 'not';
/** Whose turn it is, for as long as this sandbox lives. */
export function pace(now: () => number) {
  const sent = new Map<string, readonly number[]>();
  const back = new Map<string, Map<string, Matter>>();
  const recent = (sort: string): readonly number[] => (sent.get(sort) ?? []).filter((at) => now() - at < WINDOW);
  return {
    /** What nobody answers for a day counts as denied: whoever is asked is told at once, however often. */
    turn([first]: Group): Turn {
      const { length } = recent(sortOf(first));
      if (first.state === 'asked' || length < MOST - 1) return 'tell';
      return length >= MOST ? 'not' : 'last';
    },
    /** What was kept back of sorts whose turn has come again. */
    kept: (): readonly Matter[] => [...back].flatMap(([sort, matters]) => (recent(sort).length < MOST ? [...matters.values()] : [])),
    /** Says how many there are more than can be kept. */
    keep(group: Group): number {
      const sort = sortOf(group[0]);
      const matters = new Map(back.get(sort));
      for (const m of group) if (matters.size < KEPT || matters.has(keyOf(m))) matters.set(keyOf(m), m);
      back.set(sort, matters);
      return group.filter((m) => !matters.has(keyOf(m))).length;
    },
    /** A message of this sort was sent, with all that was kept back of it. */
    took([first]: Group): void {
      const sort = sortOf(first);
      sent.set(sort, [...recent(sort), now()]);
      back.delete(sort);
    },
  };
}
