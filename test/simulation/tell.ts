/** A scenario and what came of it, in plain sentences. */
import type { Entry } from '../../src/ledger/items.ts';
import type { Logged } from '../world/platform/log.ts';
import { startOf, type Theatre } from './play.ts';
import type { Scenario } from './scenario.ts';
import { type Breach, nameOf, READS } from './watch.ts';

const at = (ms: number): string => {
  const seconds = Math.max(0, ms) / 1000;
  const minutes = Math.floor(seconds / 60);
  return `${String(minutes).padStart(3)}:${(seconds - minutes * 60).toFixed(1).padStart(4, '0')}`;
};

export function sentences(scenario: Scenario, breaches: readonly Breach[], { world, watch }: Theatre, verbose = false): string[] {
  const { things, moves, troubles, events, policy, skewed, messagesTwice } = scenario;
  const weather = [
    ...(events.lost > 0 ? [`${events.lost * 100} % of the events are lost`] : []),
    ...(events.late > 0 ? ['events come late'] : []),
    ...(events.twice > 0 || messagesTwice > 0 ? ['events and messages come twice'] : []),
    ...(skewed ? ["the workers' clocks differ by up to ten minutes"] : []),
  ];
  const lines: (readonly [number, string])[] = [
    ...world.log.filter((call) => verbose || telling(call)).map((call) => [Date.parse(call.at), told(call)] as const),
    ...watch.intents.map(
      (i) =>
        [
          i.at,
          `${i.entry.violation} admits ${i.call.api} on ${nameOf(i.entry.key)} (token ${i.token}, seen ${JSON.stringify(i.seen?.state)?.slice(0, verbose ? 2000 : 160)})`,
        ] as const,
    ),
    ...[...watch.chains.values()]
      .flat()
      .filter(({ type }) => type !== 'intent')
      .map((e) => [Date.parse(e.at), recorded(e)] as const),
    ...world.lambda.runs.flatMap((r) =>
      r.error ? [[Date.parse(r.at), `(a run of ${r.name} that began here ends: ${r.error})`] as const] : [],
    ),
    ...breaches.map((b) => [b.at, `*** invariant ${b.invariant}: ${b.says}`] as const),
  ];
  const sorted = lines.toSorted(([a], [b]) => a - b).map(([ms, line]) => `${at(ms - startOf(scenario))}  ${line}`);
  return [
    `There is ${things.map(({ says }) => says).join(', and ') || 'nothing'}. Policy "${policy}".${weather.length > 0 ? ` Weather: ${weather.join(', ')}.` : ''}`,
    ...moves.map((m) => `${at(m.at)}  ${m.says}${m.times && m.times > 1 ? ` (${m.times} times)` : ''}`),
    ...troubles.map(({ at: ms, fault, lasts }) => {
      const which = `${fault.skip ? `after ${fault.skip} that go well, ` : ''}${(fault.times ?? 1) > 1000 ? 'every one' : `${fault.times ?? 1}`}`;
      return `${at(ms)}  trouble: ${fault.what} on ${fault.on} (${which}${lasts ? `, for ${lasts / 60_000} minutes` : ''})`;
    }),
    'What came of it:',
    ...(verbose ? sorted : around(sorted)),
  ];
}

/** The trail up to the first breach and a little beyond; of a long one only the end. */
function around(lines: readonly string[]): string[] {
  const first = lines.findIndex((line) => line.includes('***'));
  const end = first < 0 ? lines.length : first + 3;
  const from = Math.max(0, end - 45);
  return [...(from > 0 ? [`      … ${from} lines before`] : []), ...lines.slice(from, end)];
}

const telling = ({ service, operation, outcome, lost }: Logged): boolean =>
  service === 'dynamodb' || service === 'sqs' ? outcome !== 'ok' || lost === true : !READS.test(operation) || outcome !== 'ok';
function told({ caller, service, operation, outcome, lost, input }: Logged): string {
  const who = caller.split('/').at(-1)?.replace('mlwarden-', '') ?? caller;
  const about = service === 'dynamodb' ? '' : ` ${JSON.stringify(input).slice(0, 140)}`;
  return `${who} → ${service}:${operation}${about}: ${outcome}${lost ? ' (the answer is not heard, or late)' : ''}`;
}
const recorded = ({ violation, key, seq, type, body }: Entry): string =>
  `   ${violation} on ${nameOf(key)}, record ${seq}: ${type} ${String(body.outcome ?? '')} ${String(body.says ?? body.why ?? body.flaw ?? (body.call as { api?: string } | undefined)?.api ?? '')}`.trimEnd();
