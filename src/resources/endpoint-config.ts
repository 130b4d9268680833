/** An endpoint configuration as content: what it says, whether a key means anything to it, and what its clone is called. */
import { createHash } from 'node:crypto';
import type {
  CreateEndpointConfigInput,
  DataCaptureConfig,
  DescribeEndpointConfigOutput,
  ProductionVariant,
} from '@aws-sdk/client-sagemaker';
import canonicalize from 'canonicalize';
import type { Plain } from '../engine/remediation.ts';
import { hasVolume } from './instance-type.ts';

/** All that a configuration says. Its name and tags are not content: DescribeEndpointConfig does not give the tags. */
export type EndpointConfig = Plain<Omit<CreateEndpointConfigInput, 'EndpointConfigName' | 'Tags'>>;

/** Throws away what AWS adds to a configuration. */
export function contentOf(described: DescribeEndpointConfigOutput & { $metadata?: unknown }): EndpointConfig {
  const { EndpointConfigName: _, EndpointConfigArn: __, CreationTime: ___, $metadata: ____, ...content } = described;
  return JSON.parse(JSON.stringify(content)) as EndpointConfig;
}

/** Where an endpoint's requests and answers are written, and the key named for it. */
export type Capture = { readonly to: string; readonly key?: string };
type Captured = Pick<Plain<DataCaptureConfig>, 'EnableCapture' | 'DestinationS3Uri' | 'KmsKeyId'>;

/** What is captured; undefined = nothing. Left unsaid, EnableCapture means yes (SageMaker API reference, DataCaptureConfig). */
export function captureOf(says: Captured | undefined): Capture | undefined {
  if (!says?.DestinationS3Uri || says.EnableCapture === false) return undefined;
  return { to: says.DestinationS3Uri, ...(says.KmsKeyId && { key: says.KmsKeyId }) };
}

function volumes(v: Plain<ProductionVariant>): boolean[] {
  if (v.ServerlessConfig) return [false];
  const types = [v.InstanceType, ...(v.InstancePools ?? []).map((pool) => pool.InstanceType)].filter((type) => type !== undefined);
  return types.length === 0 ? [true] : types.map(hasVolume);
}

/**
 * How much of a configuration its key would encrypt: the ML storage volumes of its instances, nothing else.
 * `none` is right by definition. SageMaker gives instances with NVMe storage no such volume, the hardware encrypts theirs, and a key
 * is ignored there or refused (SageMaker API reference: CreateEndpointConfig KmsKeyId, ResourceConfig VolumeSizeInGB).
 * Serverless variants have no volume either; a key would encrypt their copy of the image (SageMaker guide, "Create a serverless
 * endpoint configuration"). `some`: both sorts in one configuration, for which AWS has said that a key is refused and that it is not.
 */
export function encryptable(config: EndpointConfig): 'all' | 'some' | 'none' {
  const each = [...(config.ProductionVariants ?? []), ...(config.ShadowProductionVariants ?? [])].flatMap(volumes);
  if (!each.includes(true)) return 'none';
  return each.includes(false) ? 'some' : 'all';
}

const SUFFIX = /-mlw-[0-9a-f]{12}$/;
/** What every clone of a configuration of this name, or of one of its clones, begins with. At most 51 of the 63 characters a name may have. */
export const clonePrefix = (name: string): string => `${name.replace(SUFFIX, '').slice(0, 46)}-mlw-`;

/** The name that this content has among the clones: the same content, the same name. */
export function cloneName(name: string, content: EndpointConfig): string {
  const digest = createHash('sha256')
    .update(canonicalize(content) ?? '')
    .digest('hex');
  return `${clonePrefix(name)}${digest.slice(0, 12)}`;
}
