/** `npm run bench`: the race against the peer, and what our own code costs. See docs/benchmarks.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { root } from '../test/rie/sandbox.ts';
import { aims } from './bench/aims.ts';
import { builds } from './bench/builds.ts';
import { cold } from './bench/cold.ts';
import { notebooks, roles } from './bench/fleets.ts';
import { progress } from './bench/numbers.ts';
import { type Options, options } from './bench/options.ts';
import { page } from './bench/page.ts';
import { probes } from './bench/probes.ts';
import { rates } from './bench/rates.ts';
import { machine, type Results, versions } from './bench/results.ts';
import { series, type Wanted } from './bench/series.ts';
import { storm } from './bench/storm.ts';
import { MARKS } from './control/page.ts';

const wanted = ({ quick }: Options): Wanted[] => {
  const few = { name: '51 notebooks', fleet: notebooks, size: 51, blocks: quick ? 1 : 8 };
  const role = { name: 'A role made administrator', fleet: roles, size: 51, blocks: quick ? 1 : 8 };
  const many = [580, 1150].map((size) => ({ ...few, name: `${size.toLocaleString('en')} notebooks`, size }));
  return [few, ...(quick ? [] : many), role];
};

async function measured(o: Options): Promise<Results> {
  const began = { machine: machine(), date: new Date().toISOString().slice(0, 10) };
  const made = await builds();
  try {
    const all = [];
    for (const one of wanted(o)) all.push(await series(one, made));
    const starts = await cold(o.quick ? 7 : 15, made);
    progress('own part');
    const own = await rates(made, o.quick ? 5 : 40);
    const probed = await probes(made);
    const stormed = o.storm > 0 ? await storm(o.storm) : undefined;
    return { ...began, versions: versions(made.release), series: all, cold: starts, rates: own, probes: probed, storm: stormed };
  } finally {
    made.end();
  }
}

/** What no noise explains, in a sentence each. */
function failures(r: Results): string[] {
  return [
    ...r.series.flatMap(({ name, wrong }) => wrong.map((one) => `${name}: ${one}`)),
    ...r.probes.filter(({ ours }) => !ours.right).map(({ asked, ours }) => `${asked}: ${ours.says}`),
    ...(r.storm?.wrong ?? []).map((one) => `storm: ${one}`),
    ...aims(r).flatMap(({ aim, says, gross }) => (gross ? [`far off: ${aim}: ${says}`] : [])),
  ];
}

/** Keeps what `npm run bench:control` has written there. */
function write(text: string): void {
  const file = `${root}/docs/benchmarks.md`;
  const before = readFileSync(file, 'utf8');
  writeFileSync(file, `${text}\n${before.slice(before.indexOf(MARKS[0]))}`);
}

try {
  const given = options();
  const results = await measured(given);
  console.log(page(results));
  if (given.write) write(page(results));
  for (const one of failures(results)) console.error(one);
  process.exitCode = failures(results).length === 0 ? 0 : 1;
} catch (error) {
  console.error(`bench: ${(error as Error).stack}`);
  process.exitCode = 1;
}
