/** Replays scenes in the model of AWS, and tells how each ended. */
import { ROUGH } from '../../test/world/faults.ts';
import { allRules } from '../../test/world/habitat.ts';
import { type Played, play } from '../../test/world/story/play.ts';
import type { Policy } from '../engine/policy.ts';
import type { Options } from './options.ts';
import { type Shown, storyText, summary } from './print.ts';
import type { Scene } from './sources.ts';
import { paint, safe, wrap } from './text.ts';

/** Where text goes: results to `out`, progress to `err` and only where that is a terminal. */
export interface Terminal {
  readonly out: NodeJS.WritableStream & { isTTY?: boolean };
  readonly err: NodeJS.WritableStream & { isTTY?: boolean };
}

/** Answers the exit code: 0 = everything ended as told. */
export async function replay(scenes: readonly Scene[], policy: Policy, o: Options, { out, err }: Terminal): Promise<number> {
  const began = performance.now();
  const p = paint(out);
  const shown: Shown[] = [];
  if (!o.json && scenes.length > 1) out.write(`${opening(scenes)}\n`);
  for (const [i, { story, file, folder, home }] of scenes.entries()) {
    if (err.isTTY) err.write(`\r\u001b[K${i + 1}/${scenes.length} ${safe(story.story).slice(0, 60)}`);
    const played = await play(story, { policy, seed: o.seed, folder, ...(o.chaos && { chaos: ROUGH }), ...(home && { home, free: true }) });
    const one = { played, file, number: i + 1 };
    shown.push(one);
    if (err.isTTY) err.write('\r\u001b[K');
    if (!o.json) out.write(`${storyText(one, p, o.verbose)}\n`);
  }
  const failed = shown.filter(({ played }) => played.problems.length > 0).length;
  if (o.json) out.write(`${JSON.stringify(asJson(shown, policy, o), undefined, 2)}\n`);
  else out.write(`${tail(shown, failed, p, o, began)}\n`);
  return failed === 0 ? 0 : 1;
}

function opening(scenes: readonly Scene[]): string {
  const what = scenes.every(({ event }) => event === undefined) ? 'stories' : 'stories and events';
  return `${scenes.length} ${what} follow, played by the real handlers; a table sums them up.
All happens in a model of AWS in this process: nothing of yours is touched.`;
}

function tail(shown: readonly Shown[], failed: number, p: ReturnType<typeof paint>, o: Options, began: number): string {
  const cases = shown.flatMap(({ played }) => played.cases);
  const entries = cases.reduce((n, c) => n + c.entries.length, 0);
  const broken = cases.filter((c) => c.broken).length;
  const rules = Object.groupBy(allRules(), (r) => r.status);
  const count = (status: 'documented' | 'observed' | 'assumed') => rules[status]?.length ?? 0;
  const table = shown.length > 1 ? [summary(shown, p)] : [p.dim('─'.repeat(80))];
  const verdict = failed === 0 ? p.good(`all ${shown.length} ended as told`) : p.bad(`${failed} of ${shown.length} did NOT end as told`);
  const told = shown.some(({ played }) => played.story.ends.length > 0);
  return [
    ...table,
    `trail    ${cases.length} chains with ${entries} records verified, ${broken === 0 ? 'none broken' : p.bad(`${broken} broken`)}`,
    `world    a model of AWS: ${count('documented')} rules documented, ${count('observed')} observed, ${count('assumed')} assumed`,
    ...wrap(safe(`${o.policy}${o.chaos ? `, in chaos of seed ${o.seed}` : ''}`), 71).map((l, i) => (i === 0 ? 'policy' : '').padEnd(9) + l),
    `${told ? `result   ${verdict}` : 'result   replayed'} in ${((performance.now() - began) / 1000).toFixed(1)} s`,
  ].join('\n');
}

function asJson(shown: readonly Shown[], policy: Policy, { policy: file, seed, chaos }: Options) {
  const one = ({ played, file: from }: Shown) => {
    const { story, events, cases, calls, problems, stage }: Played = played;
    const looks = stage.counted.map(({ what, fields }) => ({ what, ...fields }));
    return { story: story.story, file: from, events, cases, calls, looks, dead: stage.world.deadLetters.length, problems };
  };
  return {
    policy: { file, hash: policy.hash },
    seed,
    chaos,
    ok: shown.every(({ played }) => played.problems.length === 0),
    stories: shown.map(one),
  };
}
