import { crew } from '../test/simulation/crew.ts';
import { stories } from '../test/world/story/all.ts';
import type { Piece, Spell } from '../test/world/story/weather-worker.ts';
import { commandLine, refuse } from './command-line.ts';

const {
  seeds: count,
  from,
  story: named,
  wire,
} = commandLine('npm run weather: every story in rough weather, under many seeds', {
  seeds: { takes: 'N', says: 'how many seeds', default: 200 },
  from: { takes: 'N', says: 'the first seed', default: 1 },
  wire: { says: 'through the SDK and HTTP instead of at Client.send, which takes three times as long' },
  story: { takes: 'TEXT', says: 'only stories whose title has this text', default: '' },
});
const CHUNK = 10;
/** Milliseconds. */
const NEWS = 30_000;
const end = from + count;
const chosen = [...stories.keys()].filter((i) => stories[i]?.title.includes(named));
if (chosen.length === 0) refuse(`No story is named like "${named}".`);

// A few seeds of all stories first: what is wrong with a story shows early.
const pieces: Piece[] = [];
for (let first = from; first < end; first += CHUNK) {
  const seeds = Array.from({ length: Math.min(CHUNK, end - first) }, (_, i) => first + i);
  for (const story of chosen) pieces.push({ story, seeds });
}

const begun = performance.now();
const all = chosen.length * (end - from);
const seconds = (): number => (performance.now() - begun) / 1000;
let [played, failures, cpu, told] = [0, 0, 0, begun];
let at = 0;
await crew<Piece, Spell>({
  worker: new URL('../test/world/story/weather-worker.ts', import.meta.url),
  workerData: { wire },
  next: () => pieces[at++],
  done(spell) {
    played += spell.piece.seeds.length;
    failures += spell.wrong.length;
    cpu += spell.cpu;
    for (const { seed, problems } of spell.wrong) show(stories[spell.piece.story]?.title ?? '', seed, problems);
    if (performance.now() - told < NEWS) return;
    told = performance.now();
    console.log(`${played} of ${all}, ${failures} failures; about ${Math.ceil((seconds() / played) * (all - played))} s to go`);
  },
});

function show(title: string, seed: number, problems: readonly string[]): void {
  console.log(`\n"${title}", seed ${seed}:\n  ${problems.join('\n  ')}`);
  console.log(`Alone: npm run weather -- --from ${seed} --seeds 1 --story "${title}"`);
}

const speed = `${Math.round(seconds())} s, ${(played / cpu).toFixed(1)} plays/s/core`;
console.log(`\n${chosen.length} stories in rough weather, seeds ${from} to ${end - 1}: ${played} plays, ${failures} failures. ${speed}.`);
process.exitCode = failures === 0 && played === all ? 0 : 1;
