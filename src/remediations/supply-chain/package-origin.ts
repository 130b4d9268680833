import * as z from 'zod/mini';
import { fits } from '../../engine/glob.ts';
import type { Remediation } from '../../engine/remediation.ts';
import { type ArtifactPackageState, type ArtifactPackageTable, artifactPackage, pathOf } from '../../resources/artifact-package.ts';
import { cloudtrail } from '../../triggers/cloudtrail.ts';
import { packageCalled } from '../../triggers/code-artifact.ts';

const TYPE = 'AWS::CodeArtifact::Package';
const PATH = /^[^/\s]+\/[^/\s]+\/[^/\s]+\/[^/\s]*\/[^/\s]+$/;

const settings = z.strictObject({
  /**
   * Packages that are meant to come from both, such as a public one with patches of ours, by their path: `domain/repository/format/namespace/name`, each
   * with * for any text. The namespace is empty where there is none: `churn/packages/pypi//torch`.
   */
  mixed: z._default(z.array(z.string().check(z.regex(PATH, 'domain/repository/format/namespace/name, with * for any text'))), []),
});
type Settings = z.infer<typeof settings>;

/**
 * Whoever publishes a higher version of our own package's name in public is built in: dependency confusion. A package that nobody may publish
 * here, and that nobody has, is a public one and right with `upstream` ALLOW.
 */
export const remediation: Remediation<ArtifactPackageState, ArtifactPackageTable, 'PutPackageOriginConfiguration', Settings> = {
  id: 'package-origin',
  family: 'supply-chain',
  title: 'New versions of a package of our own come from nobody but us',
  severity: 'high',
  standards: ['codeartifact_packages_external_public_publishing_disabled', 'ATT&CK T1195.001', 'ATT&CK T1195.002', 'ATLAS AML.T0010'],
  triggers: [
    cloudtrail('codeartifact', {
      PutPackageOriginConfiguration: { type: TYPE, id: packageCalled },
    }),
  ],
  kind: artifactPackage,
  calls: ['PutPackageOriginConfiguration'],
  settings,
  flaw({ package: path, publish, upstream, versions }, { settings }) {
    if (upstream === 'BLOCK' || settings.mixed.some((glob) => fits(glob, path))) return undefined;
    if (publish === 'ALLOW') return { says: 'it is published here, and may be fetched from elsewhere, too', contained: false };
    return versions?.own ? { says: 'it has versions of our own, and new ones may be fetched from elsewhere', contained: false } : undefined;
  },
  repair({ publish, upstream, versions }, r) {
    // A public package may have patches of ours (CodeArtifact guide, "Common package access control scenarios"): blocked, it would stop at its
    // last version, and be missed by the next build.
    const mayBePublic = versions?.fetched && !(versions.own && publish === 'ALLOW');
    if (mayBePublic)
      return {
        do: 'tell',
        why: 'versions of it were fetched from elsewhere: whether it is a public package or one of ours, people must say',
      };
    const put = (to: string) =>
      ({
        api: 'PutPackageOriginConfiguration',
        input: { ...pathOf(r), restrictions: { publish: publish as 'ALLOW', upstream: to as 'BLOCK' } },
      }) as const;
    return {
      do: 'step',
      call: put('BLOCK'),
      // A build that asks for a version which only an upstream has fails from then on.
      effect: 'disruptive',
      expect: { upstream: 'BLOCK' },
      undo: put(upstream),
    };
  },
};
