/** policy.yaml, read and checked: every complaint names its line. Used where a policy is compiled or given by hand, never in Lambda. */
import { laxity, type Policy, type Rule } from './engine/policy.ts';
import { policySchema } from './engine/policy-schema.ts';
import type { Schema } from './engine/remediation.ts';
import { digest } from './ledger/chain.ts';
import { type Complain, checked, fitted, readYaml } from './yaml-file.ts';

export class PolicyRefused extends Error {
  override name = 'PolicyRefused';
}
/** The violations of this release, with the schema of their settings. */
export type Known = ReadonlyMap<string, Schema<unknown>>;

/** Throws `PolicyRefused`: one sentence with file, line and what is wrong. */
export function readPolicy(text: string, file: string, known: Known): Policy {
  const refused = (line: number, why: string) => new PolicyRefused(`${file}, line ${line}: ${why}`);
  const { value, complain } = readYaml(text, refused);
  const parsed = checked(policySchema, value, complain, 'the policy');
  const policy: Policy = { ...parsed, hash: fingerprint(parsed, complain) };
  checkDestructive(policy, complain);
  checkViolations(policy, known, complain);
  if (policy.stackTag !== undefined && policy.ownerTag === undefined)
    complain(['stackTag'], 'stackTag is read with the owner’s tag: ownerTag has to name that, too');
  const lax = laxity(policy, [...known.keys()]);
  if (lax) complain(lax.line.split('.'), `${lax.line} may not be laxer than ${lax.than}: the worse effect needs the stricter rule`);
  return policy;
}

/** Settings hold whatever YAML can say; what JSON cannot (`.inf`) has no digest. */
function fingerprint(policy: object, complain: Complain): string {
  try {
    return digest(policy);
  } catch (error) {
    return complain(['violations'], `something in it is no JSON: ${(error as Error).message}`);
  }
}

function checkDestructive(policy: Policy, complain: Complain): void {
  const blocks: [string, { destructive?: Rule | undefined } | undefined][] = [
    ['defaults', policy.defaults],
    ...Object.entries(policy.violations).map(([id, v]) => [`violations.${id}`, v] as [string, typeof v]),
    ...Object.entries(policy.accounts).flatMap(([id, a]) => [
      [`accounts.${id}.defaults`, a.defaults] as [string, typeof a.defaults],
      ...Object.entries(a.violations ?? {}).map(([v, block]) => [`accounts.${id}.violations.${v}`, block] as [string, typeof block]),
    ]),
  ];
  for (const [path, block] of blocks) {
    const says = block?.destructive;
    if ((typeof says === 'object' ? says.do : says) === 'enforce')
      complain([...path.split('.'), 'destructive'], `${path}.destructive: a destructive step may only be observed or asked for`);
  }
}

function checkViolations(policy: Policy, known: Known, complain: Complain): void {
  const blocks = [
    ...Object.entries(policy.violations).map(([id, block]) => ({ id, block, path: ['violations', id] })),
    ...Object.entries(policy.accounts).flatMap(([account, a]) =>
      Object.entries(a.violations ?? {}).map(([id, block]) => ({ id, block, path: ['accounts', account, 'violations', id] })),
    ),
  ];
  for (const { id, block, path } of blocks) {
    const schema = known.get(id);
    if (!schema) {
      complain(path, `no violation is named "${id}"; known are ${[...known.keys()].join(', ')}`);
      continue;
    }
    const settings = fitted(schema, block.settings ?? {});
    if ('data' in settings) continue;
    const { within, why } = settings;
    complain([...path, 'settings', ...settings.path], `settings of ${id}${within && ` at ${within}`}: ${why}`);
  }
}
