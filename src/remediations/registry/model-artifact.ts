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
import type { Version } from '../../resources/object-versions.ts';
import { cloudtrail } from '../../triggers/cloudtrail.ts';
import { guardDutyObjects } from '../../triggers/guardduty-objects.ts';
import { s3Objects } from '../../triggers/s3-objects.ts';

const TYPE = 'AWS::SageMaker::ModelPackage';
const named = { type: TYPE, id: 'modelPackageArn', answer: 'modelPackageArn' };
const REASON = 'Set back by mlwarden (model-artifact): its artifact is not the one that was registered. The record says more.';

type Calls = 'UpdateModelPackage' | 'CopyObject';
type Repair = Next<ModelArtifactState, Pick<ModelArtifactTable, Calls>, ModelArtifactTable>;

/** What is wrong with what is there. `unseen`: what cannot be told. */
function faultsOf(
  uri: string,
  artifact: Artifact,
  created: string,
): { readonly wrong: readonly string[]; readonly unseen: readonly string[] } {
  const { etags, is, changed, malicious, cut, unseen } = artifact;
  if (unseen) return { wrong: [], unseen: [`${uri} cannot be seen: ${unseen}`] };
  const bad = malicious ? [`GuardDuty found malware in ${uri} (finding ${malicious})`] : [];
  if (changed) {
    const moved = changed.length > 0 ? [`of ${uri} was put there or deleted since it was registered: ${changed.join(', ')}`] : [];
    return { wrong: [...bad, ...moved], unseen: cut ? [`${uri} stands for more objects than are looked at`] : [] };
  }
  if (!is) return { wrong: [`${uri} is not there`], unseen: [] };
  if (isAsRegistered(etags, is, created)) return { wrong: bad, unseen: [] };
  const was =
    etags.length > 0 ? `it has the ETag ${is.etag}, and ${etags.join(' and ')} was registered` : 'nothing was recorded of what was before';
  return { wrong: [...bad, `${uri} was written over at ${is.at}: ${was}`], unseen: [] };
}
function judged({ artifacts, created }: ModelArtifactState) {
  const all = Object.entries(artifacts).map(([uri, artifact]) => ({ uri, artifact, ...faultsOf(uri, artifact, created) }));
  return { wrong: all.filter(({ wrong }) => wrong.length > 0), says: all.flatMap(({ wrong, unseen }) => [...wrong, ...unseen]) };
}
/** A version that waits is nobody's danger; one that waits because of this has still to be put right. */
const isSetBack = ({ approval, description }: ModelArtifactState): boolean =>
  approval === 'PendingManualApproval' && description === REASON;

/** The ETag of what was put there in one part, and encrypted by S3 itself, is the MD5 of its content, and so that of a copy (S3 API, Object). */
const isDigest = ({ etag }: Version): boolean => /^[0-9a-f]{32}$/.test(etag);
/** Bytes that are copied in one call (S3 API, CopyObject). */
const MOST = 5 * 1024 ** 3;
const copies = (version: Version): boolean => isDigest(version) && version.size <= MOST;

/** Why it cannot be copied back so that anybody could tell that it is there again. */
function against(good: Version, { keeping }: Artifact): string | undefined {
  if (!isDigest(good)) return 'a copy of it would have another ETag';
  if (good.size > MOST) return 'it is greater than what is copied in one call';
  if (keeping?.versioning !== 'Enabled') return 'its bucket does not keep what a copy would write over';
  return keeping.encryption === 'AES256' ? undefined : 'its bucket encrypts a copy so that its ETag says nothing';
}

const S3_URI = /^s3:\/\/([^/]+)\/(.+)$/s;
const copy = (uri: string, { id, etag }: Version, account: string) => {
  const [, Bucket = '', Key = ''] = S3_URI.exec(uri) ?? [];
  const path = Key.split('/').map(encodeURIComponent).join('/');
  return {
    api: 'CopyObject',
    input: {
      ...{ Bucket, Key, ExpectedBucketOwner: account, ExpectedSourceBucketOwner: account },
      ...{ CopySource: `${Bucket}/${path}?versionId=${encodeURIComponent(id)}`, CopySourceIfMatch: `"${etag}"` },
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
      const undo = is && copies(is) && !artifact.malicious ? copy(uri, is, account) : undefined;
      return {
        do: 'step',
        call: copy(uri, good, account),
        // What serves the version already loads it when it scales out.
        effect: 'disruptive',
        expect: { artifacts: { [uri]: { is: { etag: good.etag } } } },
        ...(undo
          ? { undo }
          : { loses: is ? `version ${is.id} of ${uri} as the one that is there; it stays among its versions` : `that ${uri} is deleted` }),
        ask: true,
      };
    }
    const cut = artifact.cut ? ', among those that are read' : '';
    known.push(
      good
        ? `version ${good.id} of ${uri} is as registered, and is not copied back: ${why}`
        : `no version of ${uri} is as registered${cut}`,
    );
  }
  return { do: 'tell', why: wrong.length > 0 ? known.join('; ') : says.join('; ') };
}

/** What an approval was given to is an object that anybody who may write to the bucket can change. SageMaker recorded which it was. */
export const remediation: Remediation<ModelArtifactState, ModelArtifactTable, Calls, Record<string, never>> = {
  id: 'model-artifact',
  family: 'registry',
  title: 'What an approved model version is made of is what was registered, and holds no malware',
  severity: 'critical',
  standards: ['GuardDuty Object:S3/MaliciousFile', 'ATLAS AML.T0010', 'ATT&CK T1195.002'],
  triggers: [
    ...s3Objects(OBJECT, '.tar.gz'),
    guardDutyObjects(['Object:S3/MaliciousFile'], OBJECT),
    cloudtrail('sagemaker', { CreateModelPackage: named, UpdateModelPackage: named }),
  ],
  kind: modelArtifact,
  calls: ['UpdateModelPackage', 'CopyObject'],
  settings: z.strictObject({}),
  flaw(state) {
    const contained = isSetBack(state);
    if (!contained && state.approval !== 'Approved') return undefined;
    const { says } = judged(state);
    return says.length > 0 ? { says: says.join('; '), contained } : undefined;
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
