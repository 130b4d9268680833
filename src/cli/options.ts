/** The command line, read. What is wrong with it is one sentence. */
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { overview } from './help.ts';
import { sentence } from './text.ts';

/** What the caller gave is no good. One sentence, exit code 2, and nothing was done. */
export class BadInput extends Error {
  override name = 'BadInput';
}

export const HELP = `mlwarden: security for ML pipelines on AWS that repairs itself

Usage: npx mlwarden <verb> [words] [options]
       npx mlwarden replay <file or folder...> [options]

The verbs of the operator, each with --help and an example:

${overview()}

replay

Replays EventBridge events (*.json) and stories (*.stories.yaml) through the
real handlers. Without --endpoint or --live everything happens in a model of
AWS in this process: no socket is opened, and nothing of yours is touched.

  --policy FILE    the policy to decide by
                   (default mlwarden's own events/policy.yaml; with --live
                   policy.yaml)
  --world FILE     what is there at the start, in YAML; for event files only.
                   Without it: the resource the event names, in the state the
                   event speaks of
  --chaos          duplicates, disorder, throttling, stale reads, crashes
  --seed N         the seed of all chance (default 1)
  --verbose        every record of the trail
  --json           one JSON document instead of text
  --endpoint URL   a local AWS emulator instead of the model; loopback only
  --live           your own AWS account, with your own credentials: it looks,
                   and can change nothing
  --help, --version

Exit codes: 0 all ended as told; 1 something did not; 2 bad input, and nothing
was done.

Examples:
  npx mlwarden replay events
  npx mlwarden replay events/identity/role-admin-policy.cloudtrail.json --chaos`;

export interface Options {
  readonly files: readonly string[];
  readonly policy: string;
  readonly world?: string;
  readonly chaos: boolean;
  readonly seed: number;
  readonly verbose: boolean;
  readonly json: boolean;
  readonly endpoint?: string;
  readonly live: boolean;
}

/** It comes with the package, wherever that is called from. */
const DEMONSTRATION = fileURLToPath(new URL('../../events/policy.yaml', import.meta.url));
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Throws `BadInput`. Answers text where text is all that was asked for. */
export function readOptions(args: readonly string[], version: string): Options | string {
  const { values, positionals } = parse(args);
  const [command, ...files] = positionals;
  if (values.version) return version;
  if (values.help || (command === undefined && args.length === 0)) return HELP;
  if (command !== 'replay') throw new BadInput(`There is no command "${command ?? ''}"; there is "replay": see npx mlwarden --help.`);
  if (files.length === 0) throw new BadInput('Say which event, story or folder to replay, such as: npx mlwarden replay events.');
  const { live = false, endpoint, world } = values;
  const seed = Number(values.seed ?? 1);
  if (!Number.isSafeInteger(seed) || seed < 0) throw new BadInput(`--seed takes a whole number, not "${values.seed}".`);
  if (endpoint !== undefined) checkEndpoint(endpoint);
  const real = live ? '--live' : endpoint !== undefined ? '--endpoint' : undefined;
  const modelled = values.chaos ? '--chaos' : world !== undefined ? '--world' : undefined;
  if (live && endpoint !== undefined) throw new BadInput('--live and --endpoint are two different places: give one of them.');
  if (real && modelled) throw new BadInput(`${modelled} belongs to the model of AWS and means nothing with ${real}.`);
  return {
    files,
    policy: values.policy ?? (live ? 'policy.yaml' : relative(process.cwd(), DEMONSTRATION)),
    ...(world !== undefined && { world }),
    chaos: values.chaos ?? false,
    seed,
    verbose: values.verbose ?? false,
    json: values.json ?? false,
    ...(endpoint !== undefined && { endpoint }),
    live,
  };
}

const flag = { type: 'boolean' } as const;
const value = { type: 'string' } as const;
/** What `replay` takes. */
export const REPLAY = {
  policy: value,
  world: value,
  seed: value,
  endpoint: value,
  chaos: flag,
  verbose: flag,
  json: flag,
  live: flag,
  help: flag,
  version: flag,
};

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: REPLAY });
  } catch (error) {
    throw new BadInput(`${sentence((error as Error).message)}: see npx mlwarden --help.`);
  }
}

/** Credentials of ours are dummies, but a request that leaves the machine is one too many. */
export function checkEndpoint(endpoint: string): void {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new BadInput(`--endpoint takes a URL such as http://127.0.0.1:4566, not "${endpoint}".`);
  if (!LOOPBACK.has(url.hostname)) throw new BadInput(`--endpoint takes a loopback address only, and ${url.hostname} is none.`);
}
