import type * as z from 'zod/mini';
import type { Remediation } from '../../engine/remediation.ts';
import { type AutoMLJobTable, autoMLJob } from '../../resources/automl-job.ts';
import { demanded, type Job, lacks, lost } from '../../resources/job.ts';
import { cloudtrail } from '../../triggers/cloudtrail.ts';
import { stateChange } from '../../triggers/state-change.ts';

const TYPE = 'AWS::SageMaker::AutoMLJob';
const named = { type: TYPE, id: 'autoMLJobName' };
const settings = demanded(['vpc', 'volume-key', 'traffic-encryption']);

/** What it launches runs as its security configuration says, which nothing changes. SageMaker tells of no state of it, but of its jobs'. */
export const remediation: Remediation<Job, AutoMLJobTable, 'StopAutoMLJob', z.infer<typeof settings>> = {
  id: 'automl-isolation',
  family: 'jobs',
  title: 'What the AutoML job launches runs where and as it is to run: in a VPC, encrypted',
  severity: 'high',
  standards: ['ATLAS AML.T0025'],
  triggers: [
    cloudtrail('sagemaker', { CreateAutoMLJob: named, CreateAutoMLJobV2: named }),
    stateChange('SageMaker Processing Job State Change', 'AWS::SageMaker::ProcessingJob', {
      name: 'ProcessingJobName',
      arn: 'ProcessingJobArn',
    }),
    stateChange('SageMaker Training Job State Change', 'AWS::SageMaker::TrainingJob', { name: 'TrainingJobName', arn: 'TrainingJobArn' }),
  ],
  kind: autoMLJob,
  calls: ['StopAutoMLJob'],
  settings,
  flaw(state, { settings: { demands } }) {
    const lack = state.phase === 'InProgress' && lacks(state, demands);
    return lack ? { says: `what it launches runs ${lack}`, contained: false } : undefined;
  },
  repair({ created }, { name: AutoMLJobName }, { now }) {
    return {
      do: 'step',
      call: { api: 'StopAutoMLJob', input: { AutoMLJobName } },
      effect: 'disruptive',
      expect: { over: true },
      loses: lost('under way in the jobs that it launched, and the candidates that it has not tried', created, now, 'AutoMLJobV2'),
    };
  },
};
