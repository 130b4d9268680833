/** What every modelled AWS service is given, and what it must be. The platform (time, wire, queues, bus) is on one side, the services on the other. */

import type { Recorded } from './cloudtrail-history.ts';
import { type Sightings, sightings } from './observed.ts';

/** Virtual time. Nothing in the world reads the machine's clock. */
export interface WorldClock {
  /** Epoch milliseconds. */
  now(): number;
  /** Runs `then` when virtual time has come that far. */
  at(time: number, then: () => void | Promise<void>): void;
}

/** Seeded; the only source of chance in the world. */
export interface Random {
  /** 0 <= x < 1 */
  next(): number;
  /** 0 <= n < below */
  int(below: number): number;
}

export interface Habitat {
  readonly account: string;
  readonly region: string;
  readonly clock: WorldClock;
  readonly random: Random;
  /** Puts an event on the default bus after AWS's delivery delay; the platform adds version, id, account, region, time where not given. */
  emit(event: { source: string; 'detail-type': string; resources?: readonly string[]; region?: string; detail: unknown }): void;
  /** False turns off stale reads (a test of one rule may want the truth). */
  readonly stale: boolean;
  /** Every call that CloudTrail has recorded; where there is none, nobody looks any up. */
  readonly history?: Recorded[];
  /** Told of every change of what is stored, as it happens. */
  wrote?(key: string, before: unknown, after: unknown): void;
}

/** Who calls: a person's or a role's ARN, so that CloudTrail can name them. */
export interface Caller {
  readonly arn: string;
}

/**
 * One modelled service. `call` takes the operation's API name and its input as plain data in the SDK's own member names
 * and returns the output likewise (Dates as Date), a copy of its own: the caller may keep it. Refusals are thrown as AwsError.
 */
export interface Service {
  /** As in the endpoint's host name: `sagemaker`, `iam`, `guardduty`, `config`, `dynamodb`, `sqs`. */
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: the wire is untyped; each service checks what it reads.
  call(operation: string, input: any, caller: Caller): unknown;
}

/** A refusal in AWS's own words. `code` is the name on the wire (`ValidationException`, `NoSuchEntity`). */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  readonly fields: Record<string, unknown>;
  constructor(code: string, message: string, status = 400, fields: Record<string, unknown> = {}) {
    super(message);
    this.name = 'AwsError';
    this.code = code;
    this.status = status;
    this.fields = fields;
  }
}

/** How far a rule of the world can be trusted. `assumed` ones are counted and printed. */
export interface Rule {
  readonly id: string;
  readonly says: string;
  readonly source: string;
  readonly status: 'documented' | 'observed' | 'assumed';
}
const rules = new Map<string, Rule>();
/** Declares a rule of the world beside the code that obeys it. */
export function rule(id: string, status: Rule['status'], says: string, source: string): Rule {
  const made = { id, says, source, status };
  rules.set(id, made);
  return made;
}
/** Every rule declared by the modules loaded so far. What was assumed and has been seen to hold on AWS since is `observed`. */
export const allRules = (seen: Sightings = sightings()): readonly Rule[] =>
  [...rules.values()].map((made) => {
    const { held, by } = seen.get(made.id) ?? {};
    return made.status === 'assumed' && held ? { ...made, status: 'observed', source: `${made.source}; seen of AWS: ${by}` } : made;
  });
