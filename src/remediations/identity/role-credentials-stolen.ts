import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import type { Flaw, Remediation } from '../../engine/remediation.ts';
import type { PolicyDocument } from '../../resources/policy-document.ts';
import { type PrincipalState, principal } from '../../resources/principal.ts';
import type { RoleTable } from '../../resources/role.ts';
import { guardDuty } from '../../triggers/guardduty.ts';

/** Credentials are in the wrong hands: the sessions they belong to are cut off. */
const STOLEN = [
  'UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.InsideAWS',
  'UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS',
  'UnauthorizedAccess:IAMUser/ResourceCredentialExfiltration.InsideAWS',
  'UnauthorizedAccess:IAMUser/ResourceCredentialExfiltration.OutsideAWS',
  'CredentialAccess:IAMUser/CompromisedCredentials',
  'Exfiltration:IAMUser/AnomalousBehavior',
  'Impact:IAMUser/AnomalousBehavior',
  'AttackSequence:IAM/CompromisedCredentials',
];
/** GuardDuty's AI Protection: a model is used in an unusual way. By itself no proof of theft, so a person is told. */
const UNUSUAL = ['Impact:IAMUser/AnomalousModelInvocation', 'Impact:IAMUser/CostHarvesting', 'Impact:IAMUser/PromptInjection.Direct'];

export const POLICY = 'mlwarden-revoke-older-sessions';
const settings = z.strictObject({});

const revoke = (before: string): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: '*', Resource: '*', Condition: { DateLessThan: { 'aws:TokenIssueTime': before } } }],
});
/** Up to when sessions are denied everything, in milliseconds. A policy of our name that says anything else denies nothing for certain. */
function line({ inline }: PrincipalState): number {
  const statements = inline[POLICY]?.Statement;
  const stated = /"aws:TokenIssueTime":"([^"]+)"/.exec(JSON.stringify(statements) ?? '')?.[1];
  return stated !== undefined && isDeepStrictEqual(statements, revoke(stated).Statement) ? Date.parse(stated) : Number.NEGATIVE_INFINITY;
}

/** The last sight of stolen credentials that the line does not cover yet, if any. ISO 8601. */
function uncovered(state: PrincipalState): string | undefined {
  const last = of(state, STOLEN)
    .map((f) => f.lastSeen)
    .sort()
    .at(-1);
  return last !== undefined && !(line(state) >= Date.parse(last)) ? last : undefined;
}
const of = ({ findings }: PrincipalState, types: readonly string[]) => Object.values(findings).filter((f) => types.includes(f.type));

/** What a thief holds is a session. Sessions issued after the last sight are the workload's own: they go on. */
export const remediation: Remediation<PrincipalState, RoleTable, 'PutRolePolicy', z.infer<typeof settings>> = {
  id: 'role-credentials-stolen',
  family: 'identity',
  title: 'No session of the role that may be in the wrong hands is allowed anything',
  severity: 'critical',
  standards: [...STOLEN, ...UNUSUAL, 'ATT&CK T1078.004'],
  triggers: [guardDuty([...STOLEN, ...UNUSUAL])],
  kind: principal,
  calls: ['PutRolePolicy'],
  undos: ['DeleteRolePolicy'],
  settings,
  flaw(state): Flaw | undefined {
    const last = uncovered(state);
    const stolen = last === undefined ? [] : of(state, STOLEN);
    const types = [...new Set([...stolen, ...of(state, UNUSUAL)].map((f) => f.type))].sort().join(', ');
    if (types === '') return undefined;
    const open = last === undefined ? '' : `: sessions issued before ${last} are still allowed`;
    return { says: `GuardDuty reports ${types}${open}`, contained: false };
  },
  repair(state, { name: RoleName }) {
    if (state.kind !== 'role')
      return { do: 'tell', why: `credentials of ${state.kind === 'root' ? 'the root user' : 'a user'}: only a person may take them away` };
    const last = uncovered(state);
    if (last === undefined) return { do: 'tell', why: 'a model is used in an unusual way: by itself no proof of theft' };
    const policy = { RoleName, PolicyName: POLICY };
    const put = (document: PolicyDocument) =>
      ({ api: 'PutRolePolicy', input: { ...policy, PolicyDocument: JSON.stringify(document) } }) as const;
    const document = revoke(last);
    const former = state.inline[POLICY];
    return {
      do: 'step',
      call: put(document),
      effect: 'disruptive',
      expect: { inline: { [POLICY]: document } },
      undo: former ? put(former) : { api: 'DeleteRolePolicy', input: policy },
    };
  },
};
