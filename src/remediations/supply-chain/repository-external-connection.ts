import * as z from 'zod/mini';
import { fits } from '../../engine/glob.ts';
import type { Remediation } from '../../engine/remediation.ts';
import {
  type ArtifactRepositoryState,
  type ArtifactRepositoryTable,
  artifactRepository,
  inDomain,
} from '../../resources/artifact-repository.ts';
import { cloudtrail } from '../../triggers/cloudtrail.ts';
import { repositoryCalled } from '../../triggers/code-artifact.ts';

const TYPE = 'AWS::CodeArtifact::Repository';

const settings = z.strictObject({
  /** What any repository may be connected to, as CodeArtifact names it: `public:pypi`. */
  allowedConnections: z._default(
    z.array(z.string().check(z.regex(/^public:[a-z0-9-]+$/, 'an external connection, such as public:pypi'))),
    [],
  ),
  /**
   * Repositories that are there to fetch public packages, by their names within their domain. One a domain and public repository is what AWS
   * means external connections for, and its console calls them `pypi-store`, `npm-store` (CodeArtifact guide, "Connect a CodeArtifact
   * repository to a public repository").
   */
  gateways: z._default(z.array(z.string().check(z.regex(/^[A-Za-z0-9._*-]{1,100}$/, 'the name of a repository, with * for any text'))), [
    '*-store',
  ]),
});
type Settings = z.infer<typeof settings>;
type Calls = 'DisassociateExternalConnection';

/** In alphabetical order, so that the same state always leads to the same call. */
function stray({ repository, connections }: ArtifactRepositoryState, { allowedConnections, gateways }: Settings): readonly string[] {
  if (gateways.some((glob) => fits(glob, repository))) return [];
  return Object.keys(connections)
    .filter((name) => !allowedConnections.includes(name))
    .sort();
}

/** What is upstream of a repository, and what that is connected to, is not judged: the connection is the gateway's, where one is looked for. */
export const remediation: Remediation<ArtifactRepositoryState, ArtifactRepositoryTable, Calls, Settings> = {
  id: 'repository-external-connection',
  family: 'supply-chain',
  title: 'The package repository fetches nothing from public repositories by itself',
  severity: 'high',
  standards: ['ATT&CK T1195.001', 'ATT&CK T1195.002', 'ATLAS AML.T0010'],
  triggers: [
    cloudtrail('codeartifact', {
      AssociateExternalConnection: { type: TYPE, id: repositoryCalled },
    }),
  ],
  kind: artifactRepository,
  calls: ['DisassociateExternalConnection'],
  undos: ['AssociateExternalConnection'],
  settings,
  flaw(state, { settings }) {
    const names = stray(state, settings);
    return names.length > 0 ? { says: `it fetches packages from ${names.join(', ')}`, contained: false } : undefined;
  },
  repair(state, r, { settings }) {
    const [externalConnection = ''] = stray(state, settings);
    const input = { ...inDomain(r), externalConnection };
    return {
      do: 'step',
      call: { api: 'DisassociateExternalConnection', input },
      // A build that asks for a package, or a version, which was never fetched before fails from then on.
      effect: 'disruptive',
      expect: { connections: { [externalConnection]: null } },
      undo: { api: 'AssociateExternalConnection', input },
    };
  },
};
