/** The results as a section of docs/benchmarks.md. */
import { percentile, three } from '../bench/numbers.ts';
import { NOTEBOOKS, type Paused } from './bursts.ts';
import type { Cost } from './cost.ts';

export const MARKS = ['<!-- control -->', '<!-- end of control -->'] as const;

const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
const time = (ms: number): string => `${three(ms)} ms`;

function row(weather: string, bursts: readonly Paused[]): (string | number)[] {
  const last = bursts.map((b) => b.last);
  const all = (of: (b: Paused) => number): number => bursts.reduce((sum, b) => sum + of(b), 0);
  const at = [0.5, 0.99, 1].map((share) => time(percentile(last, share)));
  return [weather, three(bursts.length), ...at, three(all((b) => b.changes)), three(all((b) => b.leftLater)), all((b) => b.late)];
}

export interface Results {
  readonly calm: readonly Paused[];
  readonly rough: readonly Paused[];
  readonly cost: readonly Cost[];
}
export function section({ calm, rough, cost }: Results): string {
  const head = ['', 'bursts', 'p50', 'p99', 'longest', 'changes', 'left after the pause', 'admitted after it'];
  const costs = cost.map(({ what, calls, units: u }) => [what, calls, u.items, three(u.reads), three(u.writes), three(u.indexes)]);
  return `## Control

Written by \`npm run bench:control\`: the real function, engine and ledger in the model of AWS, in virtual time.

### How long after \`pause\` the last change leaves

${table(head, [row('calm', calm), row('rough', rough)])}

A burst is ${NOTEBOOKS} notebooks whose users are root, found within three seconds, three calls each. The pause comes within 40 ms of an admission,
the first to the fortieth, so that something is on its way. A change leaves when its function lets go of it; 0 ms = none left after the pause.
What is promised: a call that was admitted before the pause leaves within 10 s or never. A request takes 2 to 20 ms there and as long back in
the model (assumed), which makes the first row. In the second, two answers in a hundred come 45 to 85 s late, one call in two hundred leaves its
sandbox standing still for an hour, and the ledger is contended; who is held up for more than 10 s sends nothing.

### What a repair asks of the ledger

${table(['', 'calls', 'items', 'read units', 'write units', 'of the indexes'], costs)}

One notebook, its first call from look to look. Units are request units on demand, of the items as they were; how they are counted, with its
sources and what is assumed: \`scripts/control/units.ts\`. An admission checks four pauses and one ruling, and writes lock, case, two budgets and its
records in one transaction; every item of a transaction counts twice.`;
}
