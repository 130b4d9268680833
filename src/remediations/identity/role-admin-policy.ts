import type { Flaw, Next, Remediation } from '../../engine/remediation.ts';
import { elapsed } from '../../engine/time.ts';
import { type BroadSettings, broadSettings, type Offence, offence, offends, UNDER_A_CONDITION } from '../../resources/broad-policy.ts';
import { allows, conditional, type PolicyDocument } from '../../resources/policy-document.ts';
import type { RoleState, RoleTable } from '../../resources/role.ts';
import { roleByPolicy } from '../../resources/role-by-policy.ts';
import { rolePolicies } from '../../triggers/role-policies.ts';

const RULES = ['iam-policy-blacklisted-check', 'iam-policy-no-statements-with-admin-access'];

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

/** Milliseconds for which a policy with earlier versions is left alone: to put one of them in force harms fewer than to detach it (docs/decisions/0042). */
const LEAVE = 15 * 60_000;

interface Found extends Offence {
  readonly policy: string;
  readonly document: PolicyDocument;
}
function offences(documents: { readonly [policy: string]: PolicyDocument }, settings: BroadSettings): Found[] {
  return Object.keys(documents)
    .sort()
    .flatMap((policy) => {
      const document = documents[policy] as PolicyDocument;
      const found = offence(document, settings);
      return found ? { policy, document, ...found } : [];
    });
}

function detached({ policy }: Found, RoleName: string): Step {
  const input = { RoleName, PolicyArn: policy };
  return step({ api: 'DetachRolePolicy', input }, { attached: { [policy]: null } }, { api: 'AttachRolePolicy', input });
}

function rewritten({ policy, document }: Found, RoleName: string, { broad }: BroadSettings): Repair {
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
export const remediation: Remediation<RoleState, RoleTable, Calls, BroadSettings> = {
  id: 'role-admin-policy',
  family: 'identity',
  title: 'No policy makes the ML role an administrator',
  severity: 'critical',
  standards: ['IAM.1', ...RULES, 'ATT&CK T1098.003'],
  triggers: rolePolicies(RULES, ['IAM.1']),
  kind: roleByPolicy,
  calls: ['DetachRolePolicy', 'PutRolePolicy', 'DeleteRolePolicy'],
  undos: ['AttachRolePolicy'],
  settings: broadSettings,
  flaw({ attached, inline }, ctx): Flaw | undefined {
    const all = [attached, inline].flatMap((documents) => offences(documents, ctx.settings));
    return all.length > 0 ? { says: all.map((o) => offends(o.policy, o)).join('; '), contained: false } : undefined;
  },
  repair({ attached, versioned, inline }, { name: RoleName }, { settings, found, now }) {
    const free = offences(attached, settings).filter((o) => o.free);
    const detach = free.find(({ policy }) => !versioned.includes(policy));
    if (detach) return detached(detach, RoleName);
    const rewrite = offences(inline, settings).find((o) => o.free);
    if (rewrite) return rewritten(rewrite, RoleName, settings);
    const [last] = free;
    // From when it was found: whoever goes on changing the policy gains no time.
    if (last && found && elapsed(found, now) < LEAVE) return { do: 'wait', for: 'an earlier version to be put in force', again: 300 };
    if (last) return detached(last, RoleName);
    return { do: 'tell', why: UNDER_A_CONDITION };
  },
};
