/** The policy by which a scan says what would be done. */
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Policy } from '../../engine/policy.ts';
import { policyFrom } from '../sources.ts';

/** It comes with the package, wherever that is called from. */
const SHIPPED = fileURLToPath(new URL('../../../policy.yaml', import.meta.url));
/** A destructive step is never more than asked for. */
const ASSUMED: Policy['defaults'] = { reversible: 'enforce', disruptive: 'enforce', destructive: 'ask' };

export interface Chosen {
  readonly file: string;
  readonly policy: Policy;
  /** Its defaults are not what stands in the file, but enforce. */
  readonly assumed: boolean;
}

/** Throws `BadInput`, with the line, for a policy that is refused. */
export async function chosen(file: unknown): Promise<Chosen> {
  if (typeof file === 'string') return { file, policy: await policyFrom(file), assumed: false };
  const policy = await policyFrom(SHIPPED);
  return { file: relative(process.cwd(), SHIPPED), policy: { ...policy, defaults: ASSUMED }, assumed: true };
}
