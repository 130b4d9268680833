/** Policy documents: what IAM takes, and how it gives them back. */
import { AwsError, rule } from '../habitat.ts';
import { limitExceeded } from './entities.ts';

rule(
  'iam.encoded',
  'documented',
  'documents are stored as sent and given back URL-encoded (RFC 3986)',
  'IAM API, GetRole, GetRolePolicy, GetPolicyVersion',
);
rule(
  'iam.not-json',
  'observed',
  'MalformedPolicyDocument "This policy contains invalid Json"',
  'AWSCookbook/Security issue 2 (CreateRole); for the other writes assumed alike',
);
rule(
  'iam.grammar',
  'observed',
  'no Statement, or an Effect other than Allow and Deny: MalformedPolicyDocument "Syntax errors in policy."',
  '99designs/iamy issue 74; aws-ia/terraform-aws-transfer-family issue 109',
);
rule('iam.empty-statement', 'assumed', 'an empty list of statements is a syntax error', 'IAM policy grammar: one statement or more');
rule(
  'iam.statement-parts',
  'assumed',
  'a statement needs actions, and in a permissions policy resources',
  'IAM policy grammar; the words were not found in a report',
);
rule(
  'iam.sizes',
  'documented',
  'at most 10,240 characters inline per role in all, 6,144 managed, 2,048 trust, not counting whitespace',
  'IAM user guide, reference_iam-quotas',
);
rule(
  'iam.inline-size',
  'observed',
  'LimitExceeded "Maximum policy size of 10240 bytes exceeded for role X"',
  'kubernetes/kops issue 12558; aws/aws-cdk issue 12403',
);
rule(
  'iam.policy-size',
  'observed',
  'LimitExceeded "Cannot exceed quota for PolicySize: 6144"',
  'docker/docs issue 4685 (with the quota of its day)',
);
rule('iam.trust-size', 'assumed', 'LimitExceeded "Cannot exceed quota for ACLSizePerRole: 2048"', 'words not found in a report');

rule(
  'iam.deleted-principals',
  'observed',
  'the unique id of a deleted user or role in a trust policy sent: MalformedPolicyDocument "Invalid principal in policy: "AWS":"AIDA…""',
  'hashicorp/terraform-provider-aws issue 8905; AWS re:Post, iam-trust-policy-error. That the id itself is named so is assumed',
);
rule(
  'iam.trust-order',
  'observed',
  'the principals of a trust policy come back in an order that is not the one they were sent in',
  'boto/boto3 issue 1178; hashicorp/terraform-provider-aws issue 30870',
);

const malformed = (message: string) => new AwsError('MalformedPolicyDocument', message);
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);

export function checkDocument(text: string, trust = false): void {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw malformed('This policy contains invalid Json');
  }
  const statements = list((document as { Statement?: unknown } | null)?.Statement) as Record<string, unknown>[];
  if (statements.length === 0) throw malformed('Syntax errors in policy.');
  for (const { Effect, Action, NotAction, Resource, NotResource, Principal, NotPrincipal } of statements) {
    if (Effect !== 'Allow' && Effect !== 'Deny') throw malformed('Syntax errors in policy.');
    if (list(Action ?? NotAction).length === 0) throw malformed('Policy statement must contain actions.');
    if (!trust && list(Resource ?? NotResource).length === 0) throw malformed('Policy statement must contain resources.');
    if (trust && !Principal && !NotPrincipal) throw malformed('Syntax errors in policy.');
    if (trust) checkPrincipals(Principal);
  }
}

function checkPrincipals(Principal: unknown): void {
  const gone = list((Principal as { AWS?: unknown } | undefined)?.AWS).find((name) => /^A(IDA|ROA)[A-Z0-9]{12,}$/.test(String(name)));
  if (gone !== undefined) throw malformed(`Invalid principal in policy: "AWS":"${gone}"`);
}

/** A trust policy as it is told: what was sent, its lists of principals turned round. */
export function toldTrust(text: string): string {
  const document = JSON.parse(text);
  const several = (of: unknown): boolean => Array.isArray(of) && of.length > 1;
  const turned = (Principal: object) =>
    Object.fromEntries(Object.entries(Principal).map(([type, of]) => [type, several(of) ? of.toReversed() : of]));
  const all = list(document.Statement) as { Principal?: object }[];
  if (!all.some(({ Principal }) => Object.values(Principal ?? {}).some(several))) return text;
  const Statement = all.map((s) => (typeof s.Principal === 'object' ? { ...s, Principal: turned(s.Principal) } : s));
  return JSON.stringify({ ...document, Statement });
}

const size = (text: string) => text.replace(/\s/g, '').length;

export function checkTrust(text: string): void {
  checkDocument(text, true);
  if (size(text) > 2048) throw limitExceeded('Cannot exceed quota for ACLSizePerRole: 2048');
}
export function checkManaged(text: string): void {
  checkDocument(text);
  if (size(text) > 6144) throw limitExceeded('Cannot exceed quota for PolicySize: 6144');
}
/** `all`: every inline document the role would then have. */
export function checkInline(text: string, all: readonly string[], role: string): void {
  checkDocument(text);
  if (all.reduce((sum, one) => sum + size(one), 0) > 10_240)
    throw limitExceeded(`Maximum policy size of 10240 bytes exceeded for role ${role}`);
}

export const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
