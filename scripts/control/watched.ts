/** The model of AWS with a stopwatch: when each change left its function, and when each admission was safe. */
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { connect } from '../../src/aws.ts';
import type { Policy } from '../../src/engine/policy.ts';
import { handler } from '../../src/handlers/notebooks/notebook-root-access.ts';
import { furnish } from '../../src/site.ts';
import { attach } from '../../test/world/direct.ts';
import type { Chaos } from '../../test/world/faults.ts';
import { current } from '../../test/world/platform/current.ts';
import type { Asked } from '../../test/world/platform/refusals.ts';
import { services } from '../../test/world/story/services.ts';
import { World } from '../../test/world/world.ts';

export const VIOLATION = 'notebook-root-access';
const READS = /^(Describe|List)/;

/** One DynamoDB request that was answered, for whoever counts what it costs. */
export interface Request {
  readonly operation: string;
  // biome-ignore lint/suspicious/noExplicitAny: requests are read by their operation.
  readonly input: any;
  readonly before: ReadonlyMap<string, unknown>;
}

export class Watched extends World {
  /** Milliseconds of virtual time. */
  readonly left: number[] = [];
  readonly admitted: number[] = [];
  readonly requests: Request[] = [];
  readonly #tokens = new Set<string>();
  /** Told of each admission as it becomes safe. */
  onAdmission = (): void => undefined;

  override answer(asked: Asked, lost: boolean): unknown {
    const { operation, input, from } = asked;
    const before = from && asked.service === 'dynamodb' ? this.#items(operation, input) : new Map();
    const output = super.answer(asked, lost);
    if (from && asked.service === 'dynamodb') this.requests.push({ operation, input, before });
    if (from && operation === 'TransactWriteItems') this.#note(input);
    return output;
  }

  /** An admission, once: its answer may be lost, and the same request asks for it again. */
  #note(input: Request['input']): void {
    const token: string = input.ClientRequestToken;
    if (this.#tokens.has(token) || !JSON.stringify(input).includes('\\"type\\":\\"intent\\"')) return;
    this.#tokens.add(token);
    this.admitted.push(this.clock.now());
    this.onAdmission();
  }

  /** The items a request names, as they stand. */
  #items(operation: string, input: Request['input']): Map<string, unknown> {
    const keys: { pk: { S: string }; sk: { S: string } }[] =
      operation === 'BatchGetItem'
        ? Object.values(input.RequestItems as Record<string, { Keys: [] }>).flatMap(({ Keys }) => Keys)
        : (input.TransactItems ?? []).map(
            (one: { Put?: { Item: never }; ConditionCheck?: { Key: never } }) => one.Put?.Item ?? one.ConditionCheck?.Key,
          );
    const get = ({ pk, sk }: (typeof keys)[number]) =>
      this.dynamodb.call('GetItem', { TableName: 'mlwarden-ledger', Key: { pk, sk }, ConsistentRead: true }) as { Item?: unknown };
    return new Map(keys.map((key) => [`${key.pk.S} ${key.sk.S}`, get(key).Item]));
  }
}

let here: Watched | undefined;

/** Once for the process: every SDK client sends to the world that is being played, and a change is noted as its function lets go of it. */
export function watch(): void {
  attach(() => {
    if (!here) throw new Error('nothing is being played');
    return here;
  });
  const { send } = SageMakerClient.prototype as { send: (this: unknown, command: object, ...more: unknown[]) => unknown };
  const noted = function (this: unknown, command: object, ...more: unknown[]) {
    if (current() && !READS.test(command.constructor.name)) here?.left.push(here.clock.now());
    return send.call(this, command, ...more);
  };
  Object.defineProperty(SageMakerClient.prototype, 'send', { value: noted, configurable: true, writable: true });
}

export interface Street {
  readonly seed: number;
  readonly notebooks: number;
  readonly policy: Policy;
  readonly chaos?: Chaos;
}
export const nameOf = (i: number): string => `Nb-${i}`;

/** A world of notebooks whose users are root, with the function behind its queue as it is deployed. */
export function played({ seed, notebooks, policy, chaos }: Street) {
  const world = new Watched({ seed, start: new Date('2026-11-02T10:00:00Z'), ...(chaos && { chaos }) });
  here = world;
  const { account, region } = world;
  const QUEUE_URL_PREFIX = `https://sqs.${region}.amazonaws.com/${account}/mlwarden-`;
  Object.assign(process.env, { AWS_REGION: region, HOME_ACCOUNT: account, TABLE: 'mlwarden-ledger', MODE: 'policy', QUEUE_URL_PREFIX });
  connect(world.connection());
  furnish({ policy, tell: () => undefined, count: () => undefined, release: 'bench' });
  const { sagemaker } = services(world);
  const CreationTime = new Date('2026-10-01T10:00:00Z');
  for (let i = 0; i < notebooks; i++)
    sagemaker.notebooks.place({ NotebookInstanceName: nameOf(i), RootAccess: 'Enabled', KmsKeyId: 'k', CreationTime });
  const queue = world.subscribe({ name: VIOLATION, pattern: { source: ['nobody'] }, handler, queue: `mlwarden-${VIOLATION}` });
  const look = (i: number) => queue.send(JSON.stringify({ look: { type: 'AWS::SageMaker::NotebookInstance', id: nameOf(i) } }));
  return { world, look };
}
