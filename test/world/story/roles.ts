/** Roles as a world file has them. */
import * as z from 'zod/mini';
import type { Iam } from '../iam.ts';
import { duration } from './duration.ts';
import { furnishUses, uses } from './use.ts';

export const roleSchema = z.strictObject({
  RoleName: z.string(),
  Path: z.optional(z.string()),
  RoleId: z.optional(z.string()),
  /** The service that may assume it; default sagemaker. */
  service: z.optional(z.string()),
  /** Its trust policy, where it says more than that. */
  trust: z.optional(z.record(z.string(), z.unknown())),
  attached: z._default(z.array(z.string()), []),
  inline: z._default(z.record(z.string(), z.record(z.string(), z.unknown())), {}),
  uses,
  age: z.optional(duration),
});

export function furnishRole(iam: Iam, role: z.infer<typeof roleSchema>, now: number, CreateDate: Date): void {
  const { age: _, service = 'sagemaker', trust = trustOf(service), inline, Path, RoleId, uses: used, ...rest } = role;
  furnishUses(iam, role.RoleName, used, now);
  iam.roles.place({
    ...rest,
    ...(Path && { Path }),
    ...(RoleId && { RoleId }),
    AssumeRolePolicyDocument: JSON.stringify(trust),
    inline: Object.fromEntries(Object.entries(inline).map(([name, doc]) => [name, JSON.stringify(doc)])),
    CreateDate,
  });
}

const trustOf = (service: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: `${service}.amazonaws.com` }, Action: 'sts:AssumeRole' }],
});
