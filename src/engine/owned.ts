/** Whose a resource is, as its tags say: people are told, and nobody approves what befalls his own. No tag ever exempts. */
import type { Case } from '../ledger/items.ts';
import type { Policy } from './policy.ts';
import type { AnyRemediation, Resource } from './remediation.ts';

export type Owned = NonNullable<Case['owned']>;

/**
 * CloudFormation itself sets it, and nobody else can (CloudFormation guide, "Resource tag"). Whatever is changed is changed back with its next
 * update. Terraform sets none by itself: teams name one of theirs in `default_tags` (guide of its AWS provider, "Resource Tagging").
 */
const STACK = 'aws:cloudformation:stack-name';

/** Asked for once a case, where policy names the owner's tag. Undefined: not asked for, or it cannot be read. */
export async function ownedBy(
  { tags }: AnyRemediation['kind'],
  resource: Resource,
  { ownerTag, stackTag = STACK }: Policy,
  { open, owned }: Case,
): Promise<Owned | undefined> {
  if (!ownerTag || !tags || !open || owned) return undefined;
  try {
    const { [ownerTag]: owner, [stackTag]: named, [STACK]: stack = named } = await tags(resource);
    return { ...(owner && { owner }), ...(stack && { stack }) };
  } catch {
    return undefined;
  }
}
