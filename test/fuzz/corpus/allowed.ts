/**
 * What is allowed to do what. IAM user guide: "IAM JSON policy elements: Action" (case, wildcards), "NotAction", "NotResource", "Sid", "Condition"
 * (all operators and keys must match, so an empty block always does); its grammar page (one or a list; numbers and truth values without quotation
 * marks). What IAM takes and refuses: as moto's tests record it.
 */
import { bad, fine, type Row, row, type Some, stored, told } from './row.ts';

const wide = (more: Some = {}): Some => ({ Effect: 'Allow', Action: '*', Resource: '*', ...more });
const s3 = wide({ Action: 's3:*' });
const MFA = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };

/** For who judges what is allowed: whatever allows `*` or `iam:*` on `*`. */
export const ALLOWED: readonly Row[] = [
  ['one statement, not in a list', stored(wide()), [], false],
  ['a version of 2008', stored([wide()], { Version: '2008-10-17' }), [], false],
  ['no version, an Id', JSON.stringify({ Id: 'x', Statement: [wide()] }), [], false],
  ['elements in another order', '{"Statement":[{"Resource":"*","Action":"*","Effect":"Allow"}],"Version":"2012-10-17"}', [], false],
  ['an element spelt with an escape', '{"Statement":{"Effect":"Allow","\\u0041ction":"\\u002a","Resource":"\\u002A"}}', [], false],
  ['white space around everything', ' \n{ "Statement" : [ { "Effect":"Allow", "Action" : [ "*" ] , "Resource":[ "*" ] } ] }\n', [], false],
  row('two statements without a name', [wide({ Sid: '' }), wide({ Sid: '' })], []),
  row('two statements of one name, as documents from before that rule have', [wide({ Sid: 'a' }), { ...s3, Sid: 'a' }], [1]),
  bad('the action in capitals', wide({ Action: 'IAM:*' })),
  bad('the action with a question mark', wide({ Action: '?am:*' })),
  fine('a question mark more than IAM has letters', wide({ Action: 'iam?:*' })),
  bad('all of IAM among narrow ones', wide({ Action: ['s3:GetObject', 'iam:*'] })),
  fine('an action of IAM and every one of S3', wide({ Action: ['iam:GetRole', 's3:*'] })),
  fine('actions that make up IAM between them: not added up', wide({ Action: ['iam:A*', 'iam:C*', 'iam:D*', 'iam:G*'] })),
  bad('all but S3', { Effect: 'Allow', NotAction: 's3:*', Resource: '*' }),
  fine('all but IAM', { Effect: 'Allow', NotAction: ['IAM:*'], Resource: '*' }),
  fine('all but one action of IAM', { Effect: 'Allow', NotAction: ['iam:CreateUser'], Resource: '*' }),
  fine('everywhere but on one bucket', { Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::x' }),
  bad('on * among others', wide({ Resource: ['arn:aws:s3:::x', '*'] })),
  fine('on every role', wide({ Resource: 'arn:aws:iam::*:role/*' })),
  fine('on a variable', wide({ Resource: `arn:aws:iam::*:user/$\{aws:username}` })),
  row('a refusal of everything beside it', [wide({ Effect: 'Deny' }), wide()], [0]),
  told('under a condition', wide({ Condition: MFA })),
  told('under a condition with a list', wide({ Condition: { StringLike: { 'aws:PrincipalArn': ['a', 'b'] } } })),
  told('under a bare truth value', wide({ Condition: { Bool: { 'aws:MultiFactorAuthPresent': true } } })),
  told('under a list of bare ones', wide({ Condition: { Bool: { 'aws:SecureTransport': [true, false] } } })),
  told('under a bare number', wide({ Condition: { NumericLessThan: { 'aws:MultiFactorAuthAge': 3_600 } } })),
  bad('under no condition, spelt out', wide({ Condition: {} })),
  bad('under an operator that compares nothing', wide({ Condition: { StringEquals: {} } })),
  told('under two operators of which one compares', wide({ Condition: { Null: {}, Bool: { 'aws:SecureTransport': 'true' } } })),
  row('free and under a condition', [wide({ Condition: MFA }), wide()], [0], true),
  row('percent signs and plus signs in it', [wide({ Sid: 'a%2A+b' }), { ...s3, Resource: 'arn:aws:s3:::a%20+b/*' }], [1]),
];
