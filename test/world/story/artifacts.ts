/** Repositories and packages of CodeArtifact as a world file has them. */
import type { PackageFormat } from '@aws-sdk/client-codeartifact';
import * as z from 'zod/mini';
import type { CodeArtifact } from '../codeartifact.ts';
import { duration } from './duration.ts';

const may = z.enum(['ALLOW', 'BLOCK']);
const inDomain = { domain: z.string(), repository: z.string() };

/** `versions`: where each came from. A package stands in a repository of the file. */
export const artifacts = {
  artifactRepositories: z._default(
    z.array(
      z.strictObject({
        ...inDomain,
        description: z.optional(z.string()),
        connections: z._default(z.array(z.string()), []),
        tags: z._default(z.record(z.string(), z.string()), {}),
        age: z.optional(duration),
      }),
    ),
    [],
  ),
  artifactPackages: z._default(
    z.array(
      z.strictObject({
        ...inDomain,
        format: z._default(
          z.custom<PackageFormat>((f) => typeof f === 'string'),
          'pypi',
        ),
        namespace: z.optional(z.string()),
        package: z.string(),
        publish: may,
        upstream: may,
        versions: z._default(z.record(z.string(), z.enum(['here', 'upstream', 'public', 'unknown'])), {}),
      }),
    ),
    [],
  ),
};
const file = z.strictObject(artifacts);

export function furnishArtifacts(
  made: CodeArtifact,
  { artifactRepositories, artifactPackages }: z.infer<typeof file>,
  born: (age: number | undefined) => Date,
): void {
  for (const { age, ...repository } of artifactRepositories) made.place({ ...repository, createdTime: born(age) });
  for (const { publish, upstream, ...one } of artifactPackages) made.placePackage({ ...one, restrictions: { publish, upstream } });
}
