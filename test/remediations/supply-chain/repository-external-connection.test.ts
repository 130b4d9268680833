import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import type { AnyRemediation, Json } from '../../../src/engine/remediation.ts';
import { remediation } from '../../../src/remediations/supply-chain/repository-external-connection.ts';
import { type ArtifactRepositoryState, artifactRepositoryOf } from '../../../src/resources/artifact-repository.ts';
import { flaw, step } from '../promise.ts';

const PYPI = { 'public:pypi': 'pypi' };
const BOTH = { 'public:pypi': 'pypi', 'public:npmjs': 'npm' };

const given = (state: ArtifactRepositoryState, settings: Json = {}) => ({
  remediation: remediation as unknown as AnyRemediation,
  resource: artifactRepositoryOf({ partition: 'aws', account: '111122223333', region: 'eu-west-1' }, `churn/${state.repository}`),
  state,
  settings,
  // A call names the domain and the repository apart.
  through: state.repository,
});

test.each<[repository: string, connections: ArtifactRepositoryState['connections'], settings: Json, says: string | undefined]>([
  ['packages', {}, {}, undefined],
  ['packages', PYPI, {}, 'it fetches packages from public:pypi'],
  ['packages', BOTH, {}, 'it fetches packages from public:npmjs, public:pypi'],
  ['packages', PYPI, { allowedConnections: ['public:pypi'] }, undefined],
  ['packages', BOTH, { allowedConnections: ['public:pypi'] }, 'it fetches packages from public:npmjs'],
  ['pypi-store', PYPI, {}, undefined],
  ['pypi-store', PYPI, { gateways: [] }, 'it fetches packages from public:pypi'],
  ['pypi-store', PYPI, { gateways: ['public-*'] }, 'it fetches packages from public:pypi'],
  ['PyPI-Store', PYPI, {}, 'it fetches packages from public:pypi'],
  ['pypi-store-2', PYPI, {}, 'it fetches packages from public:pypi'],
])('of %s with %j under %j it says', (repository, connections, settings, says) =>
  expect(flaw(given({ repository, connections }, settings))?.says).toBe(says),
);

test('is cut off from one public repository after the other, and can be connected again', () => {
  const input = (externalConnection: string) => ({
    ...{ domain: 'churn', domainOwner: '111122223333', repository: 'packages' },
    externalConnection,
  });
  const scene = given({ repository: 'packages', connections: BOTH });
  const first = step(scene);
  expect(first.step).toMatchObject({
    effect: 'disruptive',
    call: { api: 'DisassociateExternalConnection', input: input('public:npmjs') },
    undo: { api: 'AssociateExternalConnection', input: input('public:npmjs') },
  });
  const second = step({ ...scene, state: first.after });
  expect(second.step.call.input).toEqual(input('public:pypi'));
  expect(flaw({ ...scene, state: second.after })).toBeUndefined();
});

test.each([
  [{ allowedConnections: ['pypi'] }, false],
  [{ allowedConnections: ['public:*'] }, false],
  [{ gateways: ['churn/packages'] }, false],
  [{ gateways: [''] }, false],
  [{ allowedConnections: ['public:maven-central'], gateways: ['*'] }, true],
])('whether %j is a setting: %s', (settings, is) => expect(z.safeParse(remediation.settings, settings).success).toBe(is));
