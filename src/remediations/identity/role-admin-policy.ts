import * as z from 'zod/mini';
import type { Flaw, Next, Remediation } from '../../engine/remediation.ts';
import { allows, conditional, type PolicyDocument } from '../../resources/policy-document.ts';
import type { RoleState, RoleTable } from '../../resources/role.ts';
import { roleByPolicy } from '../../resources/role-by-policy.ts';
import { cloudtrail } from '../../triggers/cloudtrail.ts';
import { configRule } from '../../triggers/config.ts';
import { securityHub } from '../../triggers/security-hub.ts';

const ROLE = 'AWS::IAM::Role';
const POLICY = 'AWS::IAM::Policy';
const byName = { type: ROLE, id: 'roleName' };
const byArn = { type: POLICY, id: 'policyArn' };
const RULES = ['iam-policy-blacklisted-check', 'iam-policy-no-statements-with-admin-access'];

const settings = z.strictObject({
  /** Action patterns that no ML role may have on every resource. `sagemaker:*` and `s3:*` would hit AmazonSageMakerFullAccess. */
  broad: z._default(z.array(z.string().check(z.regex(/^(\*|[a-z0-9-]+:[A-Za-z0-9*?]+)$/, 'an action pattern such as iam:*'))), [
    '*',
    'iam:*',
  ]),
});
type Settings = z.infer<typeof settings>;
type Calls = 'DetachRolePolicy' | 'PutRolePolicy' | 'DeleteRolePolicy';
type Repair = Next<RoleState, Pick<RoleTable, Calls>, RoleTable>;
type Step = Extract<Repair, { do: 'step' }>;
const step = (call: Step['call'], expect: Step['expect'], undo: NonNullable<Step['undo']>): Step => ({
  do: 'step',
  call,
  effect: 'disruptive',
  expect,
  undo,
});

/** `free`: allowed without a condition; only these are ever taken away. */
interface Offence {
  readonly policy: string;
  readonly document: PolicyDocument;
  readonly allows: string;
  readonly free: boolean;
}
function offences(documents: { readonly [policy: string]: PolicyDocument }, { broad }: Settings): Offence[] {
  return Object.entries(documents)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([policy, document]) => {
      const bad = document.Statement.filter((s) => allows(s, broad) !== undefined);
      const worst = bad.find((s) => !conditional(s)) ?? bad[0];
      return worst ? [{ policy, document, allows: allows(worst, broad) ?? '', free: !conditional(worst) }] : [];
    });
}

function rewritten({ policy, document }: Offence, RoleName: string, { broad }: Settings): Repair {
  const undo = { api: 'PutRolePolicy', input: { RoleName, PolicyName: policy, PolicyDocument: JSON.stringify(document) } } as const;
  const Statement = document.Statement.filter((s) => conditional(s) || allows(s, broad) === undefined);
  if (Statement.length === 0) {
    const call = { api: 'DeleteRolePolicy', input: { RoleName, PolicyName: policy } } as const;
    return step(call, { inline: { [policy]: null } }, undo);
  }
  const kept: PolicyDocument = { ...document, Statement };
  const call = { ...undo, input: { ...undo.input, PolicyDocument: JSON.stringify(kept) } };
  return step(call, { inline: { [policy]: kept } }, undo);
}

/** One attachment or one inline document per step. A managed policy is detached, never edited: others may be right to have it. */
export const remediation: Remediation<RoleState, RoleTable, Calls, Settings> = {
  id: 'role-admin-policy',
  family: 'identity',
  title: 'No policy makes the ML role an administrator',
  severity: 'critical',
  standards: ['IAM.1', ...RULES, 'ATT&CK T1098.003'],
  triggers: [
    cloudtrail('iam', {
      AttachRolePolicy: byName,
      PutRolePolicy: byName,
      CreateRole: byName,
      UpdateAssumeRolePolicy: byName,
      CreatePolicyVersion: byArn,
      SetDefaultPolicyVersion: byArn,
    }),
    configRule([ROLE, POLICY], RULES),
    ...securityHub(POLICY, ['IAM.1']),
  ],
  kind: roleByPolicy,
  calls: ['DetachRolePolicy', 'PutRolePolicy', 'DeleteRolePolicy'],
  undos: ['AttachRolePolicy'],
  settings,
  flaw({ attached, inline }, ctx): Flaw | undefined {
    const all = [...offences(attached, ctx.settings), ...offences(inline, ctx.settings)];
    const says = all.map((o) => `${o.policy} allows ${o.allows} on *${o.free ? '' : ' under a condition'}`);
    return says.length === 0 ? undefined : { says: says.join('; '), contained: false };
  },
  repair({ attached, inline }, { name: RoleName }, ctx) {
    const detach = offences(attached, ctx.settings).find((o) => o.free);
    if (detach) {
      const input = { RoleName, PolicyArn: detach.policy };
      return step({ api: 'DetachRolePolicy', input }, { attached: { [detach.policy]: null } }, { api: 'AttachRolePolicy', input });
    }
    const rewrite = offences(inline, ctx.settings).find((o) => o.free);
    if (rewrite) return rewritten(rewrite, RoleName, ctx.settings);
    return { do: 'tell', why: 'what is too broad is allowed under a condition: whether the condition is enough is for a person to say' };
  },
};
