import fc from 'fast-check';
import type * as z from 'zod/mini';
import { visitSchema } from '../../src/engine/house.ts';
import { rulingSchema } from '../../src/ledger/rulings.ts';
import { sweepSchema } from '../../src/ledger/sweep-note.ts';
import { remediations } from '../../src/registry.ts';

// The same chance for every mutant; and a counterexample is enough, however long it is.
fc.configureGlobal({ seed: 1, endOnFailure: true });

// What is made when it is first used would count as reached by one test alone, the first that uses it.
const lazy: readonly unknown[] = [visitSchema, rulingSchema, sweepSchema, ...remediations.flatMap((r) => r.triggers.map((t) => t.schema))];
for (const schema of lazy) (schema as z.ZodMiniLazy)._zod.innerType;
