import type { Job } from '../../../src/resources/job.ts';
import type { TrainingJobState } from '../../../src/resources/training-job.ts';
import type { TuningJob } from '../../../src/resources/tuning-job.ts';

/** A job of one instance that is as it is to be. */
export const job = (but: Partial<Job>): Job => ({
  phase: 'InProgress',
  over: ['Completed', 'Failed', 'Stopped', 'MaxRuntimeExceeded', 'MaxWaitTimeExceeded'].includes(but.phase ?? ''),
  created: '2026-11-01T10:00:00.000Z',
  isolated: true,
  vpc: true,
  unkeyed: false,
  encrypted: true,
  instances: 1,
  ...but,
});
export const trainingJob = (but: Partial<TrainingJobState>): TrainingJobState => ({
  ...job({ phase: 'Training', ...but }),
  remoteDebug: but.remoteDebug ?? false,
});
/** Its containers have no traffic that it could encrypt. */
export const transformJob = (but: Partial<Job>): Job => {
  const { encrypted, ...rest } = job(but);
  return rest;
};
/** AutoML chooses how many instances, and is never isolated. */
export const autoMLJob = (but: Partial<Job>): Job => {
  const { isolated, instances, ...rest } = job(but);
  return rest;
};
/** Of one definition that is as it is to be. */
export const tuningJob = (but: Partial<TuningJob> & { readonly how?: Partial<TuningJob['definitions'][number]> } = {}): TuningJob => {
  const { phase, over, created, isolated, vpc, unkeyed, encrypted, instances } = job(but);
  const { how, ...rest } = but;
  const one = { isolated, vpc, unkeyed, encrypted, instances, ...how } as TuningJob['definitions'][number];
  return { phase, over, created, definitions: [one], ...rest };
};
