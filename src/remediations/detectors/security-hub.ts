import * as z from 'zod/mini';
import type { Call, Expect, Remediation, Step } from '../../engine/remediation.ts';
import { ACCOUNT } from '../../resources/account.ts';
import { type HubState, type HubTable, hub, standardArn } from '../../resources/hub.ts';
import { cloudtrail } from '../../triggers/cloudtrail.ts';
import { configRule } from '../../triggers/config.ts';

/** Neither call names the hub: there is but one, and AWS calls it `default`. */
const theOne = { type: ACCOUNT, id: 'HubArn', otherwise: 'default' };
const RULE = 'securityhub-enabled';

const settings = z.strictObject({
  /** Standards that have to be enabled, by the last part of their ARN (`aws securityhub describe-standards`). Each is checked, and costs, by itself. */
  standards: z._default(
    z.array(z.string().check(z.regex(/^(standards|ruleset)\/[\w.-]+\/v\/[\d.]+$/, 'the last part of an ARN of a standard'))),
    [],
  ),
  /** Whether a hub that is enabled begins with the standards that AWS enables by itself, too. */
  defaultStandards: z._default(z.boolean(), false),
});
type Settings = z.infer<typeof settings>;

const missing = (s: HubState, { standards }: Settings): readonly string[] => standards.filter((name) => s.standards[name] !== 'enabled');

const enabled = (call: Call<HubTable>, expect: Expect<HubState>, loses: string): Step<HubState, HubTable> => ({
  do: 'step',
  call,
  effect: 'disruptive',
  expect,
  loses: `${loses}, its administrators can`,
});

/** Nothing of ours may disable what is enabled here, so no step has an undo, and none is `reversible` (docs/decisions/0030). */
export const remediation: Remediation<HubState, HubTable, 'EnableSecurityHub' | 'BatchEnableStandards', Settings> = {
  id: 'security-hub',
  family: 'detectors',
  title: 'Security Hub checks the account against the named standards',
  severity: 'high',
  standards: [RULE, 'ATT&CK T1562.001'],
  triggers: [cloudtrail('securityhub', { DisableSecurityHub: theOne, BatchDisableStandards: theOne }), configRule(ACCOUNT, [RULE])],
  kind: hub,
  calls: ['EnableSecurityHub', 'BatchEnableStandards'],
  settings,
  flaw(s, { settings }) {
    if (!s.on) return { says: 'Security Hub is off: nothing is checked, and no finding comes in', contained: false };
    const names = missing(s, settings);
    return names.length > 0 ? { says: `nothing is checked against ${names.join(', ')}`, contained: false } : undefined;
  },
  repair(s, r, { settings }) {
    if (!s.on) {
      const input = { EnableDefaultStandards: settings.defaultStandards };
      return enabled({ api: 'EnableSecurityHub', input }, { on: true }, 'that it is off: mlwarden may switch off no Security Hub');
    }
    const names = missing(s, settings);
    const ready = names.filter((name) => s.standards[name] !== 'leaving');
    if (ready.length === 0) return { do: 'wait', for: `Security Hub to have disabled ${names.join(', ')}`, again: 60 };
    const input = { StandardsSubscriptionRequests: ready.map((name) => ({ StandardsArn: standardArn(r, name) })) };
    const standards = Object.fromEntries(ready.map((name) => [name, 'enabled' as const]));
    return enabled({ api: 'BatchEnableStandards', input }, { standards }, 'that they are disabled: mlwarden may disable no standard');
  },
};
