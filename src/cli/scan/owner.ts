/** Who owns a resource, by the tag that says so. */
import type { AnyRemediation, Resource } from '../../engine/remediation.ts';
import { said } from '../text.ts';

export const UNKNOWN = 'unknown';

/** `unread`: why the tags could not be read; the owner is not known then. */
export async function ownerOf(
  kind: AnyRemediation['kind'] | undefined,
  r: Resource,
  key: string | undefined,
): Promise<{ readonly owner: string; readonly unread?: string }> {
  if (key === undefined) return { owner: UNKNOWN };
  try {
    return { owner: (await kind?.tags?.(r))?.[key] || UNKNOWN };
  } catch (error) {
    return { owner: UNKNOWN, unread: said(error) };
  }
}
