/**
 * Whom the policy of a resource lets in. IAM user guide: "AWS JSON policy elements: Principal", "NotPrincipal" (with Allow it is everybody but those),
 * "AWS global condition context keys", and the grammar page (numbers and truth values without quotation marks).
 */
import type { Statement } from '../../../src/resources/policy-document.ts';
import { bad, DELETED, fine, HOME, ML, OTHER, type Row, root, row, type Some, told } from './row.ts';

const lets = (Principal: Statement[string], more: Some = {}): Some => ({ Effect: 'Allow', Principal, Action: '*', Resource: '*', ...more });
const but = (NotPrincipal: Statement[string], Effect: string): Some => ({ Effect, NotPrincipal, Action: '*', Resource: '*' });
const everybody = (Condition: Statement[string]): Some => lets('*', { Condition });
const CANONICAL = '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be';

/** For who judges whom the policy of a resource lets in, where no account but its own is allowed. */
export const ADMITTED: readonly Row[] = [
  fine('its own account, by number', lets({ AWS: HOME })),
  fine(
    'its own account, its roles and sessions',
    lets({ AWS: [root(HOME), `arn:aws:iam::${HOME}:role/x`, `arn:aws:sts::${HOME}:assumed-role/x/y`] }),
  ),
  fine('a service', lets(ML)),
  bad('another account, by number', lets({ AWS: OTHER })),
  bad('another account, by its root, among its own', lets({ AWS: [root(HOME), root(OTHER)] })),
  bad('a session of another account', lets({ AWS: `arn:aws:sts::${OTHER}:assumed-role/x/y` })),
  bad('a service, and everybody', lets({ ...ML, AWS: '*' })),
  bad('everybody', lets('*')),
  bad('everybody, in a list of one', lets({ AWS: ['*'] })),
  bad('who comes from a provider of identities', lets({ Federated: 'www.amazon.com' })),
  told('a canonical user: some account is', lets({ CanonicalUser: CANONICAL })),
  bad('a canonical user and another account', lets({ CanonicalUser: [CANONICAL], AWS: OTHER })),
  bad('everybody but one', but({ AWS: root(HOME) }, 'Allow')),
  fine('nobody but one', lets({ AWS: HOME }), but({ AWS: root(HOME) }, 'Deny')),
  row('another account, and whom nobody is any more', [lets(ML), lets({ AWS: [DELETED, OTHER] })], [0]),
  bad('everybody, for all but one action, on all but one thing', {
    Effect: 'Allow',
    Principal: '*',
    NotAction: 'x:Y',
    NotResource: 'arn:aws:s3:::x',
  }),
  row('two of one name', [lets('*', { Sid: 'a' }), lets(ML, { Sid: 'a' })], [1]),
  bad('everybody under no condition, spelt out', everybody({})),
  bad('everybody under an operator that compares nothing', everybody({ StringEquals: {} })),
  told('everybody under a bare truth value', everybody({ Bool: { 'aws:SecureTransport': true } })),
  told('everybody under a list of bare numbers', everybody({ NumericLessThan: { 's3:max-keys': [10, 20] } })),
  fine('everybody of its own account, whose number is bare', everybody({ StringEquals: { 'aws:PrincipalAccount': Number(HOME) } })),
  fine('the same, in capitals', everybody({ StringEquals: { 'AWS:PRINCIPALACCOUNT': HOME } })),
  bad(
    'everybody of two accounts, whose numbers are bare',
    everybody({ StringEquals: { 'aws:PrincipalAccount': [Number(HOME), Number(OTHER)] } }),
  ),
  told('everybody of its own account, if it says so', everybody({ StringEqualsIfExists: { 'aws:PrincipalAccount': HOME } })),
  told(
    'everybody of an organization, where nobody knows which is its own',
    everybody({ StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }),
  ),
  told('everybody under a key that is none', everybody({ StringEquals: { constructor: 'x' } })),
];
