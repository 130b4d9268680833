/** How what is in a world file is used. */
import * as z from 'zod/mini';
import type { CloudWatch } from '../cloudwatch.ts';
import type { Iam } from '../iam.ts';
import { duration } from './duration.ts';

/** Of an endpoint: how many an hour, by variant. */
export const invocations = z.optional(z.record(z.string(), z.number()));
/** Of a role: the services it has called, each by its namespace and name, how long ago, and which actions of those that IAM tracks. */
export const uses = z.optional(
  z.array(
    z.strictObject({ ServiceNamespace: z.string(), ServiceName: z.string(), age: duration, actions: z.optional(z.array(z.string())) }),
  ),
);

export function furnishInvocations(cloudWatch: CloudWatch, endpoint: string, hourly: z.infer<typeof invocations> = {}): void {
  for (const [variant, times] of Object.entries(hourly)) cloudWatch.invoked(endpoint, variant, times);
}
export function furnishUses(iam: Iam, role: string, used: z.infer<typeof uses> = [], now: number): void {
  iam.lastAccessed.uses(
    role,
    used.map(({ age, ...one }) => ({ ...one, LastAuthenticated: new Date(now - age) })),
  );
}
