/** Users as a world file has them. */
import * as z from 'zod/mini';
import type { Iam } from '../iam.ts';
import { duration } from './duration.ts';

/** `keys` by id; `used`: how long ago, for S3. */
export const userSchema = z.strictObject({
  UserName: z.string(),
  Path: z.optional(z.string()),
  Tags: z.optional(z.array(z.strictObject({ Key: z.string(), Value: z.string() }))),
  attached: z.optional(z.array(z.string())),
  keys: z._default(
    z.record(
      z.string(),
      z.strictObject({
        Status: z._default(z.enum(['Active', 'Inactive']), 'Active'),
        age: z.optional(duration),
        used: z.optional(duration),
      }),
    ),
    {},
  ),
});

export function furnishUser(iam: Iam, user: z.infer<typeof userSchema>, ago: (age: number | undefined) => Date): void {
  const { keys, Path, Tags, attached, UserName } = user;
  const key = ({ Status, age, used }: (typeof keys)[string]) => ({
    Status,
    CreateDate: ago(age),
    ...(used !== undefined && { lastUsed: { LastUsedDate: ago(used), ServiceName: 's3', Region: 'eu-west-1' } }),
  });
  iam.users.place({
    UserName,
    ...(Path && { Path }),
    ...(Tags && { Tags }),
    ...(attached && { attached }),
    keys: Object.fromEntries(Object.entries(keys).map(([id, given]) => [id, key(given)])),
  });
}
