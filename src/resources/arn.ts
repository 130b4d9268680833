/** What a reference says of where a resource is, and the one key a resource goes by. */
import { partitionOf } from '../engine/read.ts';
import type { Ref, Resource } from '../engine/remediation.ts';

/** The text is no ARN of the six parts that AWS documents (IAM user guide, "Identify AWS resources with ARNs"). */
export class UnreadableArn extends Error {
  constructor(text: string) {
    super(`Not an ARN that names a resource: ${text}`);
    this.name = 'UnreadableArn';
  }
}

export interface Place {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
}
/** `id` is all behind the type: a role's path and name, a notebook's name in lower case. */
export interface Arn extends Place {
  readonly service: string;
  readonly type: string;
  readonly id: string;
}

const ARN = /^arn:(aws[a-z-]*):([a-z0-9-]+):([a-z0-9-]*):(\d{12}|aws|):(?:([a-z-]+)[/:])?(\S+)$/;

/** Throws UnreadableArn. */
export function parseArn(text: string): Arn {
  const [, partition, service, region, account, type, id] = ARN.exec(text) ?? [];
  if (!partition || !service || !id) throw new UnreadableArn(text);
  return { partition, service, region: region ?? '', account: account ?? '', type: type ?? '', id };
}
/** The name at the end of a path: what a user, a role or a policy is called. */
export const leaf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
export const isArn = (id: string): boolean => id.startsWith('arn:');

/** Where a reference points: an ARN knows best, because findings are forwarded to other accounts and Regions. */
export function placeOf(ref: Ref): Place {
  if (!isArn(ref.id)) return { partition: partitionOf(ref.region), account: ref.account, region: ref.region };
  const { partition, account, region } = parseArn(ref.id);
  return { partition, account: account || ref.account, region: region || 'aws-global' };
}

/**
 * SageMaker and IAM fold case: names that differ only in case are one resource, and SageMaker's ARNs have them in lower case. Where it is
 * not known that a service does, `id` is the name as it is: two keys for one resource could not happen, one key for two would be worse.
 */
export function resource(
  type: string,
  { partition, account, region }: Place,
  name: string,
  arn: string,
  id = name.toLowerCase(),
): Resource {
  return { key: `${partition}/${type}/${account}/${region}/${id}`, type, arn, name, account, region };
}
