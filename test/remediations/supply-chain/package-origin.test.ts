import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import type { AnyRemediation, Json } from '../../../src/engine/remediation.ts';
import { remediation } from '../../../src/remediations/supply-chain/package-origin.ts';
import { type ArtifactPackageState, artifactPackageOf } from '../../../src/resources/artifact-package.ts';
import { flaw, next, step } from '../promise.ts';

const PATH = 'churn/packages/pypi//features';
const NONE = { own: false, fetched: false };
const OWN = { own: true, fetched: false };
const FETCHED = { own: false, fetched: true };
const MIXED = { own: true, fetched: true };
const BOTH = 'it is published here, and may be fetched from elsewhere, too';
const OURS = 'it has versions of our own, and new ones may be fetched from elsewhere';

const given = (publish: string, upstream: string, versions?: ArtifactPackageState['versions'], settings: Json = {}, path = PATH) => ({
  remediation: remediation as unknown as AnyRemediation,
  resource: artifactPackageOf({ partition: 'aws', account: '111122223333', region: 'eu-west-1' }, path),
  state: { package: path, publish, upstream, ...(versions && { versions }) },
  settings,
  // A call names the parts of the path apart.
  through: 'features',
});

test.each<[publish: string, upstream: string, versions: ArtifactPackageState['versions'], says: string | undefined]>([
  ['ALLOW', 'BLOCK', undefined, undefined],
  ['BLOCK', 'BLOCK', undefined, undefined],
  ['ALLOW', 'ALLOW', NONE, BOTH],
  ['ALLOW', 'ALLOW', OWN, BOTH],
  ['ALLOW', 'ALLOW', FETCHED, BOTH],
  ['BLOCK', 'ALLOW', NONE, undefined],
  ['BLOCK', 'ALLOW', FETCHED, undefined],
  ['BLOCK', 'ALLOW', OWN, OURS],
  ['BLOCK', 'ALLOW', MIXED, OURS],
])('of publish %s, upstream %s and versions %j it says', (publish, upstream, versions, says) =>
  expect(flaw(given(publish, upstream, versions))?.says).toBe(says),
);

test.each<[publish: string, versions: ArtifactPackageState['versions']]>([
  ['ALLOW', NONE],
  ['ALLOW', OWN],
  ['ALLOW', MIXED],
  ['BLOCK', OWN],
])('with publish %s and versions %j its upstream alone is blocked, and can be allowed again', (publish, versions) => {
  const scene = given(publish, 'ALLOW', versions);
  const { step: s, after } = step(scene);
  const put = (upstream: string) => ({
    api: 'PutPackageOriginConfiguration',
    input: {
      ...{ domain: 'churn', domainOwner: '111122223333', repository: 'packages', format: 'pypi', package: 'features' },
      restrictions: { publish, upstream },
    },
  });
  expect(s).toMatchObject({ effect: 'disruptive', undo: put('ALLOW') });
  expect(s.call).toEqual(put('BLOCK'));
  expect(after).toMatchObject({ publish, upstream: 'BLOCK' });
  expect(flaw({ ...scene, state: after })).toBeUndefined();
});

test('a namespace is named where there is one', () =>
  expect(step(given('ALLOW', 'ALLOW', OWN, {}, 'churn/packages/npm/acme/features')).step.call.input).toMatchObject({
    ...{ format: 'npm', namespace: 'acme', package: 'features' },
  }));

test.each<[publish: string, versions: ArtifactPackageState['versions']]>([
  ['ALLOW', FETCHED],
  ['BLOCK', MIXED],
])('with publish %s and versions %j it may be a public package, and is left to people', (publish, versions) =>
  expect(next(given(publish, 'ALLOW', versions))).toMatchObject({ do: 'tell', why: expect.stringContaining('fetched from elsewhere') }),
);

test.each([
  ['churn/packages/pypi//features', true],
  ['churn/*/pypi//feat*', true],
  ['churn/packages/npm//features', false],
  ['churn/packages/pypi//Features', false],
])('where policy lets %s come from both, it may: %s', (glob, may) =>
  expect(flaw(given('ALLOW', 'ALLOW', OWN, { mixed: [glob] })) === undefined).toBe(may),
);

test.each([
  ['features', false],
  ['churn/packages/pypi/features', false],
  ['churn/packages/pypi//', false],
  ['churn/packages/npm/acme/features', true],
  ['*/*/*/*/*', true],
])('whether %s names packages: %s', (mixed, does) => expect(z.safeParse(remediation.settings, { mixed: [mixed] }).success).toBe(does));
