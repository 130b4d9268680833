/** Packages of CodeArtifact: where their versions came from, and where the next may come from. */
import type { PackageFormat, PackageOriginRestrictions, PackageVersionSummary } from '@aws-sdk/client-codeartifact';
import type { Operations } from './cloudtrail.ts';
import { type InDomain, type KeptPackage, type KeptRepository, type Origin, packageKey, repositoryKey } from './codeartifact-kept.ts';
import { ours, told } from './codeartifact-repositories.ts';
import type { Habitat } from './habitat.ts';
import { AwsError, rule } from './habitat.ts';
import type { Shelf } from './stale.ts';

const GUIDE = 'CodeArtifact guide, "Editing package origin controls"';
rule(
  'codeartifact.origin-put',
  'documented',
  'restrictions are set both at once; where there is no such package, one without versions is made with them',
  'CodeArtifact API, PutPackageOriginConfiguration',
);
rule(
  'codeartifact.origin-first',
  'documented',
  'the first version decides: published, a package is ALLOW and its upstream BLOCK; fetched, it is the other way round',
  GUIDE,
);
rule(
  'codeartifact.versions-stay',
  'documented',
  'versions that are there stay, whatever the restrictions become: they say how new ones are added',
  `${GUIDE}; CodeArtifact API, PackageOriginRestrictions`,
);
rule(
  'codeartifact.domain-entry',
  'documented',
  'a version that came by an upstream keeps the repository that it was published to, or the connection that it was fetched by, as its entry',
  'CodeArtifact API, DomainEntryPoint',
);
rule('codeartifact.list-filter', 'documented', 'ListPackages filters by publish and upstream', 'CodeArtifact API, ListPackages');

type Asked = InDomain & {
  readonly domainOwner?: string;
  readonly format: PackageFormat;
  readonly namespace?: string;
  readonly package: string;
};

function present(kept: KeptPackage | undefined, asked: Asked): KeptPackage {
  if (kept) return kept;
  throw new AwsError('ResourceNotFoundException', `Package not found. Package '${packageKey(asked)}' does not exist.`, 404);
}

const ENTRY: Readonly<Record<Origin, (repository: string) => PackageVersionSummary['origin']>> = {
  here: (repositoryName) => ({ domainEntryPoint: { repositoryName }, originType: 'INTERNAL' }),
  upstream: (repository) => ({ domainEntryPoint: { repositoryName: `${repository}-upstream` }, originType: 'INTERNAL' }),
  public: () => ({ domainEntryPoint: { externalConnectionName: 'public:pypi' }, originType: 'EXTERNAL' }),
  unknown: () => ({ originType: 'UNKNOWN' }),
};

const summary = ({ format, namespace, restrictions }: KeptPackage) => ({
  format,
  ...(namespace && { namespace }),
  originConfiguration: { restrictions },
});

interface Page {
  readonly nextToken?: string;
  readonly maxResults?: number;
}
function paged<T, N extends string>(name: N, all: readonly T[], { nextToken = '0', maxResults = 100 }: Page) {
  const from = Number(nextToken);
  const next = from + maxResults < all.length ? { nextToken: String(from + maxResults) } : {};
  return { [name]: all.slice(from, from + maxResults), ...next };
}

export function packageOperations(habitat: Habitat, repositories: Shelf<KeptRepository>, kept: Shelf<KeptPackage>): Operations {
  const read = (asked: Asked): KeptPackage => {
    ours(habitat, asked);
    told(repositories.truth(repositoryKey(asked)), asked);
    return present(kept.read(packageKey(asked)), asked);
  };
  return {
    reads: {
      DescribePackage(asked: Asked) {
        const is = read(asked);
        return { package: { ...summary(is), name: is.package } };
      },
      ListPackages({ publish, upstream, ...asked }: InDomain & Page & Partial<PackageOriginRestrictions>) {
        told(repositories.truth(repositoryKey(asked)), asked);
        const all = kept
          .list()
          .filter((one) => repositoryKey(one) === repositoryKey(asked))
          .filter(({ restrictions: is }) => (publish ?? is.publish) === is.publish && (upstream ?? is.upstream) === is.upstream)
          .map((one) => ({ ...summary(one), package: one.package }));
        return paged('packages', all, asked);
      },
      ListPackageVersions(asked: Asked & Page) {
        const is = read(asked);
        const versions = Object.entries(is.versions).map(([version, origin]) => ({
          version,
          status: 'Published',
          origin: ENTRY[origin](is.repository),
        }));
        return paged('versions', versions, asked);
      },
    },
    writes: {
      PutPackageOriginConfiguration({ restrictions, ...asked }: Asked & { readonly restrictions: PackageOriginRestrictions }) {
        ours(habitat, asked);
        told(repositories.truth(repositoryKey(asked)), asked);
        const { domainOwner: _, ...named } = asked;
        kept.put(packageKey(asked), { versions: {}, ...kept.truth(packageKey(asked)), ...named, restrictions });
        return { originConfiguration: { restrictions } };
      },
      DeletePackage(asked: Asked) {
        ours(habitat, asked);
        const gone = present(kept.truth(packageKey(asked)), asked);
        kept.put(packageKey(asked), undefined);
        return { deletedPackage: { ...summary(gone), package: gone.package } };
      },
    },
  };
}
