/** Buckets of S3 as a world file has them. */
import * as z from 'zod/mini';
import { duration } from './duration.ts';

/** `block`: what is true of it; without any there is no block. `policy`: as it is written. */
export const bucketSchema = z.strictObject({
  Name: z.string(),
  block: z.optional(
    z.partial(
      z.strictObject({
        BlockPublicAcls: z.boolean(),
        IgnorePublicAcls: z.boolean(),
        BlockPublicPolicy: z.boolean(),
        RestrictPublicBuckets: z.boolean(),
      }),
    ),
  ),
  policy: z.optional(z.record(z.string(), z.unknown())),
  acl: z.optional(z.string()),
  owner: z.optional(z.string()),
  versioning: z.optional(z.enum(['Enabled', 'Suspended'])),
  encryption: z.optional(z.enum(['AES256', 'aws:kms'])),
  tags: z._default(z.record(z.string(), z.string()), {}),
  age: z.optional(duration),
});
