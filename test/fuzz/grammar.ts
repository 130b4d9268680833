/** Documents that IAM takes (IAM user guide, "Grammar of the IAM JSON policy language": what may be left out, what may be one or a list). */
import fc from 'fast-check';
import type { Json } from '../../src/engine/remediation.ts';

const { constantFrom } = fc;
const one = <T>(of: fc.Arbitrary<T>) => fc.oneof(of, fc.array(of, { minLength: 1, maxLength: 4 }));
const word = fc.string({ unit: constantFrom(...'aAiIoO*?-sS3'), maxLength: 12 });
/** The inline policies of a role have up to 10,240 characters ("IAM and AWS STS quotas"), most of which may be one pattern. */
const long = fc
  .tuple(constantFrom('iam:', '*:', '*'), constantFrom('*x', 'x', '?'), constantFrom(5, 10_000))
  .map(([begins, goesOn, length]) => begins + goesOn.repeat(length / goesOn.length));
const action = fc.oneof(
  { weight: 4, arbitrary: constantFrom('*', '*:*', 'iam:*', 'IAM:*', 'i?m:*', 's3:Get*', 'sts:AssumeRole') },
  { weight: 4, arbitrary: fc.tuple(word, word).map(([a, b]) => `${a}:${b}`) },
  { weight: 1, arbitrary: long },
);
const arn = fc.oneof(
  constantFrom('*', 'arn:aws:s3:::*', `arn:aws:iam::*:role/$\{aws:username}`),
  word.map((name) => `arn:aws:s3:::${name}/*`),
);

/** Quotation marks are optional for numbers and truth values. */
const value = fc.oneof(
  fc.string(),
  constantFrom('o-a1b2c3d4e5', '444455556666', '*', 'o-a1b2c3d4e5/r-1/*', `$\{aws:PrincipalOrgID}`),
  fc.boolean(),
  fc.integer(),
  constantFrom(111122223333, 444455556666),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const operator = fc
  .tuple(
    constantFrom('', '', 'ForAllValues:', 'ForAnyValue:'),
    constantFrom('StringEquals', 'StringLike', 'StringNotEquals', 'ArnLike', 'Bool', 'NumericLessThan', 'IpAddress', 'Null'),
    constantFrom('', '', 'IfExists'),
  )
  .map((parts) => parts.join(''));
const key = fc.oneof(
  fc.string(),
  constantFrom('aws:PrincipalAccount', 'aws:principalarn', 'aws:PrincipalOrgID', 'aws:PrincipalOrgPaths', 'ci.example.com:sub'),
  constantFrom('aws:MultiFactorAuthPresent', 'aws:SourceIp', 'constructor', 'toString', '__proto__'),
);
const condition = fc.dictionary(operator, fc.dictionary(key, one(value), { maxKeys: 3 }), { maxKeys: 3 });

/** Accounts by number and by root, sessions, users who were deleted and show by their unique ids (IAM user guide, "Principal"). */
const WHO = {
  AWS: [
    ...['*', '111122223333', '444455556666', 'arn:aws:iam::111122223333:root', 'arn:aws:iam::444455556666:root'],
    ...['arn:aws:iam::444455556666:role/x', 'arn:aws:sts::444455556666:assumed-role/x/y', 'arn:aws:sts::444455556666:federated-user/x'],
    ...['AIDAEXAMPLEDELETED001', 'AROAEXAMPLEDELETED001', 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1'],
  ],
  Federated: [
    ...['cognito-identity.amazonaws.com', 'www.amazon.com', 'arn:aws:iam::111122223333:oidc-provider/ci.example.com'],
    'arn:aws:iam::444455556666:saml-provider/x',
  ],
  Service: ['sagemaker.amazonaws.com', 'codebuild.amazonaws.com', 'ec2.amazonaws.com', 'cloudtrail.eu-west-1.amazonaws.com'],
  CanonicalUser: ['79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be'],
};
const whoever = fc.oneof(fc.string({ minLength: 1 }), constantFrom('constructor', '__proto__'));
const ids = fc.record(
  Object.fromEntries(
    Object.entries(WHO).map(([type, all]) => [type, one(fc.oneof({ weight: 6, arbitrary: constantFrom(...all) }, whoever))]),
  ),
  { requiredKeys: [] },
);
const principal = fc.oneof({ weight: 1, arbitrary: fc.constant<Json>('*') }, { weight: 4, arbitrary: ids });

const statement = fc
  .tuple(
    fc.record({ Effect: constantFrom('Allow', 'Allow', 'Deny'), Sid: fc.string(), Condition: condition }, { requiredKeys: ['Effect'] }),
    fc.oneof(
      fc.record({ Principal: principal }),
      fc.record({ Principal: principal }),
      fc.record({ NotPrincipal: principal }),
      fc.constant({}),
    ),
    fc.oneof(fc.record({ Action: one(action) }), fc.record({ NotAction: one(action) })),
    fc.oneof(fc.record({ Resource: one(arn) }), fc.record({ NotResource: one(arn) }), fc.constant({})),
  )
  .map((parts) => Object.assign({}, ...parts) as { [element: string]: Json });
export const document = fc.record(
  { Version: constantFrom('2012-10-17', '2008-10-17'), Id: fc.string(), Statement: one(statement) },
  { requiredKeys: ['Statement'] },
);
/** What is no document any more is made from these. */
export const samples = fc.sample(document, { seed: 1, numRuns: 30 });
