import * as z from 'zod/mini';
import type { Next, Remediation } from '../../engine/remediation.ts';
import {
  type Artifact,
  isAsRegistered,
  type ModelArtifactState,
  type ModelArtifactTable,
  modelArtifact,
  OBJECT,
} from '../../resources/model-artifact.ts';
import { MALICIOUS } from '../../resources/object-findings.ts';
import type { Version } from '../../resources/object-versions.ts';
import { guardDutyObjects } from '../../triggers/guardduty-objects.ts';
import { s3Objects } from '../../triggers/s3-objects.ts';
import { stateChange } from '../../triggers/state-change.ts';

const TYPE = 'AWS::SageMaker::ModelPackage';
const REASON = 'Set back by mlwarden (model-artifact): its artifact is not as registered.';

type Calls = 'UpdateModelPackage' | 'CopyObject';
type Repair = Next<ModelArtifactState, Pick<ModelArtifactTable, Calls>, ModelArtifactTable>;

/** What is wrong with what is there. */
function wrongWith(uri: string, { etags, is, changed, malicious, unseen }: Artifact, created: string): readonly string[] {
  const bad = malicious ? [`GuardDuty found malware in ${uri} (finding ${malicious})`] : [];
  if (unseen || changed?.length === 0) return bad;
  if (changed) return [...bad, `of ${uri} came or went since it was registered: ${changed.join(', ')}`];
  if (!is) return [`${uri} is not there`];
  if (isAsRegistered(etags, is, created)) return bad;
  const registered = etags.join(' and ') || 'one from before';
  return [...bad, `${uri} was written over at ${is.at}: it has the ETag ${is.etag}, and ${registered} was registered`];
}
/** What cannot be told. */
function unseenIn(uri: string, { changed, cut, unseen }: Artifact): readonly string[] {
  if (unseen) return [`${uri} cannot be seen: ${unseen}`];
  return changed && cut ? [`${uri} has too many objects`] : [];
}
function judged({ artifacts, created }: ModelArtifactState) {
  const all = Object.entries(artifacts).map(([uri, artifact]) => ({ uri, artifact, wrong: wrongWith(uri, artifact, created) }));
  const says = all.flatMap(({ uri, artifact, wrong }) => [...wrong, ...unseenIn(uri, artifact)]).join('; ');
  return { wrong: all.filter(({ wrong }) => wrong.length > 0), says };
}
/** A version that waits is nobody's danger; one that waits because of this has still to be put right. */
const isSetBack = ({ approval, description }: ModelArtifactState): boolean =>
  approval === 'PendingManualApproval' && description === REASON;

/** Bytes that are copied in one call (S3 API, CopyObject). */
const MOST = 5 * 1024 ** 3;

/** Why it cannot be copied onto its key so that anybody could tell that it is there again. */
function against({ size, etag }: Version, { keeping = {} }: Artifact): string | undefined {
  if (size > MOST) return 'it is over 5 GB';
  if (keeping.versioning !== 'Enabled') return 'its bucket keeps no versions';
  // Only of what was put there in one part, and encrypted by S3 itself, the ETag is the MD5 of the content (S3 API, Object).
  return /^[0-9a-f]{32}$/.test(etag) && keeping.encryption === 'AES256' ? undefined : 'a copy would have another ETag';
}

const copy = (uri: string, { id, etag }: Version, account: string) => {
  const [, , Bucket = '', ...path] = uri.split('/');
  return {
    api: 'CopyObject',
    input: {
      ...{ Bucket, Key: path.join('/'), ExpectedBucketOwner: account, ExpectedSourceBucketOwner: account },
      ...{ CopySource: `${[Bucket, ...path].map(encodeURIComponent).join('/')}?versionId=${id}`, CopySourceIfMatch: `"${etag}"` },
      // GuardDuty's tags speak of what it has scanned, and only GuardDuty may set them.
      TaggingDirective: 'REPLACE',
    },
  } as const;
};

/** The first that can be put back is; where none can, people are told what is known of each. */
function restored({ wrong, says }: ReturnType<typeof judged>, account: string): Repair {
  const known: string[] = [];
  for (const { uri, artifact } of wrong) {
    const { good, is } = artifact;
    const why = good && against(good, artifact);
    if (good && !why) {
      const undo = is && !artifact.malicious && !against(is, artifact) ? copy(uri, is, account) : undefined;
      return {
        do: 'step',
        call: copy(uri, good, account),
        // What serves the version already loads it when it scales out.
        effect: undo ? 'disruptive' : 'destructive',
        expect: { artifacts: { [uri]: { is: { etag: good.etag } } } },
        ...(undo ? { undo } : { loses: is ? `version ${is.id} of ${uri}; it stays among its versions` : `that ${uri} is deleted` }),
        ask: true,
      };
    }
    known.push(
      good
        ? `version ${good.id} of ${uri} is as registered, but ${why}`
        : `no version of ${uri}${artifact.cut ? ' that is read' : ''} is as registered`,
    );
  }
  return { do: 'tell', why: known.join('; ') || says };
}

/** What an approval was given to is an object that anybody who may write to the bucket can change. SageMaker recorded which it was. */
export const remediation: Remediation<ModelArtifactState, ModelArtifactTable, Calls, Record<string, never>> = {
  id: 'model-artifact',
  family: 'registry',
  title: 'What an approved model version is made of is as registered, and holds no malware',
  severity: 'critical',
  standards: [MALICIOUS, 'ATLAS AML.T0010', 'ATT&CK T1195.002'],
  triggers: [
    ...s3Objects(OBJECT, '.tar.gz'),
    guardDutyObjects(MALICIOUS, OBJECT),
    stateChange('SageMaker Model Package State Change', TYPE, { name: 'ModelPackageArn' }),
  ],
  kind: modelArtifact,
  calls: ['UpdateModelPackage', 'CopyObject'],
  settings: z.strictObject({}),
  flaw(state) {
    const contained = isSetBack(state);
    if (!contained && state.approval !== 'Approved') return undefined;
    const { says } = judged(state);
    return says ? { says, contained } : undefined;
  },
  repair(state, { arn: ModelPackageArn, account }) {
    const found = judged(state);
    if (found.wrong.length === 0 || isSetBack(state)) return restored(found, account);
    const set = (ModelApprovalStatus: 'Approved' | 'PendingManualApproval', ApprovalDescription: string) =>
      ({ api: 'UpdateModelPackage', input: { ModelPackageArn, ModelApprovalStatus, ApprovalDescription } }) as const;
    // An undo gives its approval back to nothing else than what is there now.
    const there = Object.entries(state.artifacts).map(([uri, { is }]) => [uri, { is: is ? { etag: is.etag } : null }] as const);
    return {
      do: 'step',
      call: set('PendingManualApproval', REASON),
      effect: 'reversible',
      expect: { approval: 'PendingManualApproval', specification: state.specification, artifacts: Object.fromEntries(there) },
      undo: set('Approved', state.description ?? ''),
    };
  },
};
