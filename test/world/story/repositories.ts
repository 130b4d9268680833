/** Repositories of ECR as a world file has them. */
import * as z from 'zod/mini';
import { duration } from './duration.ts';

const image = z.strictObject({
  scanned: z.optional(z.string()),
  status: z.optional(z.string()),
  findings: z._default(z.array(z.strictObject({ severity: z.string(), when: z.optional(z.string()), status: z.optional(z.string()) })), []),
});

/** `images`: what was found in each, by digest. `policy`: as it is written; `exclusions`: the filters that its mutability does not hold for. */
export const repositorySchema = z.strictObject({
  repositoryName: z.string(),
  imageTagMutability: z.optional(z.string()),
  exclusions: z._default(z.array(z.string()), []),
  policy: z.optional(z.record(z.string(), z.unknown())),
  tags: z._default(z.record(z.string(), z.string()), {}),
  images: z._default(z.record(z.string(), image), {}),
  age: z.optional(duration),
});

/** How the one registry scans, where it does not scan every image on push with BASIC; `rules`: filters by frequency. */
export const scanningSchema = z.strictObject({
  scanType: z.optional(z.string()),
  rules: z.optional(z.record(z.string(), z.array(z.string()))),
  managed: z.optional(z.boolean()),
});
