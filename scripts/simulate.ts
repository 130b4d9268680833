import { availableParallelism } from 'node:os';
import { drawScenario } from '../test/simulation/draw.ts';
import { campaign, type Result } from '../test/simulation/pool.ts';
import type { Failure, Tally } from '../test/simulation/run.ts';
import { breachesOf } from '../test/simulation/run.ts';
import { SABOTAGES } from '../test/simulation/sabotage.ts';
import { sentences } from '../test/simulation/tell.ts';
import { thread } from '../test/simulation/thread.ts';
import { commandLine, refuse } from './command-line.ts';
import { known, type Row, writeNumbers, writeSabotage } from './simulate/pages.ts';

const values = commandLine('npm run simulate: seeds against the service, or sabotage against the seeds; see docs/simulation.md', {
  seeds: { takes: 'N', says: 'how many seeds; 500 where no time is given either' },
  from: { takes: 'N', says: 'the first seed', default: 1 },
  minutes: { takes: 'MINUTES', says: 'no seed is begun after them' },
  seed: { takes: 'N', says: 'this one alone, told in full' },
  wire: { says: 'through the SDK and HTTP instead of at Client.send' },
  sabotage: {
    takes: 'NAME',
    says: 'breaks a law on purpose until a seed notices it; all = each in turn, known = each at the seed in docs/laws.md alone',
  },
  write: { says: 'keeps the result in docs' },
});
/** Seeds that every sabotage is given before any of them gets more. */
const FIRST = 100;
/** Milliseconds between two words of progress. */
const NEWS = 30_000;
const { from, minutes } = values;
const seeds = values.seeds ?? (minutes === undefined ? 500 : Number.MAX_SAFE_INTEGER);
const time = (minutes ?? Number.POSITIVE_INFINITY) * 60_000;

if (values.seed !== undefined) await replay(values.seed);
else if (values.sabotage !== undefined) await sabotage(values.sabotage);
else await simulate();

/** One seed, told in full. */
async function replay(seed: number): Promise<void> {
  const handlers = await thread(values.wire);
  const scenario = drawScenario(seed);
  const { breaches, theatre } = await breachesOf(scenario, handlers, true);
  console.log(sentences(scenario, breaches, theatre, true).join('\n'));
  console.log(breaches.length === 0 ? 'Every invariant holds.' : `${breaches.length} promises are broken.`);
  process.exitCode = breaches.length === 0 ? 0 : 1;
}

async function simulate(): Promise<void> {
  let told = performance.now();
  const onProgress = ({ seeds: played, failures }: Tally): void => {
    if (performance.now() - told < NEWS) return;
    told = performance.now();
    console.log(`${played} seeds so far, ${failures.length} failures`);
  };
  const result = await campaign({ from, seeds, time, wire: values.wire, untilFailure: false, stories: 3, onFailure: show, onProgress });
  console.log(numbers(result));
  if (values.write) writeNumbers(result, values.wire, from);
  process.exitCode = result.failures.length === 0 ? 0 : 1;
}

function show({ seed, invariant, says, story }: Failure): void {
  console.log(`\nSeed ${seed} breaks invariant ${invariant}: ${says}.`);
  if (story.length > 0)
    console.log(`Shrunk:\n${story.join('\n')}\nReplay it with: npm run simulate -- --seed ${seed}${values.wire ? ' --wire' : ''}`);
}

function numbers({ seeds: played, calls, runs, failures, cpu, wall }: Result): string {
  const how = values.wire ? 'through the SDK and HTTP' : 'at Client.send';
  const speed = `${(played / wall).toFixed(1)} seeds/s, ${(played / cpu).toFixed(1)} seeds/s/core`;
  const busy = Math.round((cpu / wall / Math.min(availableParallelism(), Math.ceil(played / 20))) * 100);
  return `\n${played} seeds from ${from}, ${how}: ${failures.length} failures. ${runs} invocations, ${calls} calls, ${Math.round(wall)} s: ${speed}. The processor limits: the threads had it for ${busy} % of the time.`;
}

/** Each law broken on purpose has to be noticed. With a time: it is shared among the sabotages. */
async function sabotage(name: string): Promise<void> {
  const noticed = known();
  const chosen = SABOTAGES.filter((s) => (name === 'known' ? noticed.has(s.name) : name === 'all' || s.name === name));
  if (chosen.length === 0) refuse(`No sabotage is named "${name}": there are ${SABOTAGES.map((s) => s.name).join(', ')}.`);
  const last = from + (values.seeds ?? 20_000);
  const until = performance.now() + time;
  const rows = new Map<string, Row>(chosen.map(({ name, breaks }) => [name, { name, breaks, seeds: 0, failure: undefined }]));
  for (const [one, seed] of noticed) await search(rows, one, seed, seed + 1, until);
  // Most are noticed at once. What the others leave of the time is shared by those that are not.
  for (const limit of name === 'known' ? [] : [Math.min(from + FIRST, last), last]) {
    const left = [...rows.values()].filter(({ failure }) => !failure);
    for (const [i, row] of left.entries()) {
      await search(rows, row.name, from + row.seeds, limit, performance.now() + (until - performance.now()) / (left.length - i));
    }
  }
  if (values.write) writeSabotage([...rows.values()]);
  process.exitCode = [...rows.values()].every(({ failure }) => failure) ? 0 : 1;
}

async function search(rows: Map<string, Row>, name: string, first: number, limit: number, until: number): Promise<void> {
  const row = rows.get(name);
  if (!row || row.failure) return;
  const { seeds: more, failure } = await caught(name, first, limit, until - performance.now());
  rows.set(name, { ...row, seeds: row.seeds + more, failure });
  const by = failure ? `caught by seed ${failure.seed}, invariant ${failure.invariant}: ${failure.says}` : 'not caught yet';
  console.log(`${name}: ${by} (${row.seeds + more} seeds)`);
}

/** The first seed that fails with the sabotage and not without it. */
async function caught(what: string, first: number, last: number, share: number): Promise<Pick<Row, 'seeds' | 'failure'>> {
  const until = performance.now() + share;
  const of = { wire: values.wire, stories: 0, untilFailure: true };
  let played = 0;
  for (let next = first; next < last; ) {
    const left = until - performance.now();
    const { failures, seeds: more } = await campaign({ ...of, from: next, seeds: last - next, time: left, sabotage: what });
    const [failure] = failures;
    played += more;
    if (!failure) break;
    const honest = await campaign({ ...of, from: failure.seed, seeds: 1, time: Number.POSITIVE_INFINITY });
    if (honest.failures.length === 0) return { seeds: played, failure };
    next = failure.seed + 1;
  }
  return { seeds: played, failure: undefined };
}
