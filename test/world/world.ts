/** AWS as it behaves, in one process and in virtual time. The same seed gives the same world, call for call. */
import { compile } from '../eventbridge-pattern.ts';
import { Bus } from './bus.ts';
import { Clock } from './clock.ts';
import type { Recorded } from './cloudtrail-history.ts';
import { copy } from './copy.ts';
import { DynamoDB } from './dynamodb.ts';
import { LEDGER } from './dynamodb-table.ts';
import { type Chaos, Faults } from './faults.ts';
import { AwsError, type Habitat, type Random, type Service } from './habitat.ts';
import { type Handler, Lambda } from './lambda.ts';
import { type Logged, logged } from './platform/log.ts';
import { Principals } from './platform/principals.ts';
import type { Asked } from './platform/refusals.ts';
import { quiet, WorldRestless } from './platform/rest.ts';
import { seeded } from './random.ts';
import { Sqs } from './sqs.ts';
import type { Message, Queue } from './sqs-queue.ts';
import type { Gateway } from './way.ts';
import { type RequestHandler, requestHandler } from './wire.ts';

export interface WorldOptions {
  readonly seed: number;
  readonly start: Date;
  readonly account?: string;
  readonly region?: string;
  readonly chaos?: Chaos;
  /** False: every read is true at once. */
  readonly stale?: boolean;
  readonly ledgerTable?: string;
  /** Milliseconds by which the clocks of two sandboxes may be wrong, either way. */
  readonly skew?: number;
}
export interface Subscription {
  /** Of the function and of its rule. */
  readonly name: string;
  readonly pattern: unknown;
  readonly handler: Handler;
  readonly queue: string;
  /** Default `<queue>-dlq`. */
  readonly deadLetters?: string;
  /** The session its calls come from; default the function's own role. */
  readonly role?: string;
}

export class World implements Habitat, Gateway {
  readonly account: string;
  readonly region: string;
  /** May be turned off for a while, to see what is so. */
  stale: boolean;
  readonly clock: Clock;
  readonly random: Random;
  readonly faults: Faults;
  readonly bus: Bus;
  readonly sqs: Sqs;
  readonly dynamodb: DynamoDB;
  readonly lambda: Lambda;
  readonly log: Logged[] = [];
  readonly history: Recorded[] = [];
  readonly requestHandler: RequestHandler = requestHandler(this);
  readonly #twice: number;
  readonly #services = new Map<string, Service>();
  readonly #principals = new Principals();
  readonly #dead = new Set<Queue>();
  #gap: unknown;

  constructor(o: WorldOptions) {
    this.account = o.account ?? '111122223333';
    this.region = o.region ?? 'eu-west-1';
    this.stale = o.stale ?? true;
    this.#twice = o.chaos?.messages.twice ?? 0;
    this.clock = new Clock(o.start);
    this.random = seeded(o.seed);
    this.faults = new Faults(this.random, o.chaos);
    this.bus = new Bus(this, o.chaos);
    this.sqs = new Sqs(this);
    this.lambda = new Lambda(this, { skew: o.skew ?? 0 });
    this.dynamodb = new DynamoDB(this, { [o.ledgerTable ?? 'mlwarden-ledger']: LEDGER });
    this.add(this.sqs).add(this.dynamodb).add(this.lambda.concurrency);
  }

  add(service: Service): this {
    this.#services.set(service.name, service);
    return this;
  }

  /** What an SDK client, or `connect`, needs to be in this world as that principal. */
  connection(arn = `arn:aws:iam::${this.account}:user/observer`) {
    return this.#principals.connection(arn, this.requestHandler);
  }

  callerOf = (accessKeyId: string): string => this.#principals.arnOf(accessKeyId) ?? `arn:aws:iam::${this.account}:root`;

  /** What a person or another system does: one call as plain data, spared by every fault. */
  call(service: string, operation: string, input: unknown, caller = `arn:aws:iam::${this.account}:user/owner`): unknown {
    return this.answer({ service, operation, input: copy(input), caller, account: this.account, region: this.region }, false);
  }

  answer(asked: Asked, lost: boolean): unknown {
    try {
      const service = this.#services.get(asked.service);
      if (!service) throw new Error(`The world has no ${asked.service}.`);
      const output = service.call(asked.operation, asked.input, { arn: asked.caller });
      this.faults.succeeded(asked);
      this.#note(asked, 'ok', lost);
      return output;
    } catch (error) {
      this.#note(asked, error instanceof AwsError ? error.code : 'not modelled', lost);
      if (!(error instanceof AwsError)) this.#gap ??= error;
      throw error;
    }
  }

  refused(asked: Asked, code: string): void {
    this.#note(asked, code, false);
  }

  #note(asked: Asked, outcome: string, lost: boolean): void {
    this.log.push(logged(asked, new Date(this.clock.now()), outcome, lost));
  }

  emit(event: Parameters<Habitat['emit']>[0]): void {
    this.bus.emit(event);
  }

  /** A rule, its queue with dead letters, and the function at the end. */
  subscribe({ name, pattern, handler, queue, deadLetters = `${queue}-dlq`, role }: Subscription): Queue {
    const dead = this.sqs.queue({ name: deadLetters });
    this.#dead.add(dead);
    const made = this.sqs.queue({ name: queue, deadLetters: dead, twice: this.#twice });
    made.consumer = this.lambda.consumer({ name, handler, role: role ?? this.roleOf(name) });
    this.bus.rules.push({ name, matches: compile(pattern), queue: made });
    return made;
  }

  /** The session of a function's own role. */
  roleOf(name: string): string {
    return `arn:aws:sts::${this.account}:assumed-role/mlwarden-${name}/mlwarden-${name}`;
  }

  get deadLetters(): readonly Message[] {
    return [...this.#dead].flatMap((queue) => [...queue.messages.values()]);
  }

  /** Lets everything happen until nothing is to come, or nothing before `until`. Throws WorldRestless, or what the world does not model. */
  async run(until?: Date, steps = 100_000): Promise<void> {
    for (let step = 0; ; step += 1) {
      await quiet(this.lambda.live);
      if (this.#gap) throw this.#gap;
      const next = this.clock.next();
      if (next === undefined || (until && next > until.getTime())) break;
      if (step === steps) throw new WorldRestless(`No rest after ${steps} steps`, this.clock.pending());
      await this.clock.advance();
    }
    if (until) this.clock.moveTo(until.getTime());
  }
}
