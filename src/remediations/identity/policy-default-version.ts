import type { Remediation } from '../../engine/remediation.ts';
import { type BroadSettings, broadSettings, offence, offends, UNDER_A_CONDITION } from '../../resources/broad-policy.ts';
import { type ManagedPolicyState, type ManagedPolicyTable, managedPolicy } from '../../resources/managed-policy.ts';
import { cloudtrail } from '../../triggers/cloudtrail.ts';
import { configRule } from '../../triggers/config.ts';
import { securityHub } from '../../triggers/security-hub.ts';

const POLICY = 'AWS::IAM::Policy';
const byArn = { type: POLICY, id: 'policyArn' };
const RULES = ['iam-policy-blacklisted-check', 'iam-policy-no-statements-with-admin-access', 'iam-policy-no-statements-with-full-access'];
const CONTROLS = ['IAM.1', 'IAM.21'];

const age = (version: string): number => Number(version.slice(1));
/** The newest version before the one in force that makes nobody an administrator. */
function better({ inForce, versions }: ManagedPolicyState, settings: BroadSettings): string | undefined {
  return Object.entries(versions)
    .filter(([id, document]) => age(id) < age(inForce) && !offence(document, settings))
    .map(([id]) => id)
    .sort((a, b) => age(b) - age(a))[0];
}
const offenceIn = ({ inForce, versions }: ManagedPolicyState, settings: BroadSettings) => {
  const document = versions[inForce];
  return document && offence(document, settings);
};

/** A version that passed before is put in force again; none is written, and none deleted. A policy of AWS is never touched. */
export const remediation: Remediation<ManagedPolicyState, ManagedPolicyTable, 'SetDefaultPolicyVersion', BroadSettings> = {
  id: 'policy-default-version',
  family: 'identity',
  title: 'The version of the policy that is in force makes no ML role an administrator',
  severity: 'critical',
  standards: [...CONTROLS, ...RULES, 'ATT&CK T1098.003'],
  triggers: [
    cloudtrail('iam', { CreatePolicyVersion: byArn, SetDefaultPolicyVersion: byArn }),
    configRule([POLICY], RULES),
    ...securityHub(POLICY, CONTROLS),
  ],
  kind: managedPolicy,
  calls: ['SetDefaultPolicyVersion'],
  settings: broadSettings,
  flaw(state, { settings }) {
    const found = state.lent.length > 0 ? offenceIn(state, settings) : undefined;
    return found && { says: offends(`version ${state.inForce}`, found), contained: false };
  },
  repair(state, { arn: PolicyArn }, { settings }) {
    const { inForce } = state;
    if (!offenceIn(state, settings)?.free) return { do: 'tell', why: UNDER_A_CONDITION };
    const VersionId = better(state, settings);
    if (!VersionId) return { do: 'tell', why: `no version before ${inForce} is narrower: write one, or detach it` };
    const api = 'SetDefaultPolicyVersion';
    return {
      do: 'step',
      call: { api, input: { PolicyArn, VersionId } },
      effect: 'disruptive',
      expect: { inForce: VersionId },
      undo: { api, input: { PolicyArn, VersionId: inForce } },
    };
  },
};
