import { describe, expect, test } from 'vitest';
import { limits, thing, UnknownAction } from '../../scripts/generate/actions.ts';
import { EXCEPTIONS } from '../../scripts/permissions/exceptions.ts';
import { acts, needless, refused, undenied, unused, wide } from '../../scripts/permissions/faults.ts';
import { type Grant, granted } from '../../scripts/permissions/granted.ts';
import type { Reference } from '../../scripts/permissions/reference.ts';
import type { Use } from '../../scripts/permissions/used.ts';

const ROLES = 'arn:aws:iam::111122223333:role/*';
const TABLE = 'arn:aws:dynamodb:eu-west-1:111122223333:table/mlwarden-ledger';
const role = 'mlwarden-x';
const grant = (more: Partial<Grant> = {}): Grant => ({ role, action: 'iam:PutRolePolicy', resource: ROLES, condition: {}, ...more });
const use = (more: Partial<Use> = {}): Use => ({ role, action: 'iam:PutRolePolicy', resource: ROLES.replace('*', 'theirs'), ...more });
/** What the reference says of the few actions of these tests. */
const about: Reference = (action) => {
  if (action === 'iam:ListRoles') return { level: 'List', arns: [], conditionKeys: [] };
  return {
    level: 'Write',
    arns: [{ arn: 'arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}', required: true }],
    conditionKeys: ['iam:PolicyARN'],
  };
};
describe('a call is told to be refused', () => {
  test.each([
    ['of an action that is not granted', use({ action: 'iam:DeleteRolePolicy' })],
    ['on a resource that is not granted', use({ resource: 'arn:aws:iam::111122223333:policy/x' })],
    ['of another role', use({ role: 'mlwarden-y' })],
    ['that the boundary forbids', use({ resource: 'arn:aws:iam::111122223333:role/mlwarden-sweep-data' })],
  ])('%s', (_, asked) => {
    expect(refused([grant()], [asked])).toHaveLength(1);
  });
  test('on an item whose key is not granted', () => {
    const item = grant({ action: 'dynamodb:PutItem', resource: TABLE, keys: ['case#x#*'] });
    const put = use({ action: 'dynamodb:PutItem', resource: TABLE });
    expect(refused([item], [{ ...put, key: 'case#x#k' }])).toEqual([]);
    expect(refused([item], [{ ...put, key: 'case#y#k' }, put])).toHaveLength(2);
  });
  test('and no call that is granted is', () => {
    expect(refused([grant()], [use()])).toEqual([]);
  });
});

describe('a grant is told to be idle', () => {
  test('where nothing uses it, pattern by pattern and key by key', () => {
    expect(unused([grant()], [use()])).toEqual([]);
    expect(unused([grant({ resource: 'arn:aws:iam::aws:policy/*' })], [use()])).toHaveLength(1);
    const item = grant({ action: 'dynamodb:PutItem', resource: TABLE, keys: ['case#x#*', 'budget#*'] });
    expect(unused([item], [use({ action: 'dynamodb:PutItem', resource: TABLE, key: 'case#x#k' })])).toEqual([
      expect.stringContaining('budget#*'),
    ]);
  });
  test('but for the exceptions, each of which names what is granted and no more', () => {
    expect(needless(granted('policy'), [])).toEqual([]);
    const names = EXCEPTIONS.flatMap(({ roles = [], actions }) => [...roles, ...actions]);
    expect(needless([], []).map((fault) => /exception for ([^,]+),/.exec(fault)?.[1])).toEqual(names);
  });
  test('and where it is used all the same, its exception is told to be needless', () => {
    const log = grant({ action: 'logs:PutLogEvents', resource: 'arn:aws:logs:eu-west-1:111122223333:log-group:/x' });
    expect(unused([log], [])).toEqual([]);
    const faults = (uses: readonly Use[]) => needless([...granted('policy'), log], uses);
    expect(faults([])).toEqual([]);
    expect(faults([use({ action: log.action, resource: log.resource })])).toEqual([
      expect.stringMatching(/^mlwarden-x .*needs no exception/),
    ]);
  });
});

test.each([
  ['is on everything, and could be limited', grant({ resource: '*' }), 'can limit it'],
  ['is limited to what it cannot be', grant({ resource: 'arn:aws:iam::111122223333:policy/*' }), 'cannot limit it'],
  ['cannot be limited at all', grant({ action: 'iam:ListRoles' }), 'cannot limit it'],
  ['has a condition that AWS does not know', grant({ condition: { StringEquals: { 'iam:Color': 'red' } } }), 'iam:Color'],
])('a grant that %s is told', (_, wrong, says) => {
  expect(wide([wrong], about)).toEqual([expect.stringContaining(says)]);
});
test('a grant as narrow as AWS can make it is none', () => {
  expect(
    wide(
      [
        grant({ condition: { ArnEquals: { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/x' } } }),
        grant({ action: 'iam:ListRoles', resource: '*' }),
      ],
      about,
    ),
  ).toEqual([]);
});

test('what changes something of a customer is not granted while Mode=observe', () => {
  const changing: Reference = (action) => ({
    ...about(action),
    // It makes a report and changes nothing (decision 0029).
    level: /:(Describe|Get|List|Batch|Query|Lookup|GenerateServiceLastAccessedDetails$)/.test(action) ? 'Read' : 'Write',
  });
  expect(acts(changing)).toEqual([]);
  expect(granted('policy').some((g) => g.action === 'iam:PutRolePolicy')).toBe(true);
});

test('the boundary denies in so many words what nobody may ever do', () => {
  expect(undenied(about)).toEqual([]);
});

describe('an action is limited', () => {
  const arns = granted('policy').map(({ resource }) => resource);
  test('to the things that AWS can limit it to, and to no others of its kind', () => {
    expect(limits('sagemaker:UpdateEndpoint', arns).map(thing).toSorted()).toContain('sagemaker:endpoint-config');
    expect(new Set(limits('iam:GetRolePolicy', arns).map(thing))).toEqual(new Set(['iam:role']));
    expect(limits('iam:ListRoles', arns)).toEqual([]);
  });
  test('or refused, where nobody has looked it up or its kind names nothing that it is about', () => {
    expect(() => limits('iam:DeleteRole', arns)).toThrow(UnknownAction);
    expect(() => limits('iam:GetRole', ['arn:aws:s3:::x'])).toThrow(/arns/);
  });
});
