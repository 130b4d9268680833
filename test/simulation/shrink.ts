/** A failing scenario with everything taken away that it can fail without. */
import type { Scenario } from './scenario.ts';

/** Of one that fails. So does what is answered, and would not without any one of its parts. */
export async function shrunk(scenario: Scenario, fails: (scenario: Scenario) => Promise<boolean>): Promise<Scenario> {
  let best = scenario;
  for (let smaller = true; smaller; ) {
    smaller = false;
    for (const candidate of candidates(best)) {
      if (!(await fails(candidate))) continue;
      best = candidate;
      smaller = true;
      break;
    }
  }
  return best;
}

function* candidates(s: Scenario): Generator<Scenario> {
  const without = <T>(all: readonly T[], i: number): T[] => all.filter((_, n) => n !== i);
  // What is not there is not news to whoever is told of it.
  for (const [i, { name }] of s.things.entries())
    if (s.things.length > 1) yield { ...s, things: without(s.things, i), gone: [...(s.gone ?? []), name] };
  for (const i of s.moves.keys()) yield { ...s, moves: without(s.moves, i) };
  for (const i of s.troubles.keys()) yield { ...s, troubles: without(s.troubles, i) };
  if (s.skewed) yield { ...s, skewed: false };
  if (s.messagesTwice > 0) yield { ...s, messagesTwice: 0 };
  for (const what of ['late', 'twice', 'lost'] as const) if (s.events[what] > 0) yield { ...s, events: { ...s.events, [what]: 0 } };
  for (const [i, move] of s.moves.entries()) {
    const { times = 1 } = move;
    if (times > 1) yield { ...s, moves: s.moves.map((m, n) => (n === i ? { ...move, times: Math.floor(times / 2) } : m)) };
  }
}
