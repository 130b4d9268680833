/** The command line of the race. */
import { commandLine, refuse } from '../command-line.ts';

const DOES = `npm run bench: the same events to the public peer (Cloud Custodian) and to us, on the same emulator, in one run

Installs the peer, the emulators and the SAM CLI the first time. Results on
stdout, progress on stderr. About fifteen minutes on two cores; the machine
should have nothing else to do.

Exit codes: 0 all ended as it should, whatever it took; 1 an end was wrong, or
a ratio is off its aim by more than twice; 2 bad option.`;

export interface Options {
  readonly quick: boolean;
  readonly storm: number;
  readonly write: boolean;
}

export function options(): Options {
  const { quick, storm, write } = commandLine(DOES, {
    quick: { says: 'at most a minute: 51 notebooks and roles, fewer events, no storm' },
    storm: { takes: 'N', says: 'events of the storm; 10000 where it is not --quick, 0 = no storm' },
    write: { says: 'keeps the results in docs/benchmarks.md' },
  });
  if (quick && write) refuse('--quick measures too little to be kept: leave out --quick or --write.');
  return { quick, write, storm: storm ?? (quick ? 0 : 10_000) };
}
