/** CloudTrail as a service: trails, and whether they log. That its events go on while none does is more than AWS does: see the rule. */
import type { CreateTrailRequest, LookupEventsRequest, Tag, Trail, UpdateTrailRequest } from '@aws-sdk/client-cloudtrail';
import type { Operations } from './cloudtrail.ts';
import { service } from './cloudtrail.ts';
import { lookup } from './cloudtrail-history.ts';
import type { Habitat, Service } from './habitat.ts';
import { AwsError, rule } from './habitat.ts';
import type { Shelf } from './stale.ts';
import { shelf } from './stale.ts';

rule('trail.born-silent', 'documented', 'a trail that is created by API does not log before StartLogging', 'CloudTrail API, StartLogging');
rule('trail.by-both', 'documented', 'a trail is named by its name or its ARN', 'CloudTrail API, GetTrailStatus');
rule('trail.listed', 'documented', 'ListTrails lists all of the account, of all Regions', 'CloudTrail API, ListTrails');
rule(
  'trail.unknown',
  'observed',
  'TrailNotFoundException: "Unknown trail: <arn> for the user: <account>"',
  'public issues of the AWS CLI and Terraform',
);
rule('trail.again', 'assumed', 'starting what logs and stopping what is stopped succeeds', 'not said in the API reference');
rule(
  'trail.events',
  'assumed',
  'calls reach EventBridge while no trail logs; in AWS they do not (EventBridge guide, "AWS service events via CloudTrail"), and the sweep finds it',
  'the world has no event that is not delivered for that',
);

interface Kept extends Trail {
  readonly Name: string;
  readonly TrailARN: string;
  readonly logging: boolean;
  readonly tags: readonly Tag[];
}
export interface GivenTrail {
  readonly Name: string;
  /** Whose it is, where it is an organization's and not this account's; and its home, where that is elsewhere. */
  readonly account?: string | undefined;
  readonly HomeRegion?: string | undefined;
  readonly logging?: boolean | undefined;
  readonly tags?: readonly Tag[] | undefined;
}
export interface Trails extends Service {
  /** By ARN. */
  readonly shelf: Shelf<Kept>;
  /** Furnishes a trail that has always been there. */
  place(given: GivenTrail): void;
}
interface Named {
  readonly Name?: string;
}

export function trails(habitat: Habitat): Trails {
  const kept = shelf<Kept>(habitat, 5);
  return {
    ...service(habitat, 'cloudtrail', { reads: reads(habitat, kept), writes: writes(habitat, kept) }),
    shelf: kept,
    place({ account = habitat.account, HomeRegion = habitat.region, logging = true, tags = [], Name }) {
      const TrailARN = `arn:aws:cloudtrail:${HomeRegion}:${account}:trail/${Name}`;
      const IsOrganizationTrail = account !== habitat.account;
      kept.place(TrailARN, { ...USUAL, Name, TrailARN, HomeRegion, IsOrganizationTrail, logging, tags });
    },
  };
}

const USUAL = { S3BucketName: 'audit', IsMultiRegionTrail: true, IncludeGlobalServiceEvents: true, LogFileValidationEnabled: true };
const arnOf = ({ account, region }: Habitat, { Name = '' }: Named): string =>
  Name.startsWith('arn:') ? Name : `arn:aws:cloudtrail:${region}:${account}:trail/${Name}`;
const found = (habitat: Habitat, is: Kept | undefined, named: Named): Kept => {
  if (is) return is;
  throw new AwsError('TrailNotFoundException', `Unknown trail: ${arnOf(habitat, named)} for the user: ${habitat.account}`);
};

function reads(habitat: Habitat, kept: Shelf<Kept>): Operations['reads'] {
  const read = (named: Named) => found(habitat, kept.read(arnOf(habitat, named)), named);
  return {
    ListTrails: () => ({ Trails: kept.list().map(({ Name, TrailARN, HomeRegion }) => ({ Name, TrailARN, HomeRegion })) }),
    GetTrail(named: Named) {
      const { logging: _, tags: __, ...Trail } = read(named);
      return { Trail };
    },
    LookupEvents: (asked: LookupEventsRequest) => lookup(habitat, asked),
    GetTrailStatus: (named: Named) => ({ IsLogging: read(named).logging }),
    ListTags: ({ ResourceIdList = [] }: { readonly ResourceIdList?: readonly string[] }) => ({
      ResourceTagList: ResourceIdList.map((ResourceId) => ({ ResourceId, TagsList: read({ Name: ResourceId }).tags })),
    }),
  };
}

function writes(habitat: Habitat, kept: Shelf<Kept>): Operations['writes'] {
  const truth = (named: Named) => found(habitat, kept.truth(arnOf(habitat, named)), named);
  const change = (named: Named, to: Partial<Kept>) => {
    const is = truth(named);
    kept.put(is.TrailARN, { ...is, ...to });
  };
  return {
    StartLogging: (named: Named) => change(named, { logging: true }),
    StopLogging: (named: Named) => change(named, { logging: false }),
    DeleteTrail: (named: Named) => kept.put(truth(named).TrailARN, undefined),
    CreateTrail({ Name = '', TagsList: tags = [], ...given }: CreateTrailRequest) {
      const TrailARN = arnOf(habitat, { Name });
      if (kept.truth(TrailARN))
        throw new AwsError('TrailAlreadyExistsException', `Trail ${Name} already exists for customer: ${habitat.account}`);
      kept.put(TrailARN, { ...USUAL, ...given, Name, TrailARN, HomeRegion: habitat.region, logging: false, tags });
      return { Name, TrailARN };
    },
    UpdateTrail({ Name, ...to }: UpdateTrailRequest) {
      change({ ...(Name && { Name }) }, to);
      return { Name, TrailARN: arnOf(habitat, { ...(Name && { Name }) }) };
    },
    RemoveTags({ ResourceId = '', TagsList = [] }: { readonly ResourceId?: string; readonly TagsList?: readonly Tag[] }) {
      const left = truth({ Name: ResourceId }).tags.filter(({ Key }) => !TagsList.some((gone) => gone.Key === Key));
      change({ Name: ResourceId }, { tags: left });
    },
  };
}
