import type * as z from 'zod/mini';
import type { Remediation } from '../../engine/remediation.ts';
import { demanded, lacks, launchedBy, lost } from '../../resources/job.ts';
import { type TuningJob, type TuningJobTable, tuningJob } from '../../resources/tuning-job.ts';
import { cloudtrail } from '../../triggers/cloudtrail.ts';
import { stateChange } from '../../triggers/state-change.ts';

const TYPE = 'AWS::SageMaker::HyperParameterTuningJob';
const settings = demanded(['vpc', 'volume-key', 'traffic-encryption', 'network-isolation']);

/** Its training jobs run as its definitions say, which nothing changes: SageMaker takes them at CreateHyperParameterTuningJob alone. */
export const remediation: Remediation<TuningJob, TuningJobTable, 'StopHyperParameterTuningJob', z.infer<typeof settings>> = {
  id: 'tuning-isolation',
  family: 'jobs',
  title: 'What the tuning job launches runs where and as it is to run: in a VPC, encrypted',
  severity: 'high',
  standards: ['ATLAS AML.T0025'],
  triggers: [
    cloudtrail('sagemaker', { CreateHyperParameterTuningJob: { type: TYPE, id: 'hyperParameterTuningJobName' } }),
    stateChange('SageMaker HyperParameter Tuning Job State Change', TYPE, {
      name: 'HyperParameterTuningJobName',
      arn: 'HyperParameterTuningJobArn',
    }),
    stateChange('SageMaker Training Job State Change', 'AWS::SageMaker::TrainingJob', { name: 'TrainingJobName', arn: 'TrainingJobArn' }),
  ],
  kind: tuningJob,
  calls: ['StopHyperParameterTuningJob'],
  settings,
  flaw({ phase, definitions }, { settings: { demands } }) {
    if (phase !== 'InProgress') return undefined;
    const said = definitions.flatMap((how) => {
      const lack = lacks(how, demands);
      return lack ? [`what it launches${how.name ? ` by ${how.name}` : ''} runs ${lack}`] : [];
    });
    return said.length > 0 ? { says: said.join('; '), contained: false } : undefined;
  },
  repair({ created, parent }, { name: HyperParameterTuningJobName }, { now }) {
    if (parent) return launchedBy(parent);
    return {
      do: 'step',
      call: { api: 'StopHyperParameterTuningJob', input: { HyperParameterTuningJobName } },
      effect: 'disruptive',
      expect: { over: true },
      // SageMaker API reference, StopHyperParameterTuningJob: running training jobs stop with it, and all that was put out stays.
      loses: lost('under way in its training jobs, and the rest of its search', created, now, 'HyperParameterTuningJob'),
    };
  },
};
