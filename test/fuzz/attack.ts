/** Throws arbitrary input at a promise about it, so many times; the first that breaks it is made small, told and can be replayed. */
import fc from 'fast-check';

const number = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise);
/** A few runs of one seed among the other tests; by command, as many as it says and a seed of its own. */
const RUNS = number('MLWARDEN_FUZZ_RUNS', 15);
const SEED = number('MLWARDEN_FUZZ_SEED', 1);
/** Seconds after which no further run is begun; 0 = never. */
const LIMIT = number('MLWARDEN_FUZZ_SECONDS', 0);
const ONLY = process.env.MLWARDEN_FUZZ_ONLY ?? '';

const shown = (input: unknown): string => {
  const said = typeof input === 'object' && input !== null && 'text' in input ? input.text : input;
  const text = typeof said === 'string' ? said : (JSON.stringify(said) ?? '');
  return text.length > 1_000 ? `${text.slice(0, 1_000)}… (${text.length} characters)` : text;
};

/** Throws with the smallest input found, and the command that finds it again. */
export async function attack<T>(what: string, input: fc.Arbitrary<T>, holds: (input: T) => Promise<void> | void): Promise<void> {
  if (!what.includes(ONLY)) return;
  const limit = LIMIT > 0 && { interruptAfterTimeLimit: LIMIT * 1_000, markInterruptAsFailure: false };
  let last: Promise<void> | undefined;
  const run = async (one: T) => await holds(one);
  const found = await fc.check(
    fc.asyncProperty(input, (one) => (last = run(one))),
    { seed: SEED, numRuns: RUNS, ...limit },
  );
  // Where time is up nobody waits for the run that is under way, and the next attack would be in its world.
  await last?.catch(() => {});
  if (process.env.MLWARDEN_FUZZ_RUNS) console.log(`${what}: ${found.numRuns} inputs, ${found.failed ? 'BROKEN' : 'none broke it'}`);
  if (!found.failed) return;
  const [smallest] = found.counterexample ?? [];
  const cause = found.errorInstance;
  const again = `npm run fuzz -- --seed ${SEED} --runs ${Math.max(RUNS, found.numRuns)} --only '${what}'`;
  throw new Error(`${what}: ${cause instanceof Error ? cause.stack : cause}\ninput  ${shown(smallest)}\nagain  ${again}`, { cause });
}
