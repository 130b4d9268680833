/** One look at one resource for one violation: read, judge, write down, send at most one call, settle, and see that somebody looks again. */
import type { Opened } from '../ledger/port.ts';
import { carryOut } from './carry-out.ts';
import { conclude } from './draft.ts';
import { commit, type Errand, LookFailed, ROUNDS, subjectOf } from './errand.ts';
import { follow } from './follow.ts';
import type { Report } from './house.ts';
import { withUse } from './in-use.ts';
import { judge } from './judge.ts';
import { ownedBy } from './owned.ts';
import { blank, type Plan } from './plan.ts';
import { refusal } from './refusal.ts';
import type { Json, Seen } from './remediation.ts';
import { DEADLINE } from './sender.ts';
import { askedBack } from './undo.ts';

export async function look(errand: Errand): Promise<Report> {
  const { remediation, visit, house } = errand;
  const { resource } = visit;
  for (let round = 0; round < ROUNDS; round++) {
    const began = house.clock.monotonic();
    const [seen, opened] = await Promise.all([inspect(errand), house.ledger.open(subjectOf(errand))]);
    if (seen.failed) return await blind(errand, opened, seen.failed.error);
    const trail = askedBack(opened, seen.there) && (await Array.fromAsync(house.ledger.entries(remediation.id, resource.key)));
    const view = { remediation, resource, visit, seen: seen.there, opened, now: house.clock.now(), house, ...(trail && { trail }) };
    const judged = judge(view);
    const owned = await ownedBy(remediation.kind, resource, house.policy, judged.draft.case);
    // What one read saw may be older than a change that another already knows of.
    if (house.clock.monotonic() - began > DEADLINE) continue;
    const known = owned ? { ...view, owned } : view;
    const plan = follow(await withUse(errand, known, owned ? judge(known) : judged), errand);
    const admission = house.clock.monotonic();
    const after = await commit(errand, plan.draft);
    if (!after) continue;
    if (plan.wake) await house.again?.(plan.wake, { resource, cause: visit.cause }, 0);
    return await followUp(errand, plan.send ? await carryOut(errand, plan.send, after, admission) : plan);
  }
  await house.again?.(remediation.id, visit, 5);
  return { violation: remediation.id, key: resource.key, outcome: 'busy', says: 'others wrote first, three times over' };
}

interface Inspection {
  readonly there?: Seen<Json> | undefined;
  readonly failed?: { readonly error: unknown };
}
async function inspect({ remediation, visit }: Errand): Promise<Inspection> {
  try {
    return { there: await remediation.kind.inspect(visit.resource) };
  } catch (error) {
    return { failed: { error } };
  }
}

/** A refused read is recorded as failed, once, and always thrown: it is no judgement. */
async function blind(errand: Errand, opened: Opened, error: unknown): Promise<never> {
  const { visit } = errand;
  const { is, text } = refusal(error);
  if (is === 'denied' || is === 'refused') {
    const draft = blank({ ...errand, resource: visit.resource, opened, now: errand.house.clock.now() });
    conclude(draft, 'failed', { says: `it cannot be looked at: ${text}` }, { cause: visit.cause });
    await commit(errand, draft);
  }
  throw new LookFailed(`${visit.resource.arn} cannot be looked at: ${text}`, { cause: error });
}

/** Queues the next look, if one is due. The message in hand is done with only after that. */
async function followUp({ remediation, visit, house }: Errand, { queue, outcome, says }: Plan): Promise<Report> {
  if (queue) await house.again?.(remediation.id, queue.visit, queue.seconds);
  return { violation: remediation.id, key: visit.resource.key, outcome, says };
}
