/** The sweep: what no event told. It lists each kind once, judges all of its violations, and changes nothing; their own handlers look again. */
import * as z from 'zod/mini';
import type { SweepNote } from '../ledger/port.ts';
import { sweepName } from '../ledger/sweep-note.ts';
import type { House, Visit } from './house.ts';
import { OUT_OF_TIME, SWEEP } from './plan.ts';
import { settingsFor } from './policy.ts';
import type { AnyRemediation, Resource } from './remediation.ts';

type Kind = AnyRemediation['kind'];
interface Round {
  readonly house: House;
  /** Monotonic milliseconds after which nothing more is begun. */
  readonly until: number;
  readonly cause: Visit['cause'];
  /** Looks queued so far: violation and key. */
  readonly queued: Set<string>;
}

/**
 * Looks at everything, until the time is over; what it could not reach is a gap on record and comes first next time, then what has waited longest:
 * a sweep that dies on its way does not keep the last kinds waiting for ever. Throws after the last kind where one could not be put on record.
 */
export async function sweep(remediations: readonly AnyRemediation[], house: House, milliseconds: number): Promise<readonly SweepNote[]> {
  const time = house.clock.now().toISOString();
  const cause = { source: SWEEP, detailType: 'Sweep', id: `sweep ${time}`, time };
  const round: Round = { house, until: house.clock.monotonic() + milliseconds, cause, queued: new Set() };
  const kinds = await Promise.all(
    [...Map.groupBy(remediations, (r) => r.kind)].map(async ([kind, all]) => {
      const name = sweepName(kind, all);
      return { kind, all, name, last: await house.ledger.lastSweep(name) };
    }),
  );
  await wakeDue(round, new Set(remediations.map((r) => r.id)));
  const notes: SweepNote[] = [];
  const lost: unknown[] = [];
  for (const { kind, all, name, last } of kinds.toSorted((a, b) => turn(a.last).localeCompare(turn(b.last)))) {
    const note = { kind: name, at: time, policy: house.policy.hash, ...(await sweepKind(kind, all, round, last?.gap?.after)) };
    try {
      await house.ledger.noteSweep(note);
    } catch (error) {
      lost.push(error);
      continue;
    }
    house.count('swept', { kind: name, looked: String(note.looked), flawed: String(note.flawed), ...(note.gap && { gap: note.gap.why }) });
    notes.push(note);
  }
  if (lost.length > 0) throw lost[0];
  return notes;
}

/** The smaller, the earlier. */
const turn = (last: SweepNote | undefined): string => (last?.gap ? '' : (last?.at ?? '0'));

/**
 * Cases whose time has come, and resources for which something is still owed; those of other families wait for their own sweep. One that
 * cannot be woken is no reason not to look at the others.
 */
async function wakeDue(round: Round, own: ReadonlySet<string>): Promise<void> {
  const { ledger, clock, count } = round.house;
  try {
    for await (const { violation, resource } of ledger.due(clock.now())) {
      if (!own.has(violation)) continue;
      await queue(round, violation, resource).catch((error: Error) => count('failed', { violation, ...told(error) }));
    }
  } catch (error) {
    count('failed', told(error as Error));
  }
}
const told = ({ name, message }: Error) => ({ error: name, says: message });

async function queue({ house, cause, queued }: Round, violation: string, resource: Resource): Promise<void> {
  const id = `${violation} ${resource.key}`;
  if (queued.has(id)) return;
  await house.again?.(violation, { resource, cause }, 0);
  queued.add(id);
}

type Counts = Pick<SweepNote, 'looked' | 'flawed' | 'sent' | 'gap'>;

async function sweepKind(kind: Kind, all: readonly AnyRemediation[], round: Round, after: string | undefined): Promise<Counts> {
  const counts = { looked: 0, flawed: 0, sent: 0 };
  const unread: string[] = [];
  const gap = (at: string, ...whys: string[]): Counts => {
    const faults = unread.length > 0 ? [`${unread.length} could not be looked at: ${unread.slice(0, 5).join('; ')}`] : [];
    const why = [...whys, ...faults].join('; ');
    return { ...counts, ...(why && { gap: { after: at, why } }) };
  };
  let reached = after ?? '';
  try {
    for await (const resource of from(kind, after)) {
      if (round.house.clock.monotonic() > round.until) return gap(reached, OUT_OF_TIME);
      try {
        const flawed = await sweepOne(kind, all, round, resource);
        counts.looked++;
        counts.flawed += flawed > 0 ? 1 : 0;
        counts.sent += flawed;
      } catch (error) {
        unread.push(`${resource.key}: ${(error as Error).name}`);
      }
      reached = resource.key;
    }
  } catch (error) {
    return gap(reached, `it cannot be listed: ${(error as Error).name}`);
  }
  return gap('');
}

/** Every resource once, beginning behind the one an earlier sweep had come to. */
async function* from(kind: Kind, after: string | undefined): AsyncGenerator<Resource> {
  const before: Resource[] = [];
  let passed = !after;
  for await (const resource of kind.list()) {
    if (passed) yield resource;
    else before.push(resource);
    passed ||= resource.key === after;
  }
  yield* before;
}

async function sweepOne(kind: Kind, all: readonly AnyRemediation[], round: Round, resource: Resource): Promise<number> {
  const seen = await kind.inspect(resource);
  if (!seen) return 0;
  const { house } = round;
  const now = house.clock.now();
  const flawed = all.filter((r) =>
    r.flaw(seen.state, { now, settings: z.parse(r.settings, settingsFor(house.policy, r.id, resource.account)) }),
  );
  for (const { id } of flawed) await queue(round, id, resource);
  return flawed.length;
}
