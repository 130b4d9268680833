import { remediations } from '../src/registry.ts';
import { crew } from '../test/simulation/crew.ts';
import type { Cell, Verdict } from '../test/simulation/matrix.ts';
import { seeded } from '../test/world/random.ts';
import { commandLine, refuse } from './command-line.ts';
import { writeMatrix } from './simulate/pages.ts';

const values = commandLine('npm run matrix: every story × each of its calls × each fault', {
  family: { takes: 'NAME', says: 'the stories of one family; none = the sweeps where nothing is' },
  sample: { takes: 'N', says: 'so many cells, chosen by --seed, instead of all' },
  each: { takes: 'function|story', says: 'instead of each call, each API of each function × each fault once: in all, or in each story' },
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
type Met = Pick<Cell, 'story' | 'meets' | 'what'>;
const ONCE: Readonly<Record<string, (met: Met) => string>> = {
  function: ({ meets, what }) => `${meets} ${what}`,
  story: ({ story, meets, what }) => `${story} ${meets} ${what}`,
};
const once = ONCE[values.each ?? ''];
if (values.each !== undefined && !once) refuse(`--each takes ${Object.keys(ONCE).join(' or ')}.`);
/** What need not be met again. */
const met = new Set<string>();
function following(): Cell | undefined {
  for (let cell = chosen[next++]; cell; cell = chosen[next++]) if (!once || !met.has(once(cell))) return cell;
  return undefined;
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
    const { cell, met: meets } = verdict;
    if (meets === undefined) idle += 1;
    else if (once) met.add(once({ ...cell, meets }));
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
const wanted = once
  ? `, each API of each function and each fault once (per ${values.each}): ${met.size} of ${new Set(chosen.map(once)).size}`
  : '';
const speed = `${Math.round(seconds())} s, ${(played / cpu).toFixed(1)} cells/s/core`;
const missed = idle > 0 ? ` In ${idle} the call did not come about.` : '';
console.log(`\nThe matrix has ${size} cells; ${played} were played ${how}${wanted}: ${failures} failures.${missed} ${speed}.`);
if (values.write)
  writeMatrix({
    family: `${values.family ?? 'all'}${values.each ? `, once per ${values.each}` : ''}`,
    size,
    played,
    failures,
    idle,
    seconds: seconds(),
    cpu,
    wire: !values.direct,
  });
process.exitCode = failures === 0 && played > 0 ? 0 : 1;
