/** What the verbs that run on one's own machine answer. */
import * as z from 'zod/mini';
import { recordSchema, resource } from '../../src/ledger/items.ts';
import { anything, described, maybe, number, policyFile, step, text, texts, time } from './answers-shapes.ts';

/** What `data` is, by verb. */
export const HERE: Readonly<Record<string, z.core.$ZodType>> = {
  'policy check': z.object({
    file: text,
    hash: text,
    defaults: described(z.record(z.string(), anything), 'by effect, as policy has them'),
    approvers: texts,
  }),
  completion: z.object({ shell: z.enum(['bash', 'zsh', 'fish']), script: text }),
  verify: z.object({ file: text, chains: number, entries: number, faults: texts }),
  scan: z.object({
    at: time,
    region: text,
    accounts: texts,
    policy: policyFile,
    complete: described(z.boolean(), 'false: what is not listed may be wrong all the same'),
    kinds: z.array(
      z.object({
        ...{ kind: text, violations: texts, looked: number },
        failed: described(z.optional(z.string()), 'why its listing broke off'),
        unread: z.array(z.object({ resource: text, says: text })),
      }),
    ),
    findings: z.array(
      z.object({
        ...{ violation: text, title: text, severity: text, resource, owner: text, wrong: text, contained: z.boolean() },
        next: described(z.optional(step), 'what would be done first'),
        says: described(z.optional(z.string()), 'why nothing would be'),
      }),
    ),
    leftAlone: described(z.number(), 'wrong, but nobody lets it be touched: see `--all`'),
    ownersUnread: texts,
  }),
  plan: z.object({
    at: time,
    policy: policyFile,
    plans: z.array(
      z.object({
        ...{ violation: text, title: text, resource, there: z.boolean() },
        ladder: z.optional(
          z.object({
            wrong: text,
            contained: z.boolean(),
            rungs: z.array(step),
            ends: z.enum(['compliant', 'gone', 'told', 'waits', 'unknown']),
            says: maybe,
          }),
        ),
      }),
    ),
  }),
  doctor: z.object({
    at: time,
    region: text,
    checks: z.array(z.object({ check: text, is: z.enum(['right', 'wrong', 'unread']), says: text, fix: maybe })),
  }),
};

/** `replay` plays what may be many stories, and answers for all of them. */
export const REPLAY = z.object({
  policy: z.object({ file: text, hash: text }),
  seed: number,
  chaos: z.boolean(),
  ok: described(z.boolean(), 'every story ended as it says'),
  stories: z.array(
    z.object({
      ...{ story: text, file: text },
      events: described(z.array(z.record(z.string(), anything)), 'as they were sent'),
      cases: z.array(
        z.object({
          violation: text,
          name: text,
          key: text,
          entries: z.array(recordSchema),
          broken: described(z.optional(z.string()), 'what is wrong with its chain'),
        }),
      ),
      calls: described(
        z.array(
          z.object({
            ...{ at: time, caller: text, service: text, operation: text, input: anything, outcome: text },
            lost: described(z.optional(z.literal(true)), 'it took effect, and the caller did not hear so'),
          }),
        ),
        'changes that AWS took from us',
      ),
      looks: described(z.array(z.record(z.string(), anything)), 'what the functions counted'),
      dead: described(z.number(), 'messages given up'),
      problems: described(z.array(z.string()), 'where it did not end as it says'),
    }),
  ),
});
