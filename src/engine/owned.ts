/** Whose a resource is, as its tags say: people are told, and nobody approves what befalls his own. No tag ever exempts. */
import type { Case } from '../ledger/items.ts';
import type { Errand } from './errand.ts';

export type Owned = NonNullable<Case['owned']>;

/** CloudFormation itself sets it, and nobody else can (CloudFormation guide, "Resource tag"). Whatever is changed is changed back with its next update. */
const STACK = 'aws:cloudformation:stack-name';

/** Asked for once a case, where policy names a tag. Undefined: not asked for, or it cannot be read. */
export async function ownedBy({ remediation: { kind }, visit, house }: Errand, kase: Case): Promise<Owned | undefined> {
  const key = house.policy.ownerTag;
  if (key === undefined || !kind.tags || !kase.open || kase.owned) return undefined;
  try {
    const { [key]: owner, [STACK]: stack } = await kind.tags(visit.resource);
    return { ...(owner && { owner }), ...(stack && { stack }) };
  } catch {
    return undefined;
  }
}
