/** `npm run bench:control`: how long after a pause the last change leaves, and what an admission costs. See docs/benchmarks.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { policySchema } from '../src/engine/policy-schema.ts';
import { progress } from './bench/numbers.ts';
import { commandLine, refuse } from './command-line.ts';
import { burst, type Paused, ROUGH } from './control/bursts.ts';
import { costs } from './control/cost.ts';
import { MARKS, section } from './control/page.ts';
import { watch } from './control/watched.ts';
import { between } from './generate/between.ts';

/** Milliseconds after its admission within which a call leaves, or never: docs/operating.md. */
const PROMISE = 10_000;
const PAGE = new URL('../docs/benchmarks.md', import.meta.url);
const values = commandLine('npm run bench:control: how long after a pause the last change leaves, and what an admission costs', {
  bursts: { takes: 'N', says: 'how many bursts', default: 1000 },
  quick: { says: '60 bursts, too few to be kept' },
});
const count = values.quick ? 60 : values.bursts;
if (count < 1) refuse('--bursts takes a whole number from 1 on.');

const policy = {
  ...z.parse(policySchema, {
    defaults: { reversible: 'enforce', disruptive: 'enforce', destructive: 'observe' },
    budget: { account: { repairs: 9_999, per: '1h' }, violation: { repairs: 9_999, per: '1h' } },
  }),
  hash: 'bench',
};

async function bursts(name: string, chaos: typeof ROUGH | undefined): Promise<Paused[]> {
  const all: Paused[] = [];
  for (let seed = 1; seed <= count; seed++) {
    all.push(await burst(seed, policy, chaos));
    if (seed % 100 === 0) progress(`${name}: ${seed} of ${count} bursts`);
  }
  return all;
}

watch();
const results = { calm: await bursts('calm', undefined), rough: await bursts('rough', ROUGH), cost: await costs(policy) };
const text = section(results);
console.log(text);
if (!values.quick) writeFileSync(PAGE, between(readFileSync(PAGE, 'utf8'), ...MARKS, text));
const broken = [...results.calm, ...results.rough].filter(({ late, last }) => late > 0 || last > PROMISE);
if (broken.length > 0) console.error(`${broken.length} bursts broke the promise.`);
// Nothing is shown where the pause met nothing.
const met = [...results.calm, ...results.rough].some(({ leftLater }) => leftLater > 0);
if (!met) console.error('No change left after any pause: the bench shows nothing.');
process.exitCode = broken.length === 0 && met ? 0 : 1;
