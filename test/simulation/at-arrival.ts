/** Each change of ours, judged as it reaches AWS. */
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { lineFor, settingsFor } from '../../src/engine/policy.ts';
import type { AnyRemediation, Effect } from '../../src/engine/remediation.ts';
import { remediations } from '../../src/registry.ts';
import { isSo, lay } from '../merge-patch.ts';
import type { Asked } from '../world/platform/refusals.ts';
import { recordable, unversioned } from './as-recorded.ts';
import { claimants } from './at-commit.ts';
import { POLICIES } from './policies.ts';
import type { PolicyName } from './scenario.ts';
import { type Intent, isForeign, nameOf, violationOf, type Watch } from './watch.ts';

const DAY = 86_400_000;
/** Milliseconds after its admission in which a request arrives or never does (docs/simulation.md). */
const PROMISED = 150_000;

/** The intent that a request carries out, after everything that must be so of it was asked. */
export function arrives(watch: Watch, asked: Asked): Intent | undefined {
  const violation = violationOf(asked);
  const { operation: api } = asked;
  const same = (i: Intent): boolean =>
    i.entry.violation === violation &&
    i.call.api === api &&
    recordable(asked).some((input) => isDeepStrictEqual(unversioned(i.call.input), input)) &&
    i.from === asked.from;
  const intent = watch.intents.findLast(same);
  if (!intent) {
    watch.breach(3, `${violation} sends ${api} without having written it down`);
    return undefined;
  }
  if (intent.arrived.length > 0) watch.breach(4, `${violation} sends ${api} twice for the fence token ${intent.token}`);
  intent.arrived.push(watch.now());
  younger(watch, intent);
  lawful(watch, intent);
  fresh(watch, intent);
  capped(watch, intent);
  if (intent.purpose === 'hand-back') handsBack(watch, intent);
  if (intent.purpose !== 'repair') spares(watch, intent);
  return intent;
}

/** Invariant 9: who comes after another was admitted acts beside its owner. */
function younger(watch: Watch, { entry, at, call }: Intent): void {
  const other = watch.intents.find((i) => i.entry.key === entry.key && i.at > at);
  if (other)
    watch.breach(9, `${call.api} of ${entry.violation} reaches AWS after ${other.call.api} of ${other.entry.violation} was admitted`);
}

export const flawOf = (r: AnyRemediation, { seen, entry }: Intent) => {
  if (!seen) return undefined;
  const policy = POLICIES[entry.policy as PolicyName];
  const settings = z.parse(r.settings, settingsFor(policy, r.id, entry.key.split('/')[2] ?? ''));
  return r.flaw(seen.state, { now: new Date(entry.at), settings });
};

/** Invariant 1: judged by what the look saw, and by the policy of its release. */
function lawful(watch: Watch, intent: Intent): void {
  const { entry, seen, call, purpose } = intent;
  const { key, violation } = entry;
  const told = (why: string): void => watch.breach(1, `${violation} sends ${call.api} on ${key}, which ${why}`);
  const r = remediations.find(({ id }) => id === violation);
  if (!seen || !r) {
    told('nobody had looked at');
    return;
  }
  if (purpose === 'repair' && !flawOf(r, intent)) told('was compliant when it was looked at');
  const [, type = ''] = key.split('/');
  if (isForeign(watch, key)) told('is foreign');
  const name = nameOf(key);
  if (/^(mlwarden|cdk)-/.test(name)) told('no policy may touch');
  const policy = entry.policy as PolicyName;
  const iam = type === 'AWS::IAM::Role';
  if (/^(keep|break-glass)-/.test(name) || (policy === 'guarded' && (/alpha/.test(name) || (iam && /^ml-/.test(name)))))
    told('is protected');
  // All policies but the narrow one name the account, and that of the stories (events/policy.yaml) a trail and some roles.
  const named = policy !== 'narrow' && (name === 'account' || (policy === 'demonstration' && /^(everything$|shared-ml-)/.test(name)));
  const shared = !type.startsWith('AWS::SageMaker::') && !seen.linked?.length && !named;
  const narrow = iam ? !/^ml-a/.test(name) : type.endsWith('::NotebookInstance') ? !/^beta/.test(name) : shared;
  const out = policy === 'narrow' ? narrow : shared;
  if (purpose === 'undo') return;
  if (out) told('is out of scope');
  if (policy === 'observe') told('policy only observes');
}

/** Invariant 4: no step before the last one is seen, and none twice, as long as nobody else moved the resource. */
function fresh(watch: Watch, { entry, seen, call, hash, born }: Intent): void {
  const last = watch.ours.get(entry.key);
  if (!last || !seen || last.born !== born || watch.fickle.has(nameOf(entry.key)) || watch.liedAbout(entry.key)) return;
  if (last.hash === hash) watch.breach(4, `${call.api} is sent to ${entry.key} again, although it had its effect and nobody undid it`);
  const shown = last.expect !== 'gone' && isSo(seen.state, last.expect);
  if (!shown) watch.breach(4, `${call.api} is sent to ${entry.key} on a state from before ${last.call.api}`);
}

/** Law 11. What people asked to be put back counts by itself. */
function capped(watch: Watch, { entry, hash, born, call, at, purpose }: Intent): void {
  const alike = (i: Intent): boolean => (i.purpose === 'undo') === (purpose === 'undo');
  const since = (i: Intent): boolean => i.entry.key === entry.key && i.entry.violation === entry.violation && at - i.at < DAY - watch.skew;
  const times = watch.intents.filter((i) => i.effective && since(i) && alike(i) && i.hash === hash && i.born === born).length;
  if (times >= 3) watch.breach(4, `${call.api} is sent to ${entry.key} once more, after it had its effect ${times} times in a day`);
}

/** Invariant 11. */
function handsBack(watch: Watch, intent: Intent): void {
  const { entry, call, born } = intent;
  // What AWS is not known to have taken may have been somebody else's doing.
  const reported = ({ entry: { violation, key }, token }: Intent): boolean =>
    (watch.chains.get(`${violation}#${key}`) ?? []).some((e) => e.type === 'sent' && e.body.token === token && !e.body.unsure);
  const ours = watch.intents.some(
    (i) => i.effective && i.entry.key === entry.key && i.born === born && isDeepStrictEqual(i.undo, call) && reported(i),
  );
  if (!ours) watch.breach(11, `${call.api} undoes on ${entry.key} what we had not done`);
}

/** What policy asks for, or gives time to, is held only since that was answered or is over. */
function holdsUnasked({ id }: AnyRemediation, { policy, key }: Intent['entry'], effect: Effect): boolean {
  const { mode, after } = lineFor(POLICIES[policy as PolicyName], id, key.split('/')[2] ?? '', effect);
  return mode === 'enforce' && after === 0;
}

/** Nor is anything let loose that another violation holds. */
function spares(watch: Watch, intent: Intent): void {
  const { entry, call, born, seen, expect, beside } = intent;
  if (watch.mixed) return;
  const still = claimants(watch, entry, born);
  const late = watch.now() - intent.at > PROMISED;
  for (const r of remediations.filter(({ id }) => still.includes(id) && (late || beside.includes(id)))) {
    const flaw = flawOf(r, intent);
    const loose = seen && expect !== 'gone' ? { ...intent, seen: { ...seen, state: lay(seen.state, expect) } } : intent;
    if (flaw?.holds && flawOf(r, loose)?.contained === false && holdsUnasked(r, entry, flaw.holds.effect)) {
      watch.breach(11, `${call.api} on ${entry.key} although ${r.id} holds it ${flaw.holds.what}`);
    }
  }
}
