/** What the first five violations listen to. */
import type { Trigger } from '../../src/engine/remediation.ts';
import { remediations } from '../../src/registry.ts';

export const VIOLATIONS = [
  'notebook-encryption',
  'notebook-root-access',
  'endpoint-encryption',
  'role-admin-policy',
  'role-credentials-stolen',
] as const;

export const FIVE = Object.fromEntries(
  VIOLATIONS.map((id) => [id, remediations.find((remediation) => remediation.id === id)?.triggers ?? []]),
) as { readonly [id in (typeof VIOLATIONS)[number]]: readonly Trigger[] };
