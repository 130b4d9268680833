/** Invariant 10: a deployment that only observes sends reads only, and decides the same. */
import { isDeepStrictEqual } from 'node:util';
import type { Handler } from '../world/lambda.ts';
import { play } from './play.ts';
import type { Scenario } from './scenario.ts';
import type { Breach, Watch } from './watch.ts';

/** The same things in calm weather, told of by their sources and the sweep: there, both must come to the same first call. */
function calm({ seed, policy, things, moves }: Scenario): Scenario {
  const reports = moves.filter(({ acts }) => acts.every((act) => 'event' in act));
  const events = { late: 0, twice: 0, lost: 0 };
  return { seed, policy, things, moves: reports, troubles: [], events, messagesTwice: 0, skewed: false };
}

export async function observes(scenario: Scenario, handlers: ReadonlyMap<string, Handler>): Promise<readonly Breach[]> {
  const quiet = calm(scenario);
  const acting = await play(quiet, handlers);
  const observing = await play(quiet, handlers, 'observe');
  const { watch } = observing.theatre;
  const sent = watch.intents[0];
  if (sent) watch.breach(10, `${sent.call.api} is admitted, although the deployment only observes`);
  const began = new Set<string>();
  for (const { entry, call, purpose } of acting.theatre.watch.intents) {
    if (purpose !== 'repair' || began.has(entry.key)) continue;
    began.add(entry.key);
    if (!isDeepStrictEqual(withheld(watch, `${entry.violation}#${entry.key}`), call)) {
      watch.breach(10, `${entry.violation} begins with ${call.api} on ${entry.key}, but would do something else if it only observed`);
    }
  }
  const spent = (id: string): boolean =>
    acting.theatre.watch.chains
      .get(id)
      ?.some((e) => /^(over-budget|hours)$/.test(String(e.body.why)) || e.type === 'asked' || e.type === 'warned') ?? false;
  // What it had no part in put it right: a policy of the role, moved back to an earlier version.
  const righted = (id: string): boolean => acting.theatre.watch.chains.get(id)?.at(-1)?.body.outcome === 'fixed';
  for (const id of watch.cases.keys()) {
    if (withheld(watch, id) && !spent(id) && !righted(id) && !began.has(id.slice(id.indexOf('#') + 1)))
      watch.breach(10, `${id} withholds what it would not do`);
  }
  return observing.breaches;
}

/** The first call of a case that was withheld only because the deployment observes. */
function withheld(watch: Watch, id: string): unknown {
  const entry = watch.chains.get(id)?.find((e) => e.body.why === 'observe-only-deployment');
  return (entry?.body.next as { call?: unknown } | undefined)?.call;
}
