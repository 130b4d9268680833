/** What SageMaker's jobs have in common: how one runs, and what it may lack of what is asked. */
import * as z from 'zod/mini';
import type { Flaw, Wait } from '../engine/remediation.ts';
import { hasVolume } from './instance-type.ts';
import { age } from './newborn.ts';

/** `phase`: what SageMaker says it is at. `over`: nothing of it runs any more. `created`: ISO 8601. `parent`: ARN of what launched it, and would launch another. */
export type Life = {
  readonly phase: string;
  readonly over: boolean;
  readonly created: string;
  readonly parent?: string;
};

/**
 * `unkeyed`: an instance type of it has a volume, and no key of its owner's encrypts that. Not there: `isolated` and `vpc` where the model that a
 * job runs is gone, `isolated` and `encrypted` where such a job has no choice in it, `instances` where SageMaker chooses how many.
 */
export type How = {
  readonly isolated?: boolean;
  readonly vpc?: boolean;
  readonly unkeyed: boolean;
  readonly encrypted?: boolean;
  readonly instances?: number;
};
export type Job = Life & How;

/** Traffic between containers is there from two instances on. */
const inClear = ({ instances, encrypted }: How) =>
  encrypted === false &&
  (instances === undefined || instances > 1) &&
  `with traffic between its ${instances === undefined ? '' : `${instances} `}instances in clear text`;
const LACKS = {
  vpc: (s: How) => s.vpc === false && 'outside a VPC',
  'volume-key': (s: How) => s.unkeyed && 'on volumes without a customer managed key',
  'traffic-encryption': inClear,
  'network-isolation': (s: How) => s.isolated === false && 'without network isolation',
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

/** What it lacks of that, in words; none where it lacks nothing. */
export const lacks = (s: How, demands: readonly Want[]): string =>
  demands
    .map((want) => LACKS[want](s))
    .filter((lack) => lack !== false)
    .join(', ');

/** That it lacks anything of that. */
export function lacking(s: How, demands: readonly Want[]): Flaw | undefined {
  const said = lacks(s, demands);
  return said ? { says: `it runs ${said}`, contained: false } : undefined;
}

/** SageMaker API reference, DescribeProcessingJob and DescribeTransformJob, their statuses: the others are InProgress and Stopping. */
export const OVER: readonly string[] = ['Completed', 'Failed', 'Stopped'];

/** What is neither at work nor over is on its way from one to the other, or in a phase of a day to come: it is waited for. */
export const unless =
  (...working: readonly string[]) =>
  ({ phase, over }: Life): Wait | undefined =>
    working.includes(phase) || over ? undefined : { do: 'wait', for: `the job, which is ${phase}`, again: 30 };

/** What a description says of its network. */
export const networkOf = (is: {
  readonly VpcConfig?: { readonly Subnets: readonly string[] | undefined } | undefined;
  readonly EnableNetworkIsolation?: boolean | undefined;
  readonly EnableInterContainerTrafficEncryption?: boolean | undefined;
}) => ({
  isolated: is.EnableNetworkIsolation === true,
  vpc: (is.VpcConfig?.Subnets ?? []).length > 0,
  encrypted: is.EnableInterContainerTrafficEncryption === true,
});

/** No volume of these instance types has a key, though one has a volume. */
export const withoutKey = (key: string | undefined, ...types: readonly (string | undefined)[]): boolean =>
  !key && types.some((type) => type !== undefined && hasVolume(type));

/** A tuning job and an AutoML job are judged themselves, by what they launch (decision 0048). */
const JUDGED = /:(hyper-parameter-tuning|automl)-job\//;

/** Why a job that another thing launched is only told of. */
export const launchedBy = (parent: string) =>
  ({
    do: 'tell',
    why: `${parent} launched it, and would launch another: ${JUDGED.test(parent) ? 'that one is judged in its place' : 'stop that, if anything'}`,
  }) as const;

/** What stopping it loses. `noun`: what it is told by afterwards. */
export const lost = (what: string, created: string, now: Date, noun: string): string =>
  `what a job that is ${age(created, now)} old has ${what}; ` +
  `Describe${noun} goes on saying how it was started, to start another as it should be`;
