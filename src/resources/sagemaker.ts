/** What SageMaker's kinds share: how they are named, how a name is found from an ARN that has lost its capitals, and their tags. */
import { ListTagsCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { reader } from '../aws.ts';
import type { Ref, Resource } from '../engine/remediation.ts';
import { isArn, type Place, parseArn, placeOf, resource } from './arn.ts';
import { home } from './home.ts';
import { given, paged, tagged } from './reading.ts';

/** The `Resource` of a SageMaker thing of that name. `noun` is the type as ARNs have it. */
export function sagemaker(type: string, noun: string, place: Place, name: string): Resource {
  return resource(type, place, name, `arn:${place.partition}:sagemaker:${place.region}:${place.account}:${noun}/${name.toLowerCase()}`);
}

/** For IAM: everything of that noun. */
export const every = (noun: string): string => `arn:\${AWS::Partition}:sagemaker:\${AWS::Region}:\${AWS::AccountId}:${noun}/*`;

interface Listed {
  readonly name: string | undefined;
  readonly arn: string | undefined;
}
/** What SageMaker lists in a Region; with `contains`, at least whose name has that text in it. */
export type Listing = (region: string, contains?: string) => AsyncIterable<Listed>;

interface Asked {
  readonly NextToken: string | undefined;
  readonly MaxResults: number;
  readonly NameContains?: string;
}
/** `ask`: for one page of it. */
export const listing =
  <P extends { NextToken?: string | undefined }>(
    ask: (client: SageMakerClient, asked: Asked) => Promise<P>,
    items: (page: P) => readonly Listed[] | undefined,
  ): Listing =>
  (region, contains) =>
    paged(
      (NextToken) => ask(reader(SageMakerClient, { region }), { NextToken, MaxResults: 100, ...(contains && { NameContains: contains }) }),
      items,
      (page) => page.NextToken,
    );

/** The name an ARN means, which has lost its capitals there. Nothing where nothing of that name is listed. */
async function listedAs(arn: string, region: string, listed: Listing): Promise<string | undefined> {
  const lower = parseArn(arn).id.toLowerCase();
  // Whether NameContains heeds case is nowhere documented, hence the second, unfiltered listing.
  for (const contains of [lower, undefined]) {
    for await (const { name } of listed(region, contains)) if (name?.toLowerCase() === lower) return name;
  }
  return undefined;
}

/** The name a reference means. Where nothing of that name is listed, the ARN's own is as good as any. */
export async function nameOf(ref: Ref, listed: Listing): Promise<string> {
  if (!isArn(ref.id)) return ref.id;
  return (await listedAs(ref.id, placeOf(ref).region, listed)) ?? parseArn(ref.id).id.toLowerCase();
}

export async function tags({ region, arn: ResourceArn }: Resource): Promise<Readonly<Record<string, string>>> {
  const client = reader(SageMakerClient, { region });
  const pages = paged(
    (NextToken) => client.send(new ListTagsCommand({ ResourceArn, NextToken })),
    (page) => page.Tags,
    (page) => page.NextToken,
  );
  return tagged(await Array.fromAsync(pages));
}

/** What an ARN means, where it is listed. */
export async function listedOf(ref: Ref, type: string, noun: string, listed: Listing): Promise<readonly Resource[]> {
  const place = placeOf(ref);
  const name = await listedAs(ref.id, place.region, listed);
  return name ? [sagemaker(type, noun, place, name)] : [];
}

/** What is the same in all of its kinds: each is found, listed and read the tags of by its name. */
export const named = (type: string, noun: string, listed: Listing) => ({
  async locate(ref: Ref): Promise<readonly Resource[]> {
    return [sagemaker(type, noun, placeOf(ref), await nameOf(ref, listed))];
  },
  async *list(): AsyncGenerator<Resource> {
    for await (const { name, arn } of listed(home().region)) {
      yield sagemaker(type, noun, parseArn(given(arn, `ARN of a ${noun}`)), given(name, `name of a ${noun}`));
    }
  },
  tags,
  tagRights: { reads: ['sagemaker:ListTags'], arns: [every(noun)] },
});
