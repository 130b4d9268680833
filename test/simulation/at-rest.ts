/** What must be so once everything rests and the sweep has looked twice. */
import * as z from 'zod/mini';
import { settingsFor } from '../../src/engine/policy.ts';
import type { AnyRemediation, Json, Resource, Seen } from '../../src/engine/remediation.ts';
import { broken } from '../../src/ledger/chain.ts';
import { remediations } from '../../src/registry.ts';
import { isSo, lay } from '../merge-patch.ts';
import { flawOf } from './at-arrival.ts';
import { POLICIES } from './policies.ts';
import type { PolicyName } from './scenario.ts';
import { type Intent, nameOf, type Watch } from './watch.ts';

/** What is there, as it truly is. */
export interface Truth {
  readonly remediation: AnyRemediation;
  readonly resource: Resource;
  readonly seen: Seen<Json>;
}
const ACCOUNTED = ['contained', 'told', 'stuck', 'failed', 'withheld', 'waiting', 'asking'];

export function rests(watch: Watch, truths: readonly Truth[], policy: PolicyName, now: number): void {
  for (const [id, chain] of watch.chains) {
    const wrong = broken(chain, watch.cases.get(id)?.head);
    if (wrong) watch.breach(5, `the chain of ${id} is broken: ${wrong}`);
  }
  const flawed = new Set<string>();
  for (const { remediation: r, resource, seen } of truths) {
    const settings = z.parse(r.settings, settingsFor(POLICIES[policy], r.id, resource.account));
    if (!r.flaw(seen.state, { now: new Date(now), settings })) continue;
    const id = `${r.id}#${resource.key}`;
    flawed.add(id);
    const { open, outcome = 'nothing' } = watch.cases.get(id) ?? {};
    if (!open || !ACCOUNTED.includes(outcome)) watch.breach(2, `${r.id} is still so on ${resource.name}, and the record says ${outcome}`);
  }
  openCases(watch, flawed);
  intents(watch);
  tries(watch);
  locks(watch);
  leftStopped(watch, truths, flawed);
}

function openCases(watch: Watch, flawed: ReadonlySet<string>): void {
  for (const [id, kase] of watch.cases) {
    const lock = watch.locks.get(kase.key);
    // What somebody asked to be put back, and was not yet, keeps a case open, too.
    const undo = watch.ruling(`control#ruling#${id}`)?.undo;
    const asked = undo !== undefined && undo.id !== kase.undone;
    if (kase.open && !flawed.has(id) && !lock?.owed && !asked)
      watch.breach(2, `${id} is still open (${kase.outcome}), although nothing is wrong any more`);
    const loud = kase.outcome === 'stuck' || kase.outcome === 'failed';
    if (kase.open && loud && !watch.alarmed.has(`${id}#${kase.outcome}`)) {
      watch.breach(2, `${id} is ${kase.outcome}, and nobody was alarmed`);
    }
  }
}

/** Invariant 3: exactly one outcome after each intent. */
function intents(watch: Watch): void {
  for (const { entry, token, call } of watch.intents) {
    const chain = watch.chains.get(`${entry.violation}#${entry.key}`) ?? [];
    const ends = chain.filter((e) => ['applied', 'void', 'refused'].includes(e.type) && e.body.token === token);
    if (ends.length !== 1) {
      const what = ends.map((e) => e.type).join(', ') || 'none';
      watch.breach(
        3,
        `${call.api} of ${entry.violation} on ${nameOf(entry.key)} (token ${token}) should have one outcome, but has ${what}`,
      );
    }
  }
}

/** Tries of one call in an hour: delays that double from five seconds on make eleven, and the owner may put back three times what came before it. */
const OFTEN = 40;
const HOUR = 3_600_000;

/** Invariant 8: what AWS does not take is not asked for without end. */
function tries(watch: Watch): void {
  const byCall = Map.groupBy(watch.intents, ({ entry, hash }) => `${entry.violation}#${entry.key}#${hash}`);
  for (const same of byCall.values()) {
    const many = same.find(({ at }, i) => (same[i + OFTEN]?.at ?? Number.POSITIVE_INFINITY) - at < HOUR);
    if (many)
      watch.breach(
        8,
        `${many.call.api} of ${many.entry.violation} on ${nameOf(many.entry.key)} is tried more than ${OFTEN} times in an hour`,
      );
  }
}

/** Invariant 11: no hold without a live case, no debt that nobody remembers. */
function locks(watch: Watch): void {
  for (const [key, lock] of watch.locks) {
    for (const violation of Object.keys(lock.holds)) {
      if (!watch.cases.get(`${violation}#${key}`)?.open) watch.breach(11, `${violation} holds ${nameOf(key)}, but its case is closed`);
    }
    const owing = remediations.some((r) => watch.cases.get(`${r.id}#${key}`)?.open);
    if (lock.owed && !owing) watch.breach(11, `${nameOf(key)} is owed to be ${lock.owed.call.api}ed, and no case is open`);
  }
}

/** What we stopped or closed, nobody moved since, and nothing holds any more, is as it was: or the record says why not. */
function leftStopped(watch: Watch, truths: readonly Truth[], flawed: ReadonlySet<string>): void {
  for (const { remediation, resource, seen } of truths) {
    const { key } = resource;
    const moved = watch.touched.get(key) ?? Number.NEGATIVE_INFINITY;
    const ours = watch.intents.filter((i) => i.effective && i.entry.key === key && i.entry.violation === remediation.id);
    const left = ours.find(
      (i) => i.born === seen.born && (i.arrived[0] ?? 0) > moved && holds(remediation, i) && isSo(seen.state, i.expect),
    );
    if (!left) continue;
    const chains = remediations.map((r) => watch.chains.get(`${r.id}#${key}`) ?? []);
    const silent = !chains.flat().some((e) => e.body.inferred === true || e.type === 'refused' || e.type === 'void');
    const live = remediations.some((r) => flawed.has(`${r.id}#${key}`) || watch.cases.get(`${r.id}#${key}`)?.open);
    if (silent && !live && !watch.fickle.has(nameOf(key)))
      watch.breach(2, `${nameOf(key)} is left as ${left.call.api} has made it, and nobody says so`);
  }
}

/** Whether a change brought about what is to stay so only while something is wrong. */
function holds(r: AnyRemediation, intent: Intent): boolean {
  const { seen, expect, purpose } = intent;
  if (!seen || expect === 'gone' || purpose !== 'repair' || !intent.undo) return false;
  const after = flawOf(r, { ...intent, seen: { ...seen, state: lay(seen.state, expect) } });
  return after?.holds !== undefined && after.contained && flawOf(r, intent)?.contained === false;
}
