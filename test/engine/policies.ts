import * as z from 'zod/mini';
import type { Policy } from '../../src/engine/policy.ts';
import { policySchema } from '../../src/engine/policy-schema.ts';

/** Everything that may be enforced is; parts can be laid over it. */
export function policy(over: Record<string, unknown> = {}): Policy {
  const parsed = z.parse(policySchema, {
    defaults: { reversible: 'enforce', disruptive: 'enforce', destructive: 'observe' },
    budget: { account: { repairs: 50, per: '10m' }, violation: { repairs: 20, per: '10m' } },
    ...over,
  });
  return { ...parsed, hash: 'policy-of-the-test' };
}
