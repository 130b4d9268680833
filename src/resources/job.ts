/** What SageMaker's jobs have in common: how one runs, and what it may lack of what is asked. */
import * as z from 'zod/mini';
import type { Flaw, Wait } from '../engine/remediation.ts';
import { hasVolume } from './instance-type.ts';
import { age } from './newborn.ts';

/**
 * `phase`: what SageMaker says it is at. `over`: nothing of it runs any more. `created`: ISO 8601. `unkeyed`: an instance type of it has a
 * volume, and no key of its owner's encrypts that. `parent`: ARN of what launched it, and would launch another. Not there: `isolated` and `vpc`
 * where the model that a job runs is gone, `encrypted` where such a job has no choice in it.
 */
export type Job = {
  readonly phase: string;
  readonly over: boolean;
  readonly created: string;
  readonly isolated?: boolean;
  readonly vpc?: boolean;
  readonly unkeyed: boolean;
  readonly encrypted?: boolean;
  readonly instances: number;
  readonly parent?: string;
};

/** Traffic between containers is there from two instances on. */
const LACKS = {
  vpc: (s: Job) => s.vpc === false && 'outside a VPC',
  'volume-key': (s: Job) => s.unkeyed && 'on volumes without a customer managed key',
  'traffic-encryption': (s: Job) =>
    s.instances > 1 && s.encrypted === false && `with traffic between its ${s.instances} instances in clear text`,
  'network-isolation': (s: Job) => s.isolated === false && 'without network isolation',
};
type Want = keyof typeof LACKS;

/**
 * The setting `demands`, of what this kind of job can have. Network isolation is not asked for by itself: a container that installs packages, or
 * talks to a service, cannot do without a network.
 */
export const demanded = <W extends Want>(wants: readonly [W, ...W[]]) =>
  z.strictObject({
    demands: z._default(
      z.array(z.enum(wants)).check(z.minLength(1)),
      wants.filter((want) => want !== 'network-isolation'),
    ),
  });

/** That it lacks anything of that. */
export function lacking(s: Job, demands: readonly Want[]): Flaw | undefined {
  const lacks = demands.map((want) => LACKS[want](s)).filter((lack) => lack !== false);
  return lacks.length === 0 ? undefined : { says: `it runs ${lacks.join(', ')}`, contained: false };
}

/** SageMaker API reference, DescribeProcessingJob and DescribeTransformJob, their statuses: the others are InProgress and Stopping. */
export const OVER: readonly string[] = ['Completed', 'Failed', 'Stopped'];

/** What is neither at work nor over is on its way from one to the other, or in a phase of a day to come: it is waited for. */
export const unless =
  (...working: readonly string[]) =>
  ({ phase, over }: Job): Wait | undefined =>
    working.includes(phase) || over ? undefined : { do: 'wait', for: `the job, which is ${phase}`, again: 30 };

/** No volume of these instance types has a key, though one has a volume. */
export const withoutKey = (key: string | undefined, ...types: readonly (string | undefined)[]): boolean =>
  !key && types.some((type) => type !== undefined && hasVolume(type));

/** Why a job that another thing launched is only told of. */
export const launchedBy = (parent: string) =>
  ({ do: 'tell', why: `${parent} launched it, and would launch another: stop that, if anything` }) as const;

/** What stopping it loses. `noun`: what it is told by afterwards. */
export const lost = (what: string, created: string, now: Date, noun: string): string =>
  `what a job that is ${age(created, now)} old has ${what}; ` +
  `Describe${noun} goes on saying how it was started, to start another as it should be`;
