import type { Asked } from './refusals.ts';

/** One call that reached its service, or was refused in its name. `lost`: it took effect and the caller did not hear so. */
export interface Logged {
  readonly at: string;
  readonly caller: string;
  readonly service: string;
  readonly operation: string;
  readonly input: unknown;
  readonly outcome: string;
  readonly lost?: true;
}

export function logged({ caller, service, operation, input }: Asked, at: Date, outcome: string, lost: boolean): Logged {
  // The SDK draws the client token from the machine, and it says nothing.
  const { ClientRequestToken: _, ...told } = input ?? {};
  return { at: at.toISOString(), caller, service, operation, input: told, outcome, ...(lost && { lost }) };
}
