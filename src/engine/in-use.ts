/** What is told, to those who are asked, of a resource's present use: read when a request is opened, at no other look, and never judged. */
import type { Errand } from './errand.ts';
import { judge } from './judge.ts';
import type { Plan, View } from './plan.ts';
import { refusal } from './refusal.ts';
import type { Json, Seen } from './remediation.ts';

/** Milliseconds after which the request is opened without it. */
const PATIENCE = 3_000;

/** The same plan, with what was read in the request that it opens. One that opens none is left as it is. */
export async function withUse(errand: Errand, view: View, plan: Plan): Promise<Plan> {
  const { seen } = view;
  if (!seen || !plan.draft.entries.some(({ type }) => type === 'asked')) return plan;
  const use = await useOf(errand, seen);
  return use ? judge({ ...view, seen: { ...seen, depends: [...use, ...(seen.depends ?? [])] } }) : plan;
}

/** Undefined: its kind reads nothing of the sort. What cannot be read is said, and nobody is asked later for it. */
async function useOf({ remediation: { kind }, visit }: Errand, { state }: Seen<Json>): Promise<readonly string[] | undefined> {
  if (!kind.inUse) return undefined;
  const signal = AbortSignal.timeout(PATIENCE);
  try {
    return await Promise.race([kind.inUse.read(visit.resource, state, signal), over(signal)]);
  } catch (error) {
    return [`its use could not be read: ${signal.aborted ? `no answer within ${PATIENCE / 1000} s` : refusal(error).text}`];
  }
}

/** A read that does not heed its signal is not waited for either. */
const over = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
