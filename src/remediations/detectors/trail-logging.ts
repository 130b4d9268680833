import * as z from 'zod/mini';
import type { Remediation } from '../../engine/remediation.ts';
import { ACCOUNT } from '../../resources/account.ts';
import { type TrailState, type TrailTable, trail } from '../../resources/trail.ts';
import { cloudtrail } from '../../triggers/cloudtrail.ts';
import { guardDutyAffected } from '../../triggers/guardduty-affected.ts';
import { securityHub } from '../../triggers/security-hub.ts';

const TYPE = 'AWS::CloudTrail::Trail';
const named = { type: TYPE, id: 'name' };
const DISABLED = 'Stealth:IAMUser/CloudTrailLoggingDisabled';
const settings = z.strictObject({});

/** Nothing of ours may stop a trail, so the step has no undo, and is none of those that are `reversible` (docs/decisions/0030). */
export const remediation: Remediation<TrailState, TrailTable, 'StartLogging', z.infer<typeof settings>> = {
  id: 'trail-logging',
  family: 'detectors',
  title: 'The trail logs',
  severity: 'critical',
  standards: ['CloudTrail.1', DISABLED, 'ATT&CK T1562.008'],
  triggers: [
    cloudtrail('cloudtrail', { StopLogging: named, UpdateTrail: named }),
    guardDutyAffected([DISABLED], TYPE),
    ...securityHub(ACCOUNT, ['CloudTrail.1']),
  ],
  kind: trail,
  calls: ['StartLogging'],
  settings,
  flaw: ({ logging }) => (logging ? undefined : { says: 'it does not log: what is done meanwhile stands in no log', contained: false }),
  repair: (_, { arn }) => ({
    do: 'step',
    call: { api: 'StartLogging', input: { Name: arn } },
    effect: 'disruptive',
    expect: { logging: true },
    loses: 'that it is stopped: mlwarden may stop no trail, its administrators can',
  }),
};
