/** The operator's verbs on a command line. */

import { known } from '../known.ts';
import { memoryDesk } from '../ledger/desk-memory.ts';
import { controlId } from '../ledger/layout.ts';
import { nameOf } from '../ledger/memory.ts';
import { LedgerUnavailable, LedgerUnreadable } from '../ledger/port.ts';
import type { Caller } from '../operator/caller.ts';
import type { Reply } from '../operator/exchange.ts';
import { functionOf } from '../operator/functions.ts';
import { type Office, Refused } from '../operator/office.ts';
import { verbs } from '../operator/verbs.ts';
import { helpOf, helpOfAll } from './help.ts';
import { HERE } from './here.ts';
import { load, save } from './local-store.ts';
import { BadInput } from './options.ts';
import { policyFrom } from './sources.ts';
import { paint, safe, wrap } from './text.ts';
import { type Common, readVerb, type Typed, verbOf, within } from './verb-options.ts';
import { timed } from './when.ts';

type Out = NodeJS.WritableStream & { isTTY?: boolean };
const ROLE = /^(arn:aws[a-z-]*:iam::(\d{12}):role\/(?:.*\/)?([^/,]+)),([\w+=,.@-]+)$/;

/** Whatever changes leaves a record, and so another end of the chain. */
const HEAD = nameOf(controlId('desk'));

/** Answers the exit code. */
export async function operate(args: readonly string[], out: Out, now = new Date(), err: Out = process.stderr): Promise<number> {
  const several = verbOf(args) === undefined && args.includes('--help') ? within(args) : [];
  if (several.length > 0) {
    out.write(`${helpOfAll(several)}\n`);
    return 0;
  }
  const typed = readVerb(args);
  if (typed.common.help) {
    out.write(`${helpOf(typed.verb)}\n`);
    return 0;
  }
  const here = await HERE[typed.verb]?.();
  if (here) return await here.run({ input: typed.input, json: typed.common.json, now }, { out, err });
  if (typed.verb === 'export') {
    const { exported } = await import('./trail/export.ts');
    return await exported(typed.input, async (input) => await replied({ ...typed, input }, now), now, { out, err });
  }
  const reply = await replied(typed, now);
  out.write(typed.common.json ? `${JSON.stringify({ verb: typed.verb, ...reply }, undefined, 2)}\n` : shown(reply, typed.common, out, now));
  if ('refused' in reply) return 2;
  if ('failed' in reply) return 1;
  // What is left behind is no failure, but nobody may overlook it.
  return reply.wrong ? (typed.verb === 'uninstall' ? 3 : 1) : 0;
}

async function replied(typed: Typed, now: Date): Promise<Reply> {
  const { verb, input, common } = typed;
  if (verb === 'policy check') return await checkPolicy(input.file);
  if (common.local !== undefined) return await locally(typed, common.local, now);
  if (common.as !== undefined) throw new BadInput('--as belongs to --local; AWS knows who you are by your credentials.');
  const region = process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
  if (region === undefined && common.url === undefined)
    throw new BadInput('Say where mlwarden is: set AWS_REGION, or give --url or --local.');
  const { remotely } = await import('./remote.ts');
  try {
    return await remotely(verb, input, { region: region ?? '', url: common.url });
  } catch (error) {
    if (error instanceof BadInput) throw error;
    const { name, message } = error as Error;
    return { failed: `${functionOf(verb)} could not be asked (${name}): ${message}` };
  }
}

async function checkPolicy(file: unknown): Promise<Reply> {
  if (typeof file !== 'string') throw new BadInput('Say which policy to check, such as: npx mlwarden policy check policy.yaml');
  const { hash, defaults, approvers } = await policyFrom(file);
  return {
    says: [`${file} can be built; its hash is ${hash.slice(0, 16)}.`],
    data: JSON.parse(JSON.stringify({ file, hash, defaults, approvers })),
  };
}

async function locally({ verb: name, input, common }: Typed, path: string, now: Date): Promise<Reply> {
  const policy = await policyFrom(common.policy);
  const store = await load(path);
  const clock = { now: () => now };
  const desk = memoryDesk(store.items, clock.now);
  const office: Office = { desk, policy, cap: 'policy', home: store.home, release: 'local', known, caller: callerFrom(common), clock };
  const verb = verbs.find((v) => v.name === name);
  if (!verb) throw new BadInput(`There is no verb "${name}".`);
  const before = store.items.get(HEAD)?.doc;
  try {
    const answer = await verb.run(office, input);
    if (store.items.get(HEAD)?.doc !== before) await save(path, store);
    return answer;
  } catch (error) {
    if (error instanceof Refused) return { refused: error.message };
    if (error instanceof LedgerUnavailable || error instanceof LedgerUnreadable) return { failed: error.message };
    throw error;
  }
}

function callerFrom({ as }: Common): Caller {
  const from = 'the command line';
  if (as === undefined) return { arn: 'somebody on this machine', session: '', from };
  const [, role = '', account = '', name = '', session = ''] = ROLE.exec(as) ?? [];
  if (!role)
    throw new BadInput(
      `--as takes a role by its full ARN and a session, such as arn:aws:iam::111122223333:role/security/approver,ann, not "${as}".`,
    );
  return { role, session, arn: `arn:aws:sts::${account}:assumed-role/${name}/${session}`, from };
}

function shown(reply: Reply, { utc }: Common, out: Out, now: Date): string {
  const p = paint(out);
  const lines = 'refused' in reply ? [reply.refused] : 'failed' in reply ? [reply.failed] : reply.says;
  const style = 'says' in reply && !reply.wrong ? p.bold : p.bad;
  return lines
    .map((line, i) => {
      const loud = i === 0 ? style : /PAUSED|TRIPPED|BROKEN|LATE|DEAD LETTERS|NOT KNOWN/.test(line) ? p.bad : (text: string) => text;
      return `${hung(timed(safe(line), now, utc))
        .map(loud)
        .join('\n')}\n`;
    })
    .join('');
}
/** Eighty columns; what goes on is set in. */
function hung(text: string): readonly string[] {
  const [first = '', ...rest] = wrap(text, 80);
  return rest.length === 0 ? [first] : [first, ...wrap(rest.join(' '), 76).map((line) => `    ${line}`)];
}
