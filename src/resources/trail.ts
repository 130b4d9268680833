/** AWS::CloudTrail::Trail of this account whose home is this Region. Its shadows in other Regions, and an organization's, are somebody else's to start. */
import {
  CloudTrailClient,
  GetTrailCommand,
  GetTrailStatusCommand,
  ListTagsCommand,
  ListTrailsCommand,
  StartLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { reader, writer } from '../aws.ts';
import type { Kind, Resource, Table } from '../engine/remediation.ts';
import { ACCOUNT } from './account.ts';
import { isArn, type Place, parseArn, placeOf, resource } from './arn.ts';
import { here } from './home.ts';
import { namesSageMaker } from './ml-link.ts';
import { given, orMissing, paged, tagged } from './reading.ts';

const TYPE = 'AWS::CloudTrail::Trail';

export type TrailState = { readonly logging: boolean };

const api = {
  StartLogging: { client: (r: Resource) => writer(CloudTrailClient, r), command: StartLoggingCommand, iam: ['cloudtrail:StartLogging'] },
} satisfies Table;
export type TrailTable = typeof api;

export const trailOf = (place: Place, name: string): Resource =>
  resource(TYPE, place, name, `arn:${place.partition}:cloudtrail:${place.region}:${place.account}:trail/${name}`, name);

/** The ARN of an organization's trail names the management account, and every ARN the home Region (CloudTrail guide, "Creating a trail for an organization"). */
async function* own(): AsyncGenerator<Resource> {
  const { account, region } = here();
  const listed = paged(
    (NextToken) => reader(CloudTrailClient, { region }).send(new ListTrailsCommand({ NextToken })),
    (page) => page.Trails,
    (page) => page.NextToken,
  );
  for await (const { TrailARN } of listed) {
    const arn = parseArn(given(TrailARN, 'TrailARN'));
    if (arn.account === account && arn.region === region) yield trailOf(arn, arn.id);
  }
}

async function tagsOf({ region, arn }: Resource) {
  const pages = paged(
    (NextToken) => orMissing(reader(CloudTrailClient, { region }).send(new ListTagsCommand({ ResourceIdList: [arn], NextToken }))),
    (page) => page?.ResourceTagList,
    (page) => page?.NextToken,
  );
  return (await Array.fromAsync(pages)).flatMap(({ TagsList = [] }) => TagsList);
}

export const trail: Kind<TrailState, TrailTable> = {
  types: [TYPE, ACCOUNT],
  api,
  reads: ['cloudtrail:GetTrail', 'cloudtrail:GetTrailStatus', 'cloudtrail:ListTags', 'cloudtrail:ListTrails'],
  arns: [`arn:\${AWS::Partition}:cloudtrail:\${AWS::Region}:\${AWS::AccountId}:trail/*`],
  lag: 30,
  /** What is said of the account is said of all of its trails. */
  async locate(ref) {
    if (ref.type === ACCOUNT) return await Array.fromAsync(own());
    return [trailOf(placeOf(ref), isArn(ref.id) ? parseArn(ref.id).id : ref.id)];
  },
  list: own,
  tags: async (r) => tagged(await tagsOf(r)),
  /** CloudTrail tells no time of creation: a trail that was deleted and created again is taken for the same. */
  async inspect(r) {
    const client = reader(CloudTrailClient, r);
    const [is, status] = await Promise.all([
      orMissing(client.send(new GetTrailCommand({ Name: r.arn }))),
      orMissing(client.send(new GetTrailStatusCommand({ Name: r.arn }))),
    ]);
    if (!is?.Trail || !status) return undefined;
    return {
      born: 'at a time that CloudTrail does not tell',
      state: { logging: given(status.IsLogging, 'IsLogging') },
      linked: namesSageMaker([is.Trail, await tagsOf(r)]),
    };
  },
};
