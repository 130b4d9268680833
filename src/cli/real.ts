/** The same events against something real: a local emulator, or one's own account, where nothing can be changed. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Case } from '../../test/world/story/cases.ts';
import { connect } from '../aws.ts';
import type { House, Visit } from '../engine/house.ts';
import type { Policy } from '../engine/policy.ts';
import { Unreadable } from '../engine/read.ts';
import { type Received, receive } from '../engine/receive.ts';
import type { AnyRemediation, Resource } from '../engine/remediation.ts';
import { broken } from '../ledger/chain.ts';
import type { Entry } from '../ledger/items.ts';
import { memoryLedger } from '../ledger/memory.ts';
import { remediations } from '../registry.ts';
import { BadInput, type Options } from './options.ts';
import { caseLines, headline } from './print.ts';
import type { Scene } from './sources.ts';
import { field, paint, rule, safe } from './text.ts';
import { checkAccount } from './whose.ts';

/** Milliseconds after which a replay on an emulator stops waiting for it. */
const PATIENCE = 300_000;

interface Waiting {
  readonly violation: string;
  readonly visit: Visit;
  readonly at: number;
}

/** Answers the exit code: 1 if anything could not be looked at. */
export async function replayReal(
  scenes: readonly Scene[],
  policy: Policy,
  o: Options,
  out: NodeJS.WritableStream & { isTTY?: boolean },
): Promise<number> {
  const story = scenes.find((s) => s.event === undefined);
  if (story)
    throw new BadInput(
      `${story.file} holds stories, which are played in the model only: give event files to ${o.live ? '--live' : '--endpoint'}.`,
    );
  if (o.live) await checkAccount(scenes);
  const runs = [];
  for (const scene of scenes) runs.push(await run(scene, policy, o));
  const p = paint(out);
  if (o.json) out.write(`${JSON.stringify(runs, undefined, 2)}\n`);
  else
    for (const { file, event, cases, looks, problems } of runs) {
      out.write(`${[p.dim(rule), field('event', headline(event), p.bold), field('', `from ${file}`, p.dim)].join('\n')}\n`);
      for (const c of cases) out.write(`\n${[...caseLines(c, p, o.verbose)].join('\n')}\n`);
      if (looks.length > 0) out.write(`${field('looks', looks.join('; '), p.dim)}\n`);
      for (const problem of problems) out.write(`${field('failed', problem, p.bad)}\n`);
      out.write(`${field('where', o.live ? 'your own account: looked at, and nothing else' : safe(o.endpoint ?? ''))}\n`);
    }
  return runs.some(({ problems }) => problems.length > 0) ? 1 : 0;
}

async function run({ event = {}, file, home = { account: '', region: '' } }: Scene, policy: Policy, o: Options) {
  process.env.AWS_REGION = home.region;
  // Emulators answer as the account that the key's id names, where it has twelve digits: the event's own.
  const dummy = { accessKeyId: home.account, secretAccessKey: 'test' };
  connect(o.live ? {} : { endpoint: o.endpoint, credentials: dummy }, o.live ? 'read-only' : 'all');
  const told: { entry: Entry; resource: Resource }[] = [];
  const looks = new Set<string>();
  const problems: string[] = [];
  const queue: Waiting[] = [];
  const house: House = {
    home,
    policy,
    cap: o.live ? 'observe' : 'policy',
    release: 'replay',
    ledger: memoryLedger(),
    clock: { now: () => new Date(), monotonic: () => performance.now() },
    tell: (entry, resource) => told.push({ entry, resource }),
    count: (what, { violation, outcome, reason }) => looks.add(`${violation} ${what}: ${outcome ?? reason}`),
    ...(!o.live && {
      again: async (violation, visit, delay) => void queue.push({ violation, visit, at: performance.now() + delay * 1000 }),
    }),
  };
  const attempt = async (remediation: AnyRemediation, arrived: unknown): Promise<void> => {
    const failed = await orProblem(receive(remediation, arrived, house));
    if (failed) problems.push(`${remediation.id}: ${failed}`);
  };
  for (const remediation of remediations) await attempt(remediation, event);
  const until = performance.now() + PATIENCE;
  for (let next = soonest(queue); next && next.at < until; next = soonest(queue)) {
    await sleep(Math.max(0, next.at - performance.now()));
    const { violation, visit } = next;
    const remediation = remediations.find((r) => r.id === violation);
    if (remediation) await attempt(remediation, { look: visit });
  }
  return { file, event, problems, looks: [...looks], cases: await casesOf(told, house) };
}

const soonest = (queue: Waiting[]): Waiting | undefined => queue.sort((a, b) => a.at - b.at).shift();

/** Why it failed; undefined = it did not, or the event is not for this violation. */
async function orProblem(received: Promise<Received>): Promise<string | undefined> {
  try {
    await received;
    return undefined;
  } catch (error) {
    const { name, message } = error as Error;
    return error instanceof Unreadable ? undefined : `${name}: ${message}`;
  }
}

async function casesOf(told: readonly { entry: Entry; resource: Resource }[], { ledger, home }: House): Promise<Case[]> {
  const found = new Map(told.map(({ entry, resource }) => [`${entry.violation} ${entry.key}`, { violation: entry.violation, resource }]));
  return await Promise.all(
    [...found.values()].map(async ({ violation, resource: { key, name } }) => {
      const entries = await Array.fromAsync(ledger.entries(violation, key));
      const { head } = (await ledger.open({ key, violation, account: home.account })).case;
      return { violation, name, key, entries, broken: broken(entries, head) };
    }),
  );
}
