/** `npm run fuzz [-- --runs N --seed N --seconds N --only NAME]`: so many inputs of every sort, from a seed that is told. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '10000' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    /** At most so long for each sort of input; 0 = as long as it takes. */
    seconds: { type: 'string', default: '0' },
    only: { type: 'string', default: '' },
  },
});
console.log(`${values.runs} inputs of every sort${values.only && ` (${values.only})`}, seed ${values.seed}`);
const env = {
  ...process.env,
  MLWARDEN_FUZZ_RUNS: values.runs,
  MLWARDEN_FUZZ_SEED: values.seed,
  MLWARDEN_FUZZ_SECONDS: values.seconds,
  MLWARDEN_FUZZ_ONLY: values.only,
  // What hoards memory dies of it.
  NODE_OPTIONS: '--max-old-space-size=1024',
};
const root = fileURLToPath(new URL('../..', import.meta.url));
const args = ['run', 'test/fuzz', '--test-timeout=0', '--hook-timeout=0', '--reporter=dot', '--disable-console-intercept'];
const { status } = spawnSync('vitest', args, { cwd: root, stdio: 'inherit', env });
process.exitCode = status ?? 1;
