import { remediations } from '../src/registry.ts';
import { crew } from '../test/simulation/crew.ts';
import type { Cell, Verdict } from '../test/simulation/matrix.ts';
import { seeded } from '../test/world/random.ts';
import { commandLine, refuse } from './command-line.ts';
import { writeMatrix } from './simulate/pages.ts';

const values = commandLine('npm run matrix: every story × each of its calls × each fault', {
  family: { takes: 'NAME', says: 'the stories of one family; none = the sweeps where nothing is' },
  sample: { takes: 'N', says: 'so many cells, chosen by --seed, instead of all' },
  each: { says: 'each API of each function × each fault once, in whichever story, instead of each call' },
  minutes: { takes: 'MINUTES', says: 'no cell is begun after them, once it is known which there are' },
  seed: { takes: 'N', says: 'the order of the cells', default: 1 },
  write: { says: 'keeps the result in docs/simulation.md' },
  direct: { says: 'at Client.send instead of through the SDK and HTTP: faster' },
});
const families = [...new Set(remediations.map((r) => r.family)), 'none'];
if (values.family !== undefined && !families.includes(values.family)) refuse(`--family takes one of ${families.join(', ')}.`);
/** Milliseconds. */
const NEWS = 30_000;
let begun = performance.now();
const seconds = (): number => (performance.now() - begun) / 1000;
const time = (values.minutes ?? Number.POSITIVE_INFINITY) * 60;

let size = 0;
let chosen: readonly Cell[] = [];
let [next, played, idle, failures, cpu, told] = [0, 0, 0, 0, 0, begun];
/** Which API of which function has met which fault. */
const met = new Set<string>();
const anew = ({ meets, what }: Cell): boolean => !values.each || !met.has(`${meets} ${what}`);
function following(): Cell | undefined {
  while (chosen[next] && !anew(chosen[next] as Cell)) next += 1;
  return chosen[next++];
}

await crew<Cell, Verdict>({
  worker: new URL('../test/simulation/matrix-worker.ts', import.meta.url),
  workerData: { wire: !values.direct, family: values.family },
  ready(said) {
    const all = said as readonly Cell[];
    if (size === 0) begun = performance.now();
    size = all.length;
    chosen = shuffled(all).slice(0, values.sample ?? size);
  },
  next: () => (seconds() < time ? following() : undefined),
  done(verdict) {
    played += 1;
    cpu += verdict.cpu;
    if (!verdict.struck) idle += 1;
    else met.add(`${verdict.met} ${verdict.cell.what}`);
    if (verdict.breaches.length > 0) show(verdict);
    if (performance.now() - told < NEWS) return;
    told = performance.now();
    const left = Math.ceil((seconds() / played) * (chosen.length - played));
    console.log(`${played} of ${chosen.length} cells, ${failures} failures; about ${left} s to go`);
  },
});

function show({ cell, title, breaches, story }: Verdict): void {
  failures += 1;
  console.log(`\n"${title}", call ${cell.call + 1} meets ${cell.what}:\n  ${breaches.join('\n  ')}`);
  if (failures <= 3) console.log(story.join('\n'));
}

/** In an order that `--seed` gives: long and short stories mixed, so that what is left can be told from what is done. */
function shuffled(cells: readonly Cell[]): Cell[] {
  const random = seeded(values.seed);
  return cells
    .map((cell) => ({ cell, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ cell }) => cell);
}

const how = values.direct ? 'at Client.send' : 'through the SDK and HTTP';
const all = values.each
  ? `, each API of each function and each fault once: ${met.size} of ${new Set(chosen.map(({ meets, what }) => `${meets} ${what}`)).size}`
  : '';
const speed = `${Math.round(seconds())} s, ${(played / cpu).toFixed(1)} cells/s/core`;
const missed = idle > 0 ? ` In ${idle} the call did not come about.` : '';
console.log(`\nThe matrix has ${size} cells; ${played} were played ${how}${all}: ${failures} failures.${missed} ${speed}.`);
if (values.write)
  writeMatrix({
    family: `${values.family ?? 'all'}${values.each ? ', each once' : ''}`,
    size,
    played,
    failures,
    idle,
    seconds: seconds(),
    cpu,
    wire: !values.direct,
  });
process.exitCode = failures === 0 && played > 0 ? 0 : 1;
