/** Looks at everything there is, with what the caller may read. What cannot be read is said, and stands in nobody's way. */
import { setImmediate as pause } from 'node:timers/promises';
import type { AnyRemediation, Resource } from '../../engine/remediation.ts';
import { said } from '../text.ts';
import { byGravity, type Finding, findingOf, isLeftAlone, type KindScan, type Scan } from './found.ts';
import { ladder, type Under } from './ladder.ts';
import { ownerOf } from './owner.ts';

/** Looks at a time: few enough not to be throttled. */
const AT_ONCE = 4;

export interface Asked extends Under {
  readonly ownerTag?: string | undefined;
  /** Also what would be left alone. */
  readonly all: boolean;
  /** Told as it goes: how many have been looked at in this kind so far, and how many flaws were found. */
  progress(kind: string, looked: number, wrong: number): void;
}
type Unowned = Omit<Finding, 'owner'>;
interface Looked {
  readonly note: KindScan;
  readonly found: readonly Unowned[];
  readonly accounts: ReadonlySet<string>;
}

/** Every one, some at once. Throws what the listing throws, once all that was begun is done. */
async function each<T>(items: AsyncIterable<T>, work: (item: T) => Promise<void>): Promise<void> {
  const left = items[Symbol.asyncIterator]();
  const worker = async () => {
    for (let next = await left.next(); !next.done; next = await left.next()) await work(next.value);
  };
  const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, worker));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
}

async function lookAt(kind: AnyRemediation['kind'], all: readonly AnyRemediation[], asked: Asked): Promise<Looked> {
  const name = kind.types[0];
  const found: Unowned[] = [];
  const accounts = new Set<string>();
  const unread: { resource: string; says: string }[] = [];
  let looked = 0;
  const one = async (resource: Resource): Promise<void> => {
    accounts.add(resource.account);
    try {
      const seen = await kind.inspect(resource);
      const flawed = seen ? all.map((remediation) => ({ remediation, climb: ladder(remediation, resource, seen, asked) })) : [];
      for (const { remediation: r, climb } of flawed)
        if (climb) found.push(findingOf({ violation: r.id, title: r.title, severity: r.severity, resource }, climb));
      looked++;
    } catch (error) {
      unread.push({ resource: resource.arn, says: said(error) });
    }
    asked.progress(`${name} (${all.map((r) => r.id).join(', ')})`, looked, found.length);
    await pause();
  };
  const failed = await each(kind.list(), one).catch(said);
  return {
    note: { kind: name, violations: all.map((r) => r.id), looked, ...(failed !== undefined && { failed }), unread },
    found,
    accounts,
  };
}

export async function scanAccount(remediations: readonly AnyRemediation[], asked: Asked): Promise<Omit<Scan, 'region' | 'policy'>> {
  const kinds: Looked[] = [];
  for (const [kind, all] of Map.groupBy(remediations, (r) => r.kind)) kinds.push(await lookAt(kind, all, asked));
  const found = kinds.flatMap((k) => k.found);
  const listed = found.filter((f) => asked.all || !isLeftAlone(f));
  const ownersUnread = new Set<string>();
  const findings: Finding[] = [];
  for (const finding of listed) {
    const kind = remediations.find(({ id }) => id === finding.violation)?.kind;
    const { owner, unread } = await ownerOf(kind, finding.resource, asked.ownerTag);
    if (unread !== undefined) ownersUnread.add(`${finding.resource.arn}: ${unread}`);
    findings.push({ ...finding, owner });
  }
  return {
    at: asked.now.toISOString(),
    accounts: [...new Set(kinds.flatMap((k) => [...k.accounts]))].sort(),
    complete: kinds.every(({ note }) => note.failed === undefined && note.unread.length === 0),
    kinds: kinds.map((k) => k.note),
    findings: findings.toSorted(byGravity),
    leftAlone: found.length - listed.length,
    ownersUnread: [...ownersUnread].sort(),
  };
}
