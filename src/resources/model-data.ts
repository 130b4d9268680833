/** What of S3 a version of a model is made of, as its specifications name it. */
import type { AdditionalInferenceSpecificationDefinition, InferenceSpecification, S3ModelDataSource } from '@aws-sdk/client-sagemaker';
import { bare } from './object-versions.ts';

/** `key` is a whole one, or what the keys of several objects begin with: `many`. `etags`: those that SageMaker recorded, each once. */
export interface ModelData {
  readonly uri: string;
  readonly bucket: string;
  readonly key: string;
  readonly many: boolean;
  readonly etags: readonly string[];
}
interface Named {
  readonly uri: string | undefined;
  readonly etag?: string | undefined;
  readonly many?: boolean;
}

const URI = /^s3:\/\/([^/]+)\/(.+)$/s;

const ofSource = ({ S3Uri, S3DataType, ETag, ManifestS3Uri, ManifestEtag }: Partial<S3ModelDataSource>): readonly Named[] => [
  { uri: S3Uri, etag: ETag, many: S3DataType === 'S3Prefix' },
  { uri: ManifestS3Uri, etag: ManifestEtag },
];
type Container = NonNullable<InferenceSpecification['Containers']>[number];
/** Fields: SageMaker API, ModelPackageContainerDefinition, S3ModelDataSource, AdditionalS3DataSource. */
const ofContainer = (is: Container): readonly Named[] => [
  { uri: is.ModelDataUrl, etag: is.ModelDataETag },
  ...ofSource(is.ModelDataSource?.S3DataSource ?? {}),
  ...(is.AdditionalModelDataSources ?? []).flatMap(({ S3DataSource }) => ofSource(S3DataSource ?? {})),
  {
    uri: is.AdditionalS3DataSource?.S3Uri,
    etag: is.AdditionalS3DataSource?.ETag,
    many: is.AdditionalS3DataSource?.S3DataType === 'S3Prefix',
  },
];

/** Each once, whichever container names it. What is not named as `s3://bucket/key` stands under `strange`. */
export function modelData(
  ...specifications: readonly (InferenceSpecification | AdditionalInferenceSpecificationDefinition | undefined)[]
): { readonly data: readonly ModelData[]; readonly strange: readonly string[] } {
  const named = specifications.flatMap((one) => (one?.Containers ?? []).flatMap(ofContainer)).filter(({ uri }) => uri);
  const data: ModelData[] = [];
  const strange = new Set<string>();
  for (const [uri, all] of Map.groupBy(named, (one) => one.uri ?? '')) {
    const [, bucket, key] = URI.exec(uri) ?? [];
    if (!bucket || !key) {
      strange.add(uri);
      continue;
    }
    const etags = [...new Set(all.flatMap(({ etag }) => bare(etag) || []))].sort();
    data.push({ uri, bucket, key, many: all.some(({ many }) => many), etags });
  }
  return { data, strange: [...strange] };
}

/** Whether the object is of it. */
export const isPart = ({ uri, many }: ModelData, object: string): boolean => (many ? object.startsWith(uri) : object === uri);
