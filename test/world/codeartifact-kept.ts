/** What CodeArtifact keeps, and by which key. */
import type { PackageFormat, PackageOriginRestrictions } from '@aws-sdk/client-codeartifact';

export interface InDomain {
  readonly domain: string;
  readonly repository: string;
}
export interface KeptRepository extends InDomain {
  readonly description?: string | undefined;
  readonly connections: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly createdTime: Date;
}

/** `here`: published to this repository; `upstream`: to another of the domain; `public`: fetched from outside. */
export type Origin = 'here' | 'upstream' | 'public' | 'unknown';
export interface KeptPackage extends InDomain {
  readonly format: PackageFormat;
  readonly namespace?: string | undefined;
  readonly package: string;
  readonly restrictions: PackageOriginRestrictions;
  readonly versions: Readonly<Record<string, Origin>>;
}
export const repositoryKey = ({ domain, repository }: InDomain): string => `${domain}/${repository}`;
type Packaged = Pick<KeptPackage, 'domain' | 'repository' | 'format' | 'namespace' | 'package'>;
export const packageKey = ({ format, namespace = '', package: name, ...where }: Packaged): string =>
  [repositoryKey(where), format, namespace, name].join('/');
