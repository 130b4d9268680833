/** Every verb, once. */
import { reading } from './reading.ts';
import { ruling } from './ruling.ts';
import type { Verb } from './verb.ts';

export const verbs: readonly Verb[] = [...reading, ...ruling];
