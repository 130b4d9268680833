/** What can go wrong with a call that is no fault of its own: asked for one by one, or by chance under chaos. */
import { cancelled } from './dynamodb-transaction.ts';
import { AwsError, type Random } from './habitat.ts';
import { type Asked, broken, denied, missing, throttled, unforeseen } from './platform/refusals.ts';

/**
 * `…-before`: the call never arrived. `…-after`: it took effect and the answer was lost. timeout: no answer ever comes, and the caller gives up;
 * reset: the connection breaks; crash: the function that called dies. conflict and partial are DynamoDB's own. unforeseen: refused in
 * words that nobody has heard before. missing: the service says that it has no such thing. malformed: done, and answered unreadably.
 * slow: the answer comes 2 to 9 s late. stalled: the request comes 45 to 85 s late, when its sender has given up. orphaned: the
 * function dies, and its request arrives up to 85 s later. frozen-…: the sandbox stands still for an hour, then goes on.
 */
export const FAULTS = [
  'throttled',
  'denied',
  'server-error',
  'timeout-before',
  'timeout-after',
  'reset-before',
  'reset-after',
  'crash-before',
  'crash-after',
  'conflict',
  'partial',
  'unforeseen',
  'missing',
  'malformed',
  'slow',
  'stalled',
  'orphaned',
  'frozen-before',
  'frozen-after',
] as const;
export type FaultName = (typeof FAULTS)[number];

/** Plain data, so that a story can hold it. */
export interface Fault {
  readonly what: FaultName;
  /** `sagemaker:StopNotebookInstance`, `dynamodb:*`, `*`. */
  readonly on: string;
  /** Only calls whose input holds this text. */
  readonly where?: string;
  /** Only once this call has succeeded. */
  readonly after?: string;
  /** So many matching calls go well first. */
  readonly skip?: number;
  /** How often it strikes; default once. */
  readonly times?: number;
}

/** Probabilities, 0 to 1. Events reach a rule late, twice or never; messages come twice. */
export interface Chaos {
  readonly calls: { readonly [F in FaultName]?: number };
  readonly events: { readonly late: number; readonly twice: number; readonly lost: number };
  readonly messages: { readonly twice: number };
}
/** Rough weather without loss: every story still has to end as it says. */
export const ROUGH: Chaos = {
  calls: {
    throttled: 0.02,
    'server-error': 0.01,
    'timeout-before': 0.003,
    'timeout-after': 0.003,
    'reset-before': 0.005,
    'reset-after': 0.005,
    'crash-before': 0.004,
    'crash-after': 0.004,
    conflict: 0.03,
    partial: 0.03,
  },
  events: { late: 0.3, twice: 0.2, lost: 0 },
  messages: { twice: 0.05 },
};

const WRITES = new Set(['TransactWriteItems', 'PutItem', 'UpdateItem', 'DeleteItem']);
function possible(what: FaultName, { service, operation }: Asked): boolean {
  if (what === 'conflict') return service === 'dynamodb' && WRITES.has(operation);
  if (what === 'partial') return service === 'dynamodb' && operation === 'BatchGetItem';
  return true;
}

export class Faults {
  readonly #random: Random;
  readonly #chaos: Chaos | undefined;
  /** Planned faults that have struck, and the calls that they struck. */
  readonly struck = new Map<Fault, Asked[]>();
  #planned: { fault: Fault; skip: number; left: number; armed: boolean }[] = [];

  constructor(random: Random, chaos: Chaos | undefined) {
    this.#random = random;
    this.#chaos = chaos;
  }

  /** Returns what ends the fault early. */
  plan(fault: Fault): () => void {
    const planned = { fault, skip: fault.skip ?? 0, left: fault.times ?? 1, armed: fault.after === undefined };
    this.#planned.push(planned);
    return () => {
      planned.left = 0;
    };
  }

  /** All planned faults are forgotten; chaos remains. */
  clear(): void {
    this.#planned = [];
  }

  /** What strikes this call. Chance strikes functions only: who arranges or inspects the world is spared. */
  strikes(asked: Asked, function_: boolean): FaultName | undefined {
    const planned = this.#planned.find((one) => one.armed && one.left > 0 && matches(one.fault, asked) && one.skip-- <= 0);
    if (planned) {
      planned.left -= 1;
      this.struck.set(planned.fault, [...(this.struck.get(planned.fault) ?? []), asked]);
      return planned.fault.what;
    }
    if (!this.#chaos || !function_) return undefined;
    let draw = this.#random.next();
    for (const what of FAULTS) {
      const chance = possible(what, asked) ? (this.#chaos.calls[what] ?? 0) : 0;
      if (draw < chance) return what;
      draw -= chance;
    }
    return undefined;
  }

  /** A call succeeded: faults that waited for it may strike from now on. */
  succeeded({ service, operation }: Asked): void {
    for (const one of this.#planned) one.armed ||= one.fault.after === `${service}:${operation}`;
  }
}

function matches({ on, where, what }: Fault, asked: Asked): boolean {
  const named = on === '*' || on === `${asked.service}:*` || on === `${asked.service}:${asked.operation}`;
  return named && possible(what, asked) && (where === undefined || JSON.stringify(asked.input).includes(where));
}

/** The service's refusal a fault stands for; undefined = it is no refusal. */
export function refusal(what: FaultName, asked: Asked): AwsError | undefined {
  if (what === 'throttled') return throttled(asked);
  if (what === 'denied') return denied(asked);
  if (what === 'server-error') return broken(asked);
  if (what === 'unforeseen') return unforeseen(asked);
  if (what === 'missing') return missing(asked);
  if (what !== 'conflict') return undefined;
  const message = 'Transaction is ongoing for the item';
  if (asked.operation !== 'TransactWriteItems') return new AwsError('TransactionConflictException', message);
  const reasons = asked.input.TransactItems.map((_: unknown, i: number) =>
    i === 0 ? { Code: 'TransactionConflict', Message: message } : { Code: 'None' },
  );
  return cancelled(reasons);
}
