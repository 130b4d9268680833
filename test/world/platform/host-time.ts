/**
 * The host as an invocation sees it. Code that runs inside one is told virtual time by `Date`, `performance.now`, `setTimeout` and
 * `AbortSignal.timeout`, and draws seeded numbers from `Math.random` (the SDK's pauses between retries use three of these).
 * All other code of the machine sees the host as it is.
 */
import { current } from './current.ts';

const host = {
  Date,
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  timeout: AbortSignal.timeout,
  elapsed: performance.now.bind(performance),
  random: Math.random,
};

function now(): number {
  const invocation = current();
  return invocation ? invocation.clock.now() + invocation.skew : host.Date.now();
}

const virtualDate: DateConstructor = new Proxy(host.Date, {
  construct: (target, args, self) => Reflect.construct(target, args.length === 0 ? [now()] : args, self === virtualDate ? target : self),
  apply: () => new host.Date(now()).toString(),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});

/** What `setTimeout` answers inside an invocation. */
interface Handle {
  readonly cancel: () => void;
  unref(): Handle;
  ref(): Handle;
}

function setVirtualTimeout(then: (...args: unknown[]) => void, ms = 0, ...args: unknown[]): unknown {
  const invocation = current();
  if (!invocation) return host.setTimeout(then, ms, ...args);
  const cancel = invocation.after(Math.max(ms, 1), () => then(...args), true);
  const handle: Handle = { cancel, unref: () => handle, ref: () => handle };
  return handle;
}

function clearVirtualTimeout(handle: unknown): void {
  if (typeof handle === 'object' && handle !== null && 'cancel' in handle) (handle as Handle).cancel();
  else host.clearTimeout(handle as NodeJS.Timeout);
}

/** A deadline is not something the code waits for: it does not keep an invocation busy. */
function virtualDeadline(ms: number): AbortSignal {
  const invocation = current();
  if (!invocation) return host.timeout(ms);
  const controller = new AbortController();
  invocation.after(ms, () => controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError')), false);
  return controller.signal;
}

let borrowers = 0;
/** From now until the answer is called, invocations live in virtual time. */
export function borrowHost(): () => void {
  borrowers += 1;
  if (borrowers === 1) {
    Object.assign(globalThis, { Date: virtualDate, setTimeout: setVirtualTimeout, clearTimeout: clearVirtualTimeout });
    AbortSignal.timeout = virtualDeadline;
    performance.now = () => current()?.clock.now() ?? host.elapsed();
    Math.random = () => current()?.random() ?? host.random();
  }
  return () => {
    borrowers -= 1;
    if (borrowers > 0) return;
    Object.assign(globalThis, { Date: host.Date, setTimeout: host.setTimeout, clearTimeout: host.clearTimeout });
    AbortSignal.timeout = host.timeout;
    performance.now = host.elapsed;
    Math.random = host.random;
  };
}
