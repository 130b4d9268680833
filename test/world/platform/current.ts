import { AsyncLocalStorage } from 'node:async_hooks';
import type { Invocation } from './invocation.ts';

export const running = new AsyncLocalStorage<Invocation>();
/** Whose code asks; undefined = a test, a story, the world itself. */
export const current = (): Invocation | undefined => running.getStore();
