import * as z from 'zod/mini';
import { met } from '../../engine/expect.ts';
import type { Next, Remediation, Tell } from '../../engine/remediation.ts';
import { UNDER_A_CONDITION } from '../../resources/broad-policy.ts';
import { DAYS, MOST } from '../../resources/data-use.ts';
import type { PolicyDocument } from '../../resources/policy-document.ts';
import type { RoleTable } from '../../resources/role.ts';
import { type RoleDataState, roleData } from '../../resources/role-data.ts';
import { entangled, type Need, narrowed, opening } from '../../resources/s3-grant.ts';
import { trusting } from '../../resources/trust.ts';
import { rolePolicies } from '../../triggers/role-policies.ts';

const RULES = ['iam-policy-blacklisted-check', 'iam-policy-no-statements-with-full-access'];

const settings = z.strictObject({});

type Calls = 'PutRolePolicy' | 'DeleteRolePolicy' | 'DetachRolePolicy';
type Repair = Next<RoleDataState, Pick<RoleTable, Calls>, RoleTable>;
type Step = Extract<Repair, { do: 'step' }>;
/** Nobody knows all that a role needs, so it is never done unasked. */
const step = (call: Step['call'], expect: Step['expect'], undo: NonNullable<Step['undo']>): Step => ({
  do: 'step',
  call,
  effect: 'disruptive',
  expect,
  undo,
  ask: true,
});
const tell = (why: string): Tell => ({ do: 'tell', why });

type Documents = { readonly [policy: string]: PolicyDocument };
interface Found {
  readonly policy: string;
  readonly document: PolicyDocument;
  readonly actions: readonly string[];
  readonly free: boolean;
}
const found = (documents: Documents): readonly Found[] =>
  Object.entries(documents)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([policy, document]) => {
      const is = opening(document);
      return is ? [{ policy, document, ...is }] : [];
    });

/** Characters of all inline policies of a role, white space not counted (IAM guide, "IAM and AWS STS quotas"). */
const ROOM = 10_240;
const fits = (inline: Documents): boolean =>
  Object.values(inline).reduce((sum, document) => sum + JSON.stringify(document).replace(/\s/g, '').length, 0) <= ROOM;

/** An inline policy as it is to be. Undefined: it is to be gone. */
function put(RoleName: string, { inline }: RoleDataState, PolicyName: string, document: PolicyDocument | undefined): Repair {
  const of = { RoleName, PolicyName };
  const written = (one: PolicyDocument) => ({ api: 'PutRolePolicy', input: { ...of, PolicyDocument: JSON.stringify(one) } }) as const;
  const removed = { api: 'DeleteRolePolicy', input: of } as const;
  const before = inline[PolicyName];
  const undo = before ? written(before) : removed;
  if (!document) return step(removed, { inline: { [PolicyName]: null } }, undo);
  if (!fits({ ...inline, [PolicyName]: document }))
    return tell(`what ${PolicyName} would have to say is longer than all inline policies of a role may be: write a managed policy`);
  return step(written(document), { inline: { [PolicyName]: document } }, undo);
}

/** What stands in for a managed policy. Names of policies are told apart by whose they are, and by nothing else (IAM guide, "IAM identifiers"). */
const standIn = (arn: string): string =>
  `mlwarden-data-scope.${arn.includes(':iam::aws:') ? 'aws' : 'own'}.${arn.slice(arn.lastIndexOf('/') + 1)}`;
/** Characters of a policy's name (IAM API reference, PutRolePolicy). */
const NAME = 128;

/** First what stands in for it, then it goes: it is never changed itself, for others have it, too. */
function replaced(RoleName: string, state: RoleDataState, { policy, document }: Found, need: Need): Repair {
  const after = narrowed(document, need);
  const name = standIn(policy);
  const input = { RoleName, PolicyArn: policy };
  if (!after || (state.inline[name] && met(after, state.inline[name])))
    return step({ api: 'DetachRolePolicy', input }, { attached: { [policy]: null } }, { api: 'AttachRolePolicy', input });
  return name.length > NAME ? tell(`${policy} has too long a name for one to stand in for it`) : put(RoleName, state, name, after);
}

const some = (all: readonly string[], most: number): string =>
  all.slice(0, most).join('; ') + (all.length > most ? `; and ${all.length - most} more` : '');

type Use = NonNullable<RoleDataState['use']>;
/** Why nobody can say what the role needs. */
function unknown({ reads, writes, cut, unclear, s3, young }: Use): string | undefined {
  const known = reads.length + writes.length > 0;
  const needs = known ? ` Known so far: it reads ${some(reads, 10) || 'nothing'}; it writes ${some(writes, 10) || 'nothing'}` : '';
  if (cut.length > 0) return `there are more ${cut.join(', ')} than are read at one look, the newest ${MOST} of each.${needs}`;
  if (unclear.length > 0) return `${some(unclear, 3)}.${needs}`;
  if (known || !s3) return undefined;
  if (s3.used) return `it uses S3, and nothing that runs or ran as it in ${DAYS} days, in this Region, says for what`;
  return young ? `it was made less than ${DAYS} days ago and has not used S3 yet` : undefined;
}
const WHY = 'what it needs of S3 is for a person to say';

function needOf({ reads, writes, partition, s3 }: Use): Need | undefined {
  return s3 && { partition, reads, writes, calls: s3.calls };
}

/** A role keeps of S3 what the models, endpoints and jobs that run as it name, and what else IAM saw it call. */
export const remediation: Remediation<RoleDataState, RoleTable, Calls, z.infer<typeof settings>> = {
  id: 'role-data-scope',
  family: 'identity',
  title: 'No policy lets the ML role read or write every bucket',
  severity: 'high',
  standards: ['IAM.21', ...RULES, 'ATT&CK T1530'],
  triggers: rolePolicies(RULES, ['IAM.21']),
  kind: roleData,
  calls: ['PutRolePolicy', 'DeleteRolePolicy', 'DetachRolePolicy'],
  undos: ['AttachRolePolicy'],
  settings,
  flaw({ trust, attached, inline }) {
    // What no ML service may take runs nothing, and nothing says what it needs.
    const all = trusting(trust).length > 0 ? [...found(attached), ...found(inline)] : [];
    const says = all.map(
      (one) => `${one.policy} allows ${one.actions.join(' and ')} in every bucket${one.free ? '' : ' under a condition'}`,
    );
    return says.length > 0 ? { says: says.join('; '), contained: false } : undefined;
  },
  repair(state, { name }) {
    const { attached, inline, use } = state;
    const own = found(inline).filter((one) => one.free);
    const free = [...own, ...found(attached).filter((one) => one.free)];
    if (free.length === 0) return tell(UNDER_A_CONDITION);
    const why = use && unknown(use);
    if (why) return tell(`${WHY}: ${why}`);
    const need = use && needOf(use);
    if (!need) return { do: 'wait', for: "IAM's report of what the role called", again: 60 };
    const one = free.find(({ document }) => !entangled(document));
    if (!one) return tell(`${free[0]?.policy} names actions of S3 and of other services in one pattern: ${WHY}`);
    return own.includes(one) ? put(name, state, one.policy, narrowed(one.document, need)) : replaced(name, state, one, need);
  },
};
