/** All that one run has found. */
import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import { installed } from '../../test/rie/sandbox.ts';
import { emulators } from '../../test/wire/emulator.ts';
import type { Cold } from './cold.ts';
import type { Rates } from './rates.ts';
import type { Series } from './series.ts';
import type { Storm } from './storm.ts';
import type { Probe } from './verdict.ts';

export interface Results {
  readonly machine: string;
  readonly versions: string;
  readonly date: string;
  readonly series: readonly Series[];
  readonly cold: Cold;
  readonly rates: Rates;
  readonly probes: readonly Probe[];
  readonly storm: Storm | undefined;
}

export function machine(): string {
  const [one] = cpus();
  const load = loadavg()[0]?.toFixed(1);
  return `${cpus().length} × ${one?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GB; load when it began ${load}`;
}

const versionIn = (home: string, name: string): string =>
  execFileSync(`${home}/bin/python`, ['-c', `from importlib.metadata import version; print(version('${name}'))`], {
    encoding: 'utf8',
  }).trim();
export function versions(release: string): string {
  const [home, theirs] = [emulators(), installed('bench-home.sh')];
  const of = (at: string, name: string) => `${name} ${versionIn(at, name)}`;
  return `mlwarden ${release}, node ${process.version}, ${of(theirs, 'c7n')} (${of(theirs, 'botocore')}), ${of(home, 'moto')}, ${of(home, 'ministack')}`;
}
