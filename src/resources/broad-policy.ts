/** What of a policy makes a role an administrator. */
import * as z from 'zod/mini';
import { allows, conditional, type PolicyDocument } from './policy-document.ts';

const pattern = z.string().check(z.regex(/^(\*|[a-z0-9-]+:[A-Za-z0-9*?]+)$/, 'an action pattern such as iam:*'));

export const broadSettings = z.strictObject({
  /** Action patterns that no ML role may have on every resource. `sagemaker:*` and `s3:*` would hit AmazonSageMakerFullAccess. */
  broad: z._default(z.array(pattern), ['*', 'iam:*']),
});
export type BroadSettings = z.infer<typeof broadSettings>;

/** The pattern that a policy allows. `free`: without a condition; only that is ever taken away. */
export interface Offence {
  readonly allows: string;
  readonly free: boolean;
}
/** The worst of the document's offences, if it has any. */
export function offence(document: PolicyDocument, { broad }: BroadSettings): Offence | undefined {
  const bad = document.Statement.flatMap((s) => {
    const allowed = allows(s, broad);
    return allowed === undefined ? [] : [{ allows: allowed, free: !conditional(s) }];
  });
  return bad.find(({ free }) => free) ?? bad[0];
}
export const offends = (policy: string, { allows: pattern, free }: Offence): string =>
  `${policy} allows ${pattern} on *${free ? '' : ' under a condition'}`;
/** Why an offence that is not `free` stays. */
export const UNDER_A_CONDITION = 'what is too broad is allowed under a condition: whether the condition is enough is for a person to say';
