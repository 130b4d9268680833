/** Whom a role lets take it. IAM user guide: "AWS JSON policy elements: Principal", "NotPrincipal" (no such policy has one), "Create a role for OpenID Connect federation". */
import type { Statement } from '../../../src/resources/policy-document.ts';
import { DELETED, HOME, ML, OTHER, type Row, root, type Some, stored } from './row.ts';

const IDP = `arn:aws:iam::${HOME}:oidc-provider/ci.example.com`;
const takes = (Principal: Statement[string], more: Some = {}): Some => ({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...more });
const from = (Condition: Statement[string]): Some => takes({ Federated: IDP }, { Action: 'sts:AssumeRoleWithWebIdentity', Condition });
const ml = takes(ML);
const trusts = (says: string, one: Some, stays?: Some, told = false): Row => [
  says,
  stored([ml, one]),
  [ml, ...(stays ? [stays] : [])] as Statement[],
  told,
];
/** IAM takes no policy without a statement. */
const NOBODY = { Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole' };

/** For who judges whom a role lets take it.  Services stay whatever else is named beside them. */
export const TRUSTED: readonly Row[] = [
  trusts('another service', takes({ Service: 'ec2.amazonaws.com' }), takes({ Service: 'ec2.amazonaws.com' })),
  trusts('its own account, by number', takes({ AWS: HOME }), takes({ AWS: HOME })),
  trusts('another account', takes({ AWS: OTHER })),
  trusts(
    'another account beside a service',
    takes({ AWS: root(OTHER), Service: ['ec2.amazonaws.com'] }),
    takes({ Service: 'ec2.amazonaws.com' }),
  ),
  trusts('another account among its own', takes({ AWS: [root(OTHER), root(HOME)] }), takes({ AWS: root(HOME) })),
  trusts('a federated user of another account', takes({ AWS: `arn:aws:sts::${OTHER}:federated-user/x` })),
  trusts('everybody', takes('*')),
  ['another account and nobody else', stored(takes({ AWS: OTHER })), [NOBODY], false],
  trusts('everybody, refused', takes('*', { Effect: 'Deny' }), takes('*', { Effect: 'Deny' })),
  trusts('whom nobody is any more', takes({ AWS: DELETED })),
  trusts('another account, for its tags only', takes({ AWS: OTHER }, { Action: 'sts:TagSession' })),
  trusts('another account under no condition, spelt out', takes({ AWS: OTHER }, { Condition: { Bool: {} } })),
  ...[{ Bool: { 'aws:MultiFactorAuthPresent': true } }, { NumericLessThan: { 'aws:MultiFactorAuthAge': [3_600, 60] } }].map((Condition) =>
    trusts(
      `another account under ${JSON.stringify(Condition)}`,
      takes({ AWS: OTHER }, { Condition }),
      takes({ AWS: OTHER }, { Condition }),
      true,
    ),
  ),
  ...[Number(HOME), [Number(HOME)]].map((number) => {
    const own = takes('*', { Condition: { StringEquals: { 'aws:principalaccount': number } } });
    return trusts(`everybody of its own account, whose number is bare: ${JSON.stringify(number)}`, own, own);
  }),
  trusts(
    'a provider whose subject is said',
    from({ StringLike: { 'ci.example.com:SUB': 'ml:*' } }),
    from({ StringLike: { 'ci.example.com:SUB': 'ml:*' } }),
  ),
  trusts(
    'a provider whose subject is a bare number',
    from({ StringEquals: { 'ci.example.com:sub': 42 } }),
    from({ StringEquals: { 'ci.example.com:sub': 42 } }),
  ),
  trusts('a provider whose subject is any', from({ StringLike: { 'ci.example.com:sub': '*' } })),
  trusts('a provider of which only the audience is said', from({ StringEquals: { 'ci.example.com:aud': 'sts.amazonaws.com' } })),
  trusts('a provider of another account', takes({ Federated: `arn:aws:iam::${OTHER}:saml-provider/x` })),
];
