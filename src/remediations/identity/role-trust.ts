import * as z from 'zod/mini';
import type { Flaw, Remediation } from '../../engine/remediation.ts';
import { type Outsider, outsiders, without } from '../../resources/outsiders.ts';
import { allowedSettings, allowing } from '../../resources/policy-access.ts';
import type { PolicyDocument, Statement } from '../../resources/policy-document.ts';
import type { RoleState, RoleTable } from '../../resources/role.ts';
import { roleByPolicy } from '../../resources/role-by-policy.ts';
import { cloudtrail } from '../../triggers/cloudtrail.ts';

const byName = { type: 'AWS::IAM::Role', id: 'roleName' };

const settings = z.strictObject(allowedSettings);

function left({ Statement: all }: PolicyDocument, gone: (s: Statement) => readonly Outsider[]): readonly Statement[] {
  return all.map((s) => without(s, gone(s))).filter((s) => s !== undefined);
}

/** IAM takes no policy without a statement, so nobody is let in by one that keeps everybody out. */
const NOBODY: Statement = { Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole' };

/**
 * Services stay whatever else a statement names, so the role stays linked to ML by the same services as before. Nobody is left only where
 * policy has the role in scope by its ARN: the outsiders are then all who use it, which looks wanted. To tell would leave it open to them
 * until a person writes a policy; to close it unasked could stop all that it is there for. So it is asked for. What sessions the outsiders
 * have by now they keep: nothing in a role says that there were any (docs/decisions/0021).
 */
export const remediation: Remediation<RoleState, RoleTable, 'UpdateAssumeRolePolicy', z.infer<typeof settings>> = {
  id: 'role-trust',
  family: 'identity',
  title: 'Nobody from outside may take the ML role',
  severity: 'critical',
  standards: ['ATT&CK T1199'],
  triggers: [cloudtrail('iam', { UpdateAssumeRolePolicy: byName, CreateRole: byName })],
  kind: roleByPolicy,
  calls: ['UpdateAssumeRolePolicy'],
  settings,
  flaw(state, ctx): Flaw | undefined {
    const all = state.trust.Statement.flatMap((s) => outsiders(s, allowing(state, ctx.settings)));
    const whom = all.map(({ name, free }) => `${name}${free ? '' : ' under a condition'}`);
    return whom.length === 0 ? undefined : { says: `it may be taken by ${[...new Set(whom)].sort().join(', ')}`, contained: false };
  },
  repair(state, { name: RoleName }, ctx) {
    const { trust } = state;
    const free = (s: Statement) => outsiders(s, allowing(state, ctx.settings)).filter((o) => o.free);
    if (!trust.Statement.some((s) => free(s).length > 0))
      return {
        do: 'tell',
        why: 'who is let in from outside is bound by a condition: whether the condition is enough is for a person to say',
      };
    const kept = left(trust, free);
    const after: PolicyDocument = { ...trust, Statement: kept.length > 0 ? kept : [NOBODY] };
    return {
      do: 'step',
      call: { api: 'UpdateAssumeRolePolicy', input: { RoleName, PolicyDocument: JSON.stringify(after) } },
      effect: 'disruptive',
      expect: { trust: after },
      undo: { api: 'UpdateAssumeRolePolicy', input: { RoleName, PolicyDocument: JSON.stringify(trust) } },
      ...(kept.length === 0 && { ask: true as const }),
    };
  },
};
