/** What of S3 a version of a model is made of, as its specifications name it. */
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
  readonly uri: string;
  readonly etag: unknown;
  readonly many?: boolean;
}

/** Wherever it stands (SageMaker API, ModelPackageContainerDefinition, S3ModelDataSource, AdditionalS3DataSource), but for variables, whose names are anybody's. */
function* named(value: unknown): Generator<Named> {
  if (typeof value !== 'object' || value === null) return;
  const {
    ModelDataUrl,
    ModelDataETag,
    S3Uri,
    ETag,
    S3DataType,
    ManifestS3Uri,
    ManifestEtag,
    Environment: _,
    ...more
  } = value as Record<string, unknown>;
  if (ModelDataUrl) yield { uri: `${ModelDataUrl}`, etag: ModelDataETag };
  if (S3Uri) yield { uri: `${S3Uri}`, etag: ETag, many: S3DataType === 'S3Prefix' };
  if (ManifestS3Uri) yield { uri: `${ManifestS3Uri}`, etag: ManifestEtag };
  for (const inner of Object.values(more)) yield* named(inner);
}

/** Each once, however often it is named. What is not named as `s3://bucket/key` has neither. */
export function modelData(specifications: unknown): readonly ModelData[] {
  return [...Map.groupBy(named(specifications), ({ uri }) => uri)].map(([uri, all]) => {
    const [, bucket = '', key = ''] = /^s3:\/\/([\w.-]+)\/(.+)$/s.exec(uri) ?? [];
    const etags = [...new Set(all.flatMap(({ etag }) => bare(etag) || []))].sort();
    return { uri, bucket, key, many: all.some(({ many }) => many), etags };
  });
}

/** Whether the object is of it. */
export const isPart = ({ uri, many }: ModelData, object: string): boolean => (many ? object.startsWith(uri) : object === uri);
