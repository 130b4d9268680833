/** Who approved a version of a model, and who changed it since: as CloudTrail's event history tells, which knows 90 days but for the last minutes. */
import { person } from '../engine/approval.ts';
import type { Resource } from '../engine/remediation.ts';
import { type Act, actOf, KEPT, lookup, type Made, MINUTE, ours, SECOND, until } from './call-history.ts';

/**
 * `approval`: the call that set it to Approved, unless another status was set since. `changed`: what of its specification was changed after
 * that, newest first. `told`: whether CloudTrail knows of the last modification; where it does not, `role` is that of whoever made it, with its
 * path, if he is known from before. `reach`: `all` since its creation, or since a status was set, was read; `part`: it is older than
 * CloudTrail's memory; `cut`: there was more than is read at one look.
 */
export type History = {
  readonly approval?: Act;
  readonly changed: readonly Act[];
  readonly told: boolean;
  readonly role?: string;
  readonly reach: 'all' | 'part' | 'cut';
};

/** What a deployment takes from a version (SageMaker API, UpdateModelPackage). Metadata and life cycle are words about it. */
const SPECIFICATION = ['inferenceSpecification', 'additionalInferenceSpecificationsToAdd', 'sourceUri'];

interface Call extends Act {
  /** The status, if one was asked for. */
  readonly sets: unknown;
  readonly changes: boolean;
}

/** What a call did to the version. */
const callOf = ({ asked, ...act }: Made): Call => ({
  ...act,
  sets: asked?.modelApprovalStatus ?? undefined,
  // Left out is what was longer than 100 KB, which only a specification can be (CloudTrail guide, "CloudTrail record contents").
  changes: asked?.modelPackageArn == null || SPECIFICATION.some((field) => asked[field] != null),
});

/** Those of ours that set an approval. */
export const SETS_APPROVALS = 'model-(?:approval|artifact)';
/** An undo of ours gives back an approval as it was, and our repair takes one away: neither is anybody's word. A specification we never change. */
const isOurs = ({ by, changes }: Call, { account }: Resource): boolean => !changes && ours(SETS_APPROVALS, account).test(by);

/** `known`: the calls on a version, newest first, back to the `word`: the last that set a status. `cut`: there were more than are read. */
interface Told {
  readonly known: readonly Call[];
  readonly word?: Call | undefined;
  readonly cut: boolean;
}

/** The calls of that name since somebody else than we set a status, and those of that second: which was first is not known. */
async function told(r: Resource, name: string, from: number, end: number | undefined): Promise<Told> {
  const { listed, cut } = lookup(r, name, { from, until: end }, (asked, answered) => {
    return String(answered?.modelPackageArn ?? asked?.modelPackageArn).toLowerCase() === r.arn;
  });
  const known: Call[] = [];
  let word: Call | undefined;
  for await (const { time, call: made } of listed) {
    if (word && time < Date.parse(word.at)) break;
    const call = made && callOf(made);
    if (call) known.push(call);
    if (call?.sets !== undefined && !isOurs(call, r)) word ??= call;
  }
  return { known, word, cut: cut() && !word };
}

/** When it was created, and when it was last modified, in milliseconds, and by whom, as SageMaker says. */
interface Times {
  readonly born: number;
  readonly at: number;
  readonly by: string | undefined;
}

/** What is known of an approved version. Undefined where it was last modified before CloudTrail's memory begins. */
export async function historyOf(r: Resource, { born, at, by }: Times, now: number): Promise<History | undefined> {
  const oldest = now - KEPT;
  if (at < oldest) return undefined;
  // Not from much before: another had its name until then, perhaps, and was approved.
  const updates = await told(r, 'UpdateModelPackage', Math.max(born - SECOND, oldest), until(at, now));
  const unsaid = !updates.word && !updates.cut && born >= oldest;
  const making = unsaid ? await told(r, 'CreateModelPackage', born - MINUTE, until(born, now)) : undefined;
  const word = updates.word ?? making?.word;
  const his = [...updates.known, ...(making?.known ?? [])].filter(
    (call) => by === undefined || call.role === by || person(call.by) === person(by),
  );
  const last = his.some((call) => Date.parse(call.at) >= at - 10 * SECOND);
  const role = by === undefined || last ? undefined : his.find((call) => call.role)?.role;
  return {
    ...(word?.sets === 'Approved' && { approval: actOf(word) }),
    changed: updates.known.filter((call) => call.changes && call !== word).map(actOf),
    told: last,
    ...(role && { role }),
    reach: updates.cut || making?.cut ? 'cut' : word || born >= oldest ? 'all' : 'part',
  };
}
