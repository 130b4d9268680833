/** AWS::SageMaker::ModelPackage with the objects in S3 that it is made of, found by them, too. */
import { CopyObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { BatchDescribeModelPackageCommand, type DescribeModelPackageOutput, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { reader, writer } from '../aws.ts';
import type { Kind, Ref, Resource, Table } from '../engine/remediation.ts';
import { home } from './home.ts';
import { isPart, type ModelData, modelData } from './model-data.ts';
import { described, type Said, saidOf, api as setting, version } from './model-version.ts';
import { isOf, type Malicious, maliciousIn } from './object-findings.ts';
import { type Keeping, type Kept, keepingOf, type Version, versionsOf } from './object-versions.ts';

/** An object of S3 goes by `s3://bucket/key`: keys may hold what no ARN may. */
export const OBJECT = 'AWS::S3::Object';

/**
 * One object, or all that begin with a prefix. `etags`: those recorded when it was registered. `is`: the version that is there; missing where
 * there is none. `good`: the newest earlier version that is as recorded, and `keeping` how its bucket keeps objects, where it is not there any
 * more. `changed`: of a prefix, what was put there or deleted since. `malicious`: GuardDuty's finding about what is there. `cut`: not all
 * versions were read. `unseen`: why nothing can be seen.
 */
export type Artifact = {
  readonly etags: readonly string[];
  readonly is?: Version;
  readonly good?: Version;
  readonly keeping?: Keeping;
  readonly changed?: readonly string[];
  readonly malicious?: string;
  readonly cut?: true;
  readonly unseen?: string;
};
/** All else is as the other kind of model packages has it: both are held by one lock. `artifacts`: by their URI, of what is not rejected. */
export type ModelArtifactState = Said & {
  readonly created: string;
  readonly artifacts: { readonly [uri: string]: Artifact };
};

const api = {
  ...setting,
  CopyObject: {
    client: (r: Resource) => writer(S3Client, r),
    command: CopyObjectCommand,
    iam: ['s3:GetObjectVersion', 's3:PutObject'],
    // Nothing of ours ever puts there what was not there before (service authorization reference, Amazon S3).
    only: { 's3:PutObject': { Null: { 's3:x-amz-copy-source': 'false' } } },
  },
} satisfies Table;
export type ModelArtifactTable = typeof api;

/** Whether what is there is what was registered. Of what SageMaker recorded nothing, it may not have come later. */
export const isAsRegistered = (etags: readonly string[], is: Version, created: string): boolean =>
  etags.length > 0 ? etags.every((etag) => etag === is.etag) : is.at <= created;

async function oneOf(r: Resource, data: ModelData, { is, earlier }: Kept, found: readonly Malicious[], created: string): Promise<Artifact> {
  const malicious = (of: Version) => found.find((one) => isOf(one, data.key, of));
  // What SageMaker recorded nothing of is to be what was there when the version was registered.
  const then = data.etags.length > 0 ? undefined : [is, ...earlier].find((one) => one && one.at <= created);
  const etags = then ? [then.etag] : data.etags;
  const bad = is && malicious(is);
  const seen: Artifact = { etags, ...(is && { is }), ...(bad && { malicious: bad.finding }) };
  if (is && !bad && isAsRegistered(etags, is, created)) return seen;
  const good = etags.length === 1 ? earlier.find((one) => one.etag === etags[0] && !malicious(one)) : undefined;
  return good ? { ...seen, good, keeping: await keepingOf(r, data.bucket) } : seen;
}

/** SageMaker records nothing of what a prefix stands for: what was put there or deleted since it was registered is told, a few of it by name. */
function manyOf(kept: ReadonlyMap<string, Kept>, found: readonly Malicious[], created: string): Artifact {
  const all = [...kept];
  const changed = all.flatMap(([key, { is, deleted }]) => ((is?.at ?? deleted ?? '') > created ? [key] : []));
  const bad = found.find((one) => all.some(([key, { is }]) => is && isOf(one, key, is)));
  return { etags: [], changed: changed.slice(0, 3), ...(bad && { malicious: bad.finding }) };
}

async function artifactOf(r: Resource, data: ModelData, found: readonly Malicious[], created: string): Promise<Artifact> {
  if (!data.key) return { etags: data.etags, unseen: 'it is no s3://bucket/key' };
  const seen = await versionsOf(r, data.bucket, data.key, !data.many);
  if ('unseen' in seen) return { etags: data.etags, unseen: seen.unseen };
  const { kept, cut } = seen;
  const is = data.many ? manyOf(kept, found, created) : await oneOf(r, data, kept.get(data.key) ?? { earlier: [] }, found, created);
  return { ...is, ...(cut && { cut: true }) };
}

/** GuardDuty compares a field with so many (GuardDuty guide, "Filtering findings"). */
const VALUES = 50;

async function artifactsOf(r: Resource, is: DescribeModelPackageOutput, created: string): Promise<ModelArtifactState['artifacts']> {
  const data = modelData([is.InferenceSpecification, is.AdditionalInferenceSpecifications]);
  const artifacts = [...Map.groupBy(data, ({ bucket }) => bucket)].map(async ([bucket, all]) => {
    // Whoever may write there can have more found there than a look has time to read.
    const keys = all.length > VALUES || all.some(({ many }) => many) ? undefined : all.map(({ key }) => key);
    const found = bucket ? await maliciousIn(bucket, keys) : [];
    return await Promise.all(all.map(async (one) => [one.uri, await artifactOf(r, one, found, created)] as const));
  });
  return Object.fromEntries((await Promise.all(artifacts)).flat());
}

/** SageMaker describes so many at once (SageMaker API, BatchDescribeModelPackage). */
const BATCH = 100;

/** The approved versions that are made of the object. Of additional specifications nothing is told here: those are found by the sweep. */
async function madeOf({ id }: Ref): Promise<readonly Resource[]> {
  const approved = await Array.fromAsync(version.list());
  const found: Resource[] = [];
  for (let from = 0; from < approved.length; from += BATCH) {
    const batch = approved.slice(from, from + BATCH);
    const asked = new BatchDescribeModelPackageCommand({ ModelPackageArnList: batch.map(({ arn }) => arn) });
    const { ModelPackageSummaries: told = {} } = await reader(SageMakerClient, home()).send(asked);
    const others = Object.values(told).filter((one) => !modelData(one.InferenceSpecification).some((data) => isPart(data, id)));
    // What is not told of has to be looked at.
    found.push(...batch.filter(({ arn }) => !others.some((one) => one.ModelPackageArn === arn)));
  }
  return found;
}

export const modelArtifact: Kind<ModelArtifactState, ModelArtifactTable> = {
  ...version,
  types: [...version.types, OBJECT],
  api,
  reads: [
    ...['sagemaker:DescribeModelPackage', 'sagemaker:ListModelPackages', 'sagemaker:BatchDescribeModelPackage'],
    ...['s3:ListBucketVersions', 's3:GetBucketVersioning', 's3:GetEncryptionConfiguration'],
    ...['guardduty:ListDetectors', 'guardduty:ListFindings', 'guardduty:GetFindings'],
  ],
  arns: [...version.arns, `arn:\${AWS::Partition}:s3:::*`],
  locate: async (ref) => (ref.type === OBJECT ? await madeOf(ref) : await version.locate(ref)),
  async inspect(r) {
    const is = await described(r);
    if (!is) return undefined;
    const { born, ...said } = saidOf(is);
    const judged = said.approval !== 'Rejected' && said.status !== 'Failed';
    return { born, state: { ...said, created: born, artifacts: judged ? await artifactsOf(r, is, born) : {} }, linked: ['sagemaker'] };
  },
};
