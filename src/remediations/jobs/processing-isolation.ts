import type * as z from 'zod/mini';
import type { Remediation } from '../../engine/remediation.ts';
import { demanded, type Job, lacking, launchedBy, lost } from '../../resources/job.ts';
import { type ProcessingJobTable, processingJob } from '../../resources/processing-job.ts';
import { cloudtrail } from '../../triggers/cloudtrail.ts';
import { stateChange } from '../../triggers/state-change.ts';

const TYPE = 'AWS::SageMaker::ProcessingJob';
const settings = demanded(['vpc', 'volume-key', 'traffic-encryption', 'network-isolation']);

/** How a job runs cannot be changed while it does: SageMaker takes all of this at CreateProcessingJob alone. */
export const remediation: Remediation<Job, ProcessingJobTable, 'StopProcessingJob', z.infer<typeof settings>> = {
  id: 'processing-isolation',
  family: 'jobs',
  title: 'The processing job runs where and as it is to run: in a VPC, encrypted',
  severity: 'high',
  standards: ['ATLAS AML.T0025'],
  triggers: [
    cloudtrail('sagemaker', { CreateProcessingJob: { type: TYPE, id: 'processingJobName' } }),
    stateChange('SageMaker Processing Job State Change', TYPE, { name: 'ProcessingJobName', arn: 'ProcessingJobArn' }),
  ],
  kind: processingJob,
  calls: ['StopProcessingJob'],
  settings,
  flaw(state, { settings: { demands } }) {
    return state.phase === 'InProgress' ? lacking(state, demands) : undefined;
  },
  repair({ created, parent }, { name: ProcessingJobName }, { now }) {
    if (parent) return launchedBy(parent);
    return {
      do: 'step',
      call: { api: 'StopProcessingJob', input: { ProcessingJobName } },
      effect: 'disruptive',
      expect: { over: true },
      // Outputs with S3UploadMode Continuous are there already (SageMaker API reference, ProcessingS3Output).
      loses: lost('computed and not yet uploaded', created, now, 'ProcessingJob'),
    };
  },
};
