#!/usr/bin/env node
/** The command line of mlwarden. */
import { readFile } from 'node:fs/promises';
import { operate } from './operate.ts';
import { BadInput, readOptions } from './options.ts';
import { replay } from './replay.ts';
import { policyFrom, scenesFrom } from './sources.ts';
import { safe } from './text.ts';
import { verbOf } from './verb-options.ts';

async function version(): Promise<string> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

async function main(): Promise<number> {
  const args = process.argv.slice(2);
  if (args[0] !== undefined && args[0] !== 'replay' && !args[0].startsWith('-')) return await operate(args, process.stdout);
  const options = readOptions(args, await version());
  if (typeof options === 'string') {
    process.stdout.write(`${options}\n`);
    return 0;
  }
  const policy = await policyFrom(options.policy);
  const scenes = await scenesFrom(options.files, options.world);
  if (options.live || options.endpoint !== undefined) {
    const { replayReal } = await import('./real.ts');
    return await replayReal(scenes, policy, options, process.stdout);
  }
  return await replay(scenes, policy, options, { out: process.stdout, err: process.stderr });
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof BadInput)) throw error;
  const args = process.argv.slice(2);
  const verb = args[0] === 'replay' ? 'replay' : verbOf(args);
  if (args.includes('--json')) process.stdout.write(`${JSON.stringify({ ...(verb && { verb }), refused: error.message }, undefined, 2)}\n`);
  else process.stderr.write(`mlwarden: ${safe(error.message)}\n`);
  process.exitCode = 2;
}
