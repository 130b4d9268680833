/** What was aimed at, and what came out. */
import { median } from './numbers.ts';
import type { Results } from './results.ts';
import type { Racer, Series } from './series.ts';

export interface Aim {
  readonly aim: string;
  readonly says: string;
  readonly met: boolean;
  /** So far off that no noise explains it. */
  readonly gross: boolean;
}

const FAR = 2;
const MOST_OVER_LIBRARIES = 1.6;
const times = (value: number): string => `${value.toFixed(2)} ×`;
export const p50 = (s: Series, racer: Racer): number => median(s.took[racer].map(({ ms }) => ms));

const atLeast = (aim: string, wanted: number, value: number): Aim => ({
  aim,
  says: times(value),
  met: value >= wanted,
  gross: value < wanted / FAR,
});
const atMost = (aim: string, wanted: number, value: number, says = times(value)): Aim => ({
  aim,
  says,
  met: value <= wanted,
  gross: value > wanted * FAR,
});

/** How often ours fits into one event of the peer. */
export const faster = (s: Series, racer: Racer = 'ours'): number => p50(s, 'peer') / p50(s, racer);
export const overFloor = (s: Series, racer: Racer): number => p50(s, racer) / p50(s, 'floor');

/** The notebook series as one: neither the bare SDK nor ours sees how many there are. */
export function pooled(series: readonly Series[], racer: Racer, what: 'ms' | 'cpu' = 'ms'): number {
  const all = series.filter(({ name }) => name.endsWith(' notebooks'));
  return median(all.flatMap(({ took }) => took[racer].map((t) => t[what])));
}

export function aims({ series, cold, rates }: Results): Aim[] {
  const of = (name: string) => series.find((s) => s.name === name);
  const [few, many] = [of('51 notebooks'), of('1,150 notebooks')];
  const imports = (starter: 'bare' | 'libraries' | 'ours') => median(cold.starts[starter].map(({ imported }) => imported.cpu));
  const own = median(rates.own);
  const loading = atMost('processor time of loading at most 4.5 × bare https and a signature', 4.5, imports('ours') / imports('bare'));
  return [
    ...(few ? [atLeast('a warm event at least 2.5 × as fast as the peer, 51 notebooks', 2.5, faster(few))] : []),
    ...(many ? [atLeast('a warm event at least 8 × as fast as the peer, 1,150 notebooks', 8, faster(many))] : []),
    atMost('before its audit, at most 1.15 × the bare SDK, all notebooks', 1.15, pooled(series, 'without') / pooled(series, 'floor')),
    // The SDK alone is past this aim, so that to be past it tells nothing: loading is far off where ours adds too much to its libraries.
    { ...loading, gross: imports('ours') > MOST_OVER_LIBRARIES * imports('libraries') },
    atMost('at most 2 ms of our own processor time for a warm event', 2, own, `${own.toFixed(2)} ms`),
  ];
}
