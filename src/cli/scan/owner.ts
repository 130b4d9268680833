/** Who owns a resource, by the tag that says so. */
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { ListTagsCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { reader } from '../../aws.ts';
import type { Resource } from '../../engine/remediation.ts';
import { paged } from '../../resources/reading.ts';

export const UNKNOWN = 'unknown';
interface Tag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

async function tagsOf(r: Resource): Promise<readonly Tag[]> {
  if (r.type === 'AWS::IAM::Role') return (await reader(IAMClient, r).send(new GetRoleCommand({ RoleName: r.name }))).Role?.Tags ?? [];
  if (!r.type.startsWith('AWS::SageMaker::')) return [];
  const client = reader(SageMakerClient, r);
  const page = (NextToken: string | undefined) => client.send(new ListTagsCommand({ ResourceArn: r.arn, NextToken }));
  return await Array.fromAsync(
    paged(
      page,
      (p) => p.Tags,
      (p) => p.NextToken,
    ),
  );
}

/** `unread`: why the tags could not be read; the owner is not known then. Keys of tags are compared as they are written. */
export async function ownerOf(r: Resource, key: string | undefined): Promise<{ readonly owner: string; readonly unread?: string }> {
  if (key === undefined) return { owner: UNKNOWN };
  try {
    const tag = (await tagsOf(r)).find(({ Key }) => Key === key);
    return { owner: tag?.Value || UNKNOWN };
  } catch (error) {
    return { owner: UNKNOWN, unread: `${(error as Error).name}: ${(error as Error).message}` };
  }
}
