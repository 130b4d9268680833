import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import type { Json } from '../../../src/engine/remediation.ts';
import { remediation } from '../../../src/remediations/supply-chain/repository-access.ts';
import { flaw, next, step } from '../promise.ts';
import { scene } from './scene.ts';

const allow = (Sid: string, Principal: Json, more: object = {}) => ({ Sid, Effect: 'Allow', Principal, Action: 'ecr:*', ...more });
const OWN = allow('Own', { AWS: 'arn:aws:iam::111122223333:root' });
const ALL = allow('All', '*');
const VENDOR = allow('Vendor', { AWS: ['999900001111', 'arn:aws:iam::111122223333:root'] });
const OFFICE = allow('Office', '*', { Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } });
const ORG = allow('Org', '*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } });
const { Sid: _, ...NAMELESS } = ALL;
const given = (statements: readonly object[], settings: Json = {}) =>
  scene(remediation, { policy: { Version: '2012-10-17', Id: 'x', Statement: statements as [] } }, settings);
const text = (Statement: readonly object[]) => JSON.stringify({ Version: '2012-10-17', Id: 'x', Statement });
const set = (statements: readonly object[]) => ({
  api: 'SetRepositoryPolicy',
  input: { repositoryName: 'churn/train', policyText: text(statements) },
});

test('a repository without a policy lets in nobody else', () => expect(flaw(scene(remediation, {}))).toBeUndefined());

test.each<[statements: object[], settings: Json, says: string | undefined]>([
  [[OWN], {}, undefined],
  [[OWN, ALL], {}, 'All lets everybody in'],
  [[OWN, NAMELESS], {}, 'statement 2 lets everybody in'],
  [[VENDOR], {}, 'Vendor lets 999900001111 in'],
  [[VENDOR], { accounts: ['999900001111'] }, undefined],
  [[OFFICE, VENDOR], {}, 'Office lets everybody in under a condition; Vendor lets 999900001111 in'],
  [[ORG], {}, 'Org lets everybody in under a condition'],
  [[ORG], { organizations: ['o-a1b2c3d4e5'] }, undefined],
  [[ORG], { organizations: ['o-zzzzzzzzzz'] }, 'Org lets everybody in'],
])('of the policy %j under %j it says', (statements, settings, says) => expect(flaw(given(statements, settings))?.says).toBe(says));

test.each<[statements: object[], kept: object[]]>([
  [
    [OWN, ALL, OFFICE],
    [OWN, OFFICE],
  ],
  [[VENDOR, OWN], [OWN]],
])('of the policy %j the rest stays as it was', (statements, kept) => {
  const { step: s, after } = step(given(statements));
  expect(s).toMatchObject({ effect: 'disruptive', call: set(kept), undo: set(statements) });
  expect(after).toMatchObject({ policy: { Id: 'x', Statement: kept } });
});

test('a policy of which nothing would stay is deleted', () => {
  const { step: s, after } = step(given([ALL, VENDOR]));
  expect(s.call).toEqual({ api: 'DeleteRepositoryPolicy', input: { repositoryName: 'churn/train' } });
  expect(s).toMatchObject({ effect: 'disruptive', undo: set([ALL, VENDOR]) });
  expect(after).not.toHaveProperty('policy');
});

test('what is under a condition is left to people', () => expect(next(given([OFFICE, OWN]))).toMatchObject({ do: 'tell' }));

test.each([{ accounts: ['1'] }, { accounts: ['*'] }, { organizations: ['*'] }, { organizations: ['o-A'] }])('%j is no setting', (bad) =>
  expect(z.safeParse(remediation.settings, bad).success).toBe(false),
);
