/** Whether AWS Config records what its rules have to judge. */
import { word } from '../../operator/command-line.ts';
import type { Recorder } from './facts.ts';
import { right, type Verdict, wrong } from './verdict.ts';

/** Not recorded with all others, unless it is asked for (Config API, RecordingGroup). */
const IAM = /^AWS::IAM::(User|Group|Role|Policy)$/;

function records({ types }: Recorder, type: string): boolean {
  if ('only' in types) return types.only.includes(type);
  return !types.but.includes(type) && (types.global || !IAM.test(type));
}

function group({ types }: Recorder, needed: readonly string[]): object {
  if ('only' in types) return { allSupported: false, resourceTypes: [...new Set([...types.only, ...needed])] };
  const but = types.but.filter((type) => !needed.includes(type));
  if (but.length === 0) return { allSupported: true, includeGlobalResourceTypes: true };
  return { exclusionByResourceTypes: { resourceTypes: but }, recordingStrategy: { useOnly: 'EXCLUSION_BY_RESOURCE_TYPES' } };
}
const put = (name: string, role: string, what: object): string =>
  `aws configservice put-configuration-recorder --configuration-recorder ${word(`name=${name},roleARN=${role}`)} --recording-group ${word(JSON.stringify(what))}`;

export function recording(recorders: readonly Recorder[], needed: readonly string[]): Verdict {
  const [recorder] = recorders;
  const all = { allSupported: true, includeGlobalResourceTypes: true };
  if (!recorder) return wrong('Config has no recorder (it takes a delivery channel, too)', put('default', '<role>', all));
  const missing = needed.filter((type) => !recorders.some((r) => records(r, type)));
  if (missing.length > 0)
    return wrong(`Config does not record ${missing.join(', ')}`, put(recorder.name, recorder.role, group(recorder, needed)));
  if (recorders.some((r) => r.recording)) return right(`Config records ${needed.join(', ')}`);
  return wrong(
    'Config is switched off',
    `aws configservice start-configuration-recorder --configuration-recorder-name ${word(recorder.name)}`,
  );
}
