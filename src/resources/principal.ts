/** AWS::IAM::Role and AWS::IAM::User with what GuardDuty has found about them. A kind of its own: who judges policies need not read findings. */
import type { Kind, Ref, Resource } from '../engine/remediation.ts';
import { isArn, leaf, parseArn, placeOf, resource } from './arn.ts';
import { findings, type Principal } from './findings.ts';
import { home } from './home.ts';
import { iamRole, type RoleState, type RoleTable } from './role.ts';

const ROLE = 'AWS::IAM::Role';
const USER = 'AWS::IAM::User';

/**
 * `findings`: unarchived, by id; `lastSeen` is ISO 8601. The rest is a role's state as its own kind sees it, because both kinds share a
 * resource and so must be able to settle each other's changes. A user or root is only told about: its policies are not read.
 */
export type PrincipalState = RoleState & {
  readonly kind: Principal['kind'];
  readonly findings: { readonly [id: string]: { readonly type: string; readonly lastSeen: string } };
};

/** The findings about a principal, known by either its unique id or its name. A role of the same name made anew has another id. */
async function about(who: { name: string; id?: string }, asked?: string): Promise<PrincipalState['findings']> {
  const all: Record<string, { type: string; lastSeen: string }> = {};
  const same = ({ kind, name, id }: Principal) => {
    if (isRoot(who.name)) return kind === 'root';
    return who.id && id ? id === who.id : name === who.name || id === who.name;
  };
  for await (const { id, type, lastSeen, principals } of findings(asked)) if (principals.some(same)) all[id] = { type, lastSeen };
  return all;
}

/** Users are named as the finding names them; nothing is ever asked of IAM about them. */
function user(ref: Ref): Resource {
  const { partition, account } = placeOf(ref);
  const name = isArn(ref.id) ? leaf(parseArn(ref.id).id) : ref.id;
  const root = isRoot(name);
  const arn = isArn(ref.id) ? ref.id : `arn:${partition}:iam::${account}:${root ? 'root' : `user/${name}`}`;
  return resource(USER, { partition, account, region: 'aws-global' }, name, arn);
}
/** GuardDuty calls the root user `Root`, its unique id is the account's. */
const isRoot = (name: string): boolean => /^(root|\d{12})$/i.test(name);

export const principal: Kind<PrincipalState, RoleTable> = {
  ...iamRole,
  types: [ROLE, USER],
  told: [USER],
  reads: [...iamRole.reads, 'guardduty:ListDetectors', 'guardduty:ListFindings', 'guardduty:GetFindings'],
  async locate(ref) {
    return ref.type === USER ? [user(ref)] : iamRole.locate(ref);
  },
  /** Roles only: findings about users are delivered durably, and nothing is repaired there. */
  async *list() {
    const listed = new Set<string>();
    for await (const { account, principals } of findings()) {
      for (const { kind, name } of principals) {
        if (kind !== 'role' || name === '' || listed.has(name)) continue;
        listed.add(name);
        yield* await iamRole.locate({ type: ROLE, id: name, account, ...home(), at: '' });
      }
    }
  },
  tags: async (r) => (r.type === USER ? {} : ((await iamRole.tags?.(r)) ?? {})),
  async inspect(r) {
    if (r.type === USER) {
      const found = await about(r);
      if (Object.keys(found).length === 0) return undefined;
      const nobodys = { account: r.account, trust: { Statement: [] }, attached: {}, versioned: [], inline: {} };
      return { born: r.name, state: { kind: isRoot(r.name) ? 'root' : 'user', findings: found, ...nobodys } };
    }
    const seen = await iamRole.inspect(r);
    if (!seen) return undefined;
    return { ...seen, state: { ...seen.state, kind: 'role', findings: await about({ name: r.name, id: seen.born }, r.name) } };
  },
};
