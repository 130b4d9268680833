import * as z from 'zod/mini';
import type { Remediation } from '../../engine/remediation.ts';
import { ACCOUNT } from '../../resources/account.ts';
import { type RecorderState, type RecorderTable, recorder } from '../../resources/recorder.ts';
import { cloudtrail } from '../../triggers/cloudtrail.ts';
import { securityHub } from '../../triggers/security-hub.ts';

const named = { type: ACCOUNT, id: 'configurationRecorderName' };
/** Config calls a recorder that was given no name `default` (Config API, ConfigurationRecorder). */
const put = { type: ACCOUNT, id: 'configurationRecorder.name', otherwise: 'default' };
const settings = z.strictObject({});

/** Nothing of ours may stop a recorder, so the step has no undo, and is none of those that are `reversible` (docs/decisions/0030). */
export const remediation: Remediation<RecorderState, RecorderTable, 'StartConfigurationRecorder', z.infer<typeof settings>> = {
  id: 'config-recorder',
  family: 'detectors',
  title: 'Config records what changes in the account',
  severity: 'high',
  standards: ['Config.1', 'ATT&CK T1562.008'],
  triggers: [
    cloudtrail('config', { StopConfigurationRecorder: named, DeleteConfigurationRecorder: named, PutConfigurationRecorder: put }),
    ...securityHub(ACCOUNT, ['Config.1']),
  ],
  kind: recorder,
  calls: ['StartConfigurationRecorder'],
  settings,
  flaw({ name, recording }) {
    if (recording) return undefined;
    return { says: name ? 'the recorder is stopped: its rules judge what was' : 'there is no recorder', contained: false };
  },
  repair({ name, channel }) {
    if (name === undefined) return { do: 'tell', why: 'what a recorder records, by which role and where to, is for a person to say' };
    if (!channel) return { do: 'tell', why: 'it has no delivery channel, and none is started without: a person says where to deliver to' };
    return {
      do: 'step',
      call: { api: 'StartConfigurationRecorder', input: { ConfigurationRecorderName: name } },
      effect: 'disruptive',
      expect: { recording: true },
      loses: 'that it is stopped: mlwarden may stop no recorder, its administrators can',
    };
  },
};
