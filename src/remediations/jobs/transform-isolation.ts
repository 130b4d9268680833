import type * as z from 'zod/mini';
import type { Remediation } from '../../engine/remediation.ts';
import { demanded, type Job, lacking, launchedBy, lost } from '../../resources/job.ts';
import { type TransformJobTable, transformJob } from '../../resources/transform-job.ts';
import { cloudtrail } from '../../triggers/cloudtrail.ts';
import { stateChange } from '../../triggers/state-change.ts';

const TYPE = 'AWS::SageMaker::TransformJob';
const settings = demanded(['vpc', 'volume-key', 'network-isolation']);

/** How a job runs cannot be changed while it does: SageMaker takes its key at CreateTransformJob alone, and its network from its model. */
export const remediation: Remediation<Job, TransformJobTable, 'StopTransformJob', z.infer<typeof settings>> = {
  id: 'transform-isolation',
  family: 'jobs',
  title: 'The transform job runs where and as it is to run: in a VPC, encrypted',
  severity: 'high',
  standards: ['ATLAS AML.T0025'],
  triggers: [
    cloudtrail('sagemaker', { CreateTransformJob: { type: TYPE, id: 'transformJobName' } }),
    stateChange('SageMaker Transform Job State Change', TYPE, { name: 'TransformJobName', arn: 'TransformJobArn' }),
  ],
  kind: transformJob,
  calls: ['StopTransformJob'],
  settings,
  flaw(state, { settings: { demands } }) {
    return state.phase === 'InProgress' ? lacking(state, demands) : undefined;
  },
  repair({ created, parent }, { name: TransformJobName }, { now }) {
    if (parent) return launchedBy(parent);
    return {
      do: 'step',
      call: { api: 'StopTransformJob', input: { TransformJobName } },
      effect: 'disruptive',
      expect: { over: true },
      // SageMaker API reference, StopTransformJob: of a job that is stopped no output is stored.
      loses: lost('transformed, all of it', created, now, 'TransformJob'),
    };
  },
};
