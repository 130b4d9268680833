import * as z from 'zod/mini';
import type { Remediation } from '../../engine/remediation.ts';
import { ACCOUNT } from '../../resources/account.ts';
import { type DetectorState, type DetectorTable, detector } from '../../resources/detector.ts';
import { cloudtrail } from '../../triggers/cloudtrail.ts';
import { configRule } from '../../triggers/config.ts';
import { securityHub } from '../../triggers/security-hub.ts';

const named = { type: ACCOUNT, id: 'detectorId' };
const settings = z.strictObject({});

const turned = (DetectorId: string, Enable: boolean) => ({ api: 'UpdateDetector', input: { DetectorId, Enable } }) as const;

/** A detector that was deleted is not made anew (docs/decisions/0030). */
export const remediation: Remediation<DetectorState, DetectorTable, 'UpdateDetector', z.infer<typeof settings>> = {
  id: 'guardduty-detector',
  family: 'detectors',
  title: 'GuardDuty watches the account',
  severity: 'high',
  standards: ['GuardDuty.1', 'guardduty-enabled-centralized', 'ATT&CK T1562.008'],
  triggers: [
    cloudtrail('guardduty', { UpdateDetector: named, DeleteDetector: named, CreateDetector: { ...named, answer: 'detectorId' } }),
    configRule(ACCOUNT, ['guardduty-enabled-centralized']),
    ...securityHub(ACCOUNT, ['GuardDuty.1']),
  ],
  kind: detector,
  calls: ['UpdateDetector'],
  settings,
  flaw({ status }) {
    if (status === 'ENABLED') return undefined;
    return { says: status ? 'GuardDuty is suspended: it finds nothing new' : 'GuardDuty is off: there is no detector', contained: false };
  },
  repair({ id }) {
    if (id === undefined)
      return {
        do: 'tell',
        why: 'a new detector has a new id and none of the findings, filters and lists of the old one, and begins with protection plans that cost: a person enables it',
      };
    return { do: 'step', call: turned(id, true), effect: 'reversible', expect: { status: 'ENABLED' }, undo: turned(id, false) };
  },
};
