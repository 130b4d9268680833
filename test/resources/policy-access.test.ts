import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/engine/remediation.ts';
import { admits, type Reach } from '../../src/resources/policy-access.ts';

const HOME = '111122223333';
const OTHER = '999900001111';
const allowed = { accounts: [HOME], organizations: ['o-a1b2c3d4e5'] };
const allow = (more: { [element: string]: Json }) => ({ Effect: 'Allow', Action: 'ecr:*', ...more });

describe('whoever is named', () => {
  test.each<[says: string, statement: { [element: string]: Json }, strangers: string[]]>([
    ['everybody', { Principal: '*' }, ['*']],
    ['everybody of AWS', { Principal: { AWS: '*' } }, ['*']],
    ['everybody among others', { Principal: { AWS: [HOME, '*'] } }, ['*']],
    ['everybody but one', { NotPrincipal: { AWS: HOME } }, ['*']],
    ['an account of its own by number', { Principal: { AWS: HOME } }, []],
    ['its own root', { Principal: { AWS: `arn:aws:iam::${HOME}:root` } }, []],
    ['its own role in China', { Principal: { AWS: `arn:aws-cn:iam::${HOME}:role/x` } }, []],
    ['a session of its own', { Principal: { AWS: `arn:aws:sts::${HOME}:assumed-role/x/y` } }, []],
    ['another account by number', { Principal: { AWS: OTHER } }, [OTHER]],
    ['a user of another account', { Principal: { AWS: [`arn:aws:iam::${OTHER}:user/x`, HOME] } }, [`arn:aws:iam::${OTHER}:user/x`]],
    [
      'its own number in the name of another',
      { Principal: { AWS: `arn:aws:iam::${OTHER}:role/${HOME}` } },
      [`arn:aws:iam::${OTHER}:role/${HOME}`],
    ],
    ['a role that was deleted', { Principal: { AWS: 'AROAEXAMPLEROLEID0001' } }, []],
    ['a service', { Principal: { Service: 'lambda.amazonaws.com' } }, []],
    ['a service and everybody', { Principal: { Service: 'lambda.amazonaws.com', AWS: '*' } }, ['*']],
    ['a provider of identities', { Principal: { Federated: 'accounts.google.com' } }, ['accounts.google.com']],
    ['nobody', {}, []],
  ])('%s', (_, statement, strangers) => {
    expect(admits(allow(statement), allowed)).toEqual({ strangers, reach: strangers.length > 0 ? 'outside' : 'inside' });
    expect(admits({ ...statement, Effect: 'Deny' }, allowed).strangers).toEqual([]);
  });
});

describe('a name that does not say whose it is', () => {
  const CDN = 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1EXAMPLE';
  const near = { Condition: { StringEquals: { 'aws:PrincipalAccount': HOME } } };
  test.each<[principal: Json, more: { [element: string]: Json }, reach: Reach]>([
    [{ AWS: CDN }, {}, 'unclear'],
    [{ CanonicalUser: '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be' }, {}, 'unclear'],
    [{ AWS: [CDN, `arn:aws:iam::${HOME}:root`] }, {}, 'unclear'],
    [{ AWS: [CDN, OTHER] }, {}, 'outside'],
    [{ AWS: CDN }, near, 'inside'],
  ])('%j %j', (Principal, more, reach) => expect(admits(allow({ Principal, ...more }), allowed).reach).toBe(reach));
});

describe('everybody under the condition', () => {
  const near = { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } };
  const org = (values: Json, operator = 'StringEquals') => ({ [operator]: { 'aws:PrincipalOrgID': values } });
  test.each<[condition: Json, reach: Reach]>([
    [{}, 'outside'],
    [{ StringEquals: {} }, 'outside'],
    [near, 'unclear'],
    [{ Bool: { 'aws:SecureTransport': 'true' } }, 'unclear'],
    ['not a condition', 'unclear'],
    [{ StringEquals: 'no keys' }, 'unclear'],
    [org('o-a1b2c3d4e5'), 'inside'],
    [{ StringLike: { 'AWS:principalorgid': ['o-a1b2c3d4e5'] } }, 'inside'],
    [org(['o-a1b2c3d4e5', 'o-zzzzzzzzzz']), 'outside'],
    [org([]), 'unclear'],
    [org('o-*', 'StringLike'), 'outside'],
    [org(`$\{aws:ResourceOrgID}`), 'unclear'],
    [org('o-a1b2c3d4e5', 'StringEqualsIfExists'), 'unclear'],
    [org('o-a1b2c3d4e5', 'StringNotEquals'), 'unclear'],
    [org('o-a1b2c3d4e5', 'ForAllValues:StringEquals'), 'unclear'],
    [{ ...org('o-a1b2c3d4e5'), ...near }, 'inside'],
    [{ ...org('o-zzzzzzzzzz'), ...near }, 'unclear'],
    [{ 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': ['o-a1b2c3d4e5/r-1/*'] } }, 'inside'],
    [{ 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': ['o-a1b2c3d4e5*'] } }, 'outside'],
    [{ StringLike: { 'aws:PrincipalOrgPaths': ['o-a1b2c3d4e5/*'] } }, 'unclear'],
    [{ StringEquals: { 'aws:PrincipalAccount': [HOME] } }, 'inside'],
    [{ StringEquals: { 'aws:PrincipalAccount': [HOME, OTHER] } }, 'outside'],
    [{ StringLike: { 'aws:PrincipalAccount': '1111*' } }, 'outside'],
    [{ ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${HOME}:role/*` } }, 'inside'],
    [{ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/x' } }, 'outside'],
    [{ StringLike: { 'aws:PrincipalArn': `arn:*:iam::${HOME}:role/x` } }, 'outside'],
    [{ ArnNotLike: { 'aws:PrincipalArn': `arn:aws:iam::${HOME}:role/*` } }, 'unclear'],
    [{ StringEquals: { 'aws:SourceAccount': HOME } }, 'unclear'],
    // Quotation marks are optional for numbers and truth values.
    [{ StringEquals: { 'aws:PrincipalAccount': Number(HOME) } }, 'inside'],
    [{ StringEquals: { 'aws:PrincipalAccount': [Number(HOME), Number(OTHER)] } }, 'outside'],
    [{ Bool: { 'aws:SecureTransport': true } }, 'unclear'],
    // Keys that nobody knows, by names that JavaScript has a meaning for.
    [{ StringEquals: { constructor: HOME } }, 'unclear'],
    [JSON.parse(`{"StringEquals":{"__proto__":"${HOME}"}}`), 'unclear'],
  ])('%j', (Condition, reach) => {
    expect(admits(allow({ Principal: '*', Condition }), allowed).reach).toBe(reach);
  });

  test('of some organisation, where nobody said which is their own', () => {
    const statement = allow({ Principal: '*', Condition: org('o-zzzzzzzzzz') });
    expect(admits(statement, { ...allowed, organizations: [] }).reach).toBe('unclear');
  });
});
