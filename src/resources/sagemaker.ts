/** What SageMaker's kinds share: how they are named, how a name is found from an ARN that has lost its capitals, and their tags. */
import { ListTagsCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { reader } from '../aws.ts';
import type { Ref, Resource, Wait } from '../engine/remediation.ts';
import { isArn, type Place, parseArn, placeOf, resource } from './arn.ts';
import { paged, tagged } from './reading.ts';

/** The `Resource` of a SageMaker thing of that name. `noun` is the type as ARNs have it. */
export function sagemaker(type: string, noun: string, place: Place, name: string): Resource {
  return resource(type, place, name, `arn:${place.partition}:sagemaker:${place.region}:${place.account}:${noun}/${name.toLowerCase()}`);
}

/**
 * The name a reference means. ARNs have it in lower case, so it is looked up; where nothing of that name is listed, the ARN's own
 * is as good as any. Whether NameContains heeds case is nowhere documented, hence the second, unfiltered listing.
 */
export async function nameOf(ref: Ref, names: (region: string, contains?: string) => AsyncIterable<string>): Promise<string> {
  if (!isArn(ref.id)) return ref.id;
  const { region } = placeOf(ref);
  const lower = parseArn(ref.id).id.toLowerCase();
  for (const contains of [lower, undefined]) {
    for await (const name of names(region, contains)) if (name.toLowerCase() === lower) return name;
  }
  return lower;
}

/** AWS names a status that nobody foresaw: what it allows is unknown. */
export class UnknownStatus extends Error {
  constructor(what: string, status: string) {
    super(`Unknown status of ${what}: ${status}`);
    this.name = 'UnknownStatus';
  }
}

/** What to wait for while a status passes by itself. Throws UnknownStatus. */
export function settling(what: string, status: string, passing: readonly string[], lasting: readonly string[]): Wait | undefined {
  if (lasting.includes(status)) return undefined;
  if (!passing.includes(status)) throw new UnknownStatus(what, status);
  return { do: 'wait', for: `${what}, which is ${status}`, again: 30 };
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
