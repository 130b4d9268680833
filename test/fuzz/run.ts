/** `npm run fuzz [-- --runs N --seed N --seconds N --only NAME]`: so many inputs of every sort, from a seed that is told. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { commandLine } from '../../scripts/command-line.ts';

const values = commandLine('npm run fuzz: malformed input of every sort', {
  runs: { takes: 'N', says: 'inputs of each sort', default: 10_000 },
  seed: { takes: 'N', says: 'the seed of all chance; drawn where it is not given' },
  seconds: { takes: 'N', says: 'at most so long for each sort; 0 = as long as it takes', default: 0 },
  only: { takes: 'TEXT', says: 'only sorts whose name has this text', default: '' },
});
const seed = values.seed ?? Math.floor(Math.random() * 2 ** 31);
console.log(`${values.runs} inputs of every sort${values.only && ` (${values.only})`}, seed ${seed}`);
const env = {
  ...process.env,
  MLWARDEN_FUZZ_RUNS: String(values.runs),
  MLWARDEN_FUZZ_SEED: String(seed),
  MLWARDEN_FUZZ_SECONDS: String(values.seconds),
  MLWARDEN_FUZZ_ONLY: values.only,
  // What hoards memory dies of it.
  NODE_OPTIONS: '--max-old-space-size=1024',
};
const root = fileURLToPath(new URL('../..', import.meta.url));
const args = ['run', 'test/fuzz', '--test-timeout=0', '--hook-timeout=0', '--reporter=dot', '--disable-console-intercept'];
const child = spawn('vitest', args, { cwd: root, stdio: ['inherit', 'pipe', 'inherit'], env });
const ended = once(child, 'exit');
let sorts = 0;
for await (const line of createInterface({ input: child.stdout })) {
  if (line.includes(' inputs, ')) sorts += 1;
  console.log(line);
}
const [status] = await ended;
if (sorts === 0) console.log(`No sort of input is named like "${values.only}".`);
process.exitCode = sorts === 0 ? 1 : (status ?? 1);
