import { describe, expect, test } from 'vitest';
import { namesUsers } from '../../src/operator/trust.ts';

// biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM's
const OWN = '${aws:username}';
const USERS = { AWS: 'arn:aws:iam::111122223333:root' };
const under = (Condition: unknown, over: object = {}) => ({
  Effect: 'Allow',
  Principal: USERS,
  Action: 'sts:AssumeRole',
  Condition,
  ...over,
});
const demands = under({ StringEquals: { 'sts:RoleSessionName': OWN } });
const named = (Statement: unknown, Version: unknown = '2012-10-17'): boolean =>
  namesUsers(encodeURIComponent(JSON.stringify({ Version, Statement })));

describe('the name of a session is the user’s own', () => {
  test.each<[string, unknown]>([
    ['the only statement demands it', demands],
    ['the only one of a list demands it', [demands]],
    ['it is demanded by StringLike, as AWS’s own example has it', under({ StringLike: { 'sts:RoleSessionName': OWN } })],
    ['the condition holds a list of one', under({ StringEquals: { 'sts:RoleSessionName': [OWN] } })],
    ['the key is written in another case', under({ StringEquals: { 'STS:roleSessionName': OWN } })],
    [
      'more is demanded besides',
      under({ Bool: { 'aws:MultiFactorAuthPresent': 'true' }, StringEquals: { 'sts:RoleSessionName': OWN, 'sts:ExternalId': 'x' } }),
    ],
    ['all of several demand it', [demands, { ...demands, Principal: { AWS: ['arn:aws:iam::444455556666:user/ann'] } }]],
    ['every call of STS is allowed, but on that condition', { ...demands, Action: ['sts:*'] }],
    ['somebody is denied besides', [demands, { Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole' }]],
    ['what another statement allows lets nobody in', [demands, under(undefined, { Action: ['sts:TagSession', 'STS:SetSourceIdentity'] })]],
  ])('where %s', (_, statement) => {
    expect(named(statement)).toBe(true);
  });
});

describe('the name of a session may be chosen', () => {
  const StringEquals = { 'sts:RoleSessionName': OWN };
  test.each<[string, unknown]>([
    ['nothing is demanded', under(undefined)],
    ['something else is demanded', under({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } })],
    ['one fixed name is demanded', under({ StringEquals: { 'sts:RoleSessionName': 'ann' } })],
    ['the name has to begin with the user’s', under({ StringLike: { 'sts:RoleSessionName': `${OWN}*` } })],
    ['any name will do', under({ StringLike: { 'sts:RoleSessionName': '*' } })],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM's
    ['there is a name for who has none', under({ StringEquals: { 'sts:RoleSessionName': "${aws:username, 'ann'}" } })],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM's
    ['a tag gives the name', under({ StringEquals: { 'sts:RoleSessionName': '${aws:PrincipalTag/name}' } })],
    ['it may be one of several', under({ StringEquals: { 'sts:RoleSessionName': [OWN, 'break-glass'] } })],
    ['it may be none of a list', under({ StringEquals: { 'sts:RoleSessionName': [] } })],
    ['the key is there twice', under({ StringEquals: { 'sts:RoleSessionName': OWN, 'sts:rolesessionname': 'ann' } })],
    ['it is demanded of who says a name', under({ StringEqualsIfExists: StringEquals })],
    ['it is demanded of any of the names', under({ 'ForAnyValue:StringEquals': StringEquals })],
    ['it is demanded of all of the names, of which there may be none', under({ 'ForAllValues:StringEquals': StringEquals })],
    ['it is what the name must not be', under({ StringNotEquals: StringEquals })],
    ['it is demanded in any case of letters', under({ StringEqualsIgnoreCase: StringEquals })],
    ['another key is the user’s name', under({ StringEquals: { 'sts:SourceIdentity': OWN } })],
    ['another statement demands nothing', [demands, under(undefined)]],
    ['another statement allows all of STS', [demands, under(undefined, { Action: 'sts:*' })]],
    ['another statement allows everything', [demands, under(undefined, { Action: ['sts:TagSession', '*'] })]],
    ['another statement allows all but something', [demands, { Effect: 'Allow', Principal: USERS, NotAction: 'sts:TagSession' }]],
    [
      'a service comes in, under the name of a function or an instance',
      [demands, under(undefined, { Principal: { Service: 'lambda.amazonaws.com' } })],
    ],
    [
      'an identity provider chooses it',
      [
        demands,
        { Effect: 'Allow', Principal: { Federated: 'arn:aws:iam::111122223333:saml-provider/x' }, Action: 'sts:AssumeRoleWithSAML' },
      ],
    ],
    [
      'who brings a token chooses it',
      [demands, { Effect: 'Allow', Principal: { Federated: 'accounts.google.com' }, Action: 'sts:AssumeRoleWithWebIdentity' }],
    ],
    ['users of all accounts come in', { ...demands, Principal: '*' }],
    ['users of all accounts come in, among others', { ...demands, Principal: { AWS: [USERS.AWS, '*'] } }],
    ['everybody but somebody comes in', { Effect: 'Allow', NotPrincipal: USERS, Action: 'sts:AssumeRole', Condition: demands.Condition }],
    ['it is demanded of who is denied', [{ ...demands, Effect: 'Deny' }, under(undefined)]],
    ['nobody comes in', []],
    ['nobody comes in, for all are denied', { ...demands, Effect: 'Deny' }],
  ])('where %s', (_, statement) => {
    expect(named(statement)).toBe(false);
  });

  test.each([['2008-10-17'], [null]])('where the policy is of version %s: it knows no variables', (version) => {
    expect(named(demands, version)).toBe(false);
  });

  test.each([
    ['is not there', undefined],
    ['is empty', ''],
    ['is not JSON', 'x'],
    ['is not encoded as a URL is', '%'],
    ['is no policy', encodeURIComponent('[]')],
    ['says nothing', encodeURIComponent('null')],
    ['holds no statements but words', encodeURIComponent('{"Version":"2012-10-17","Statement":["x"]}')],
    ['holds a statement that is nothing', encodeURIComponent('{"Version":"2012-10-17","Statement":[null]}')],
  ])('where the document %s', (_, document) => {
    expect(namesUsers(document)).toBe(false);
  });
});
