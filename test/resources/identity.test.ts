import { describe, expect, test } from 'vitest';
import { principal } from '../../src/resources/principal.ts';
import { roleByPolicy } from '../../src/resources/role-by-policy.ts';
import { all, answer, atHome, refusal } from './aws.ts';

atHome();

const ROLE = 'AWS::IAM::Role';
const POLICY = 'AWS::IAM::Policy';
const at = { account: '111122223333', region: 'aws-global', at: '2026-11-01T12:00:00Z' };
const ARN = 'arn:aws:iam::111122223333:role/ml/ML-Training';
const ID = 'AROAEXAMPLE4R7KJ6PLM3';
const coded = (value: object) => encodeURIComponent(JSON.stringify(value));
const trust = (Service: string | string[], Effect = 'Allow') =>
  coded({ Statement: { Effect, Principal: { Service }, Action: 'sts:AssumeRole' } });
const ml = { Effect: 'Allow', Principal: { Service: 'sagemaker.amazonaws.com' }, Action: 'sts:AssumeRole' };
const own = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:Get*', Resource: '*' }] };
const missing = () => {
  throw refusal('NoSuchEntityException');
};
const role = (rest = {}) => ({
  Role: { Arn: ARN, RoleName: 'ML-Training', RoleId: ID, AssumeRolePolicyDocument: trust('sagemaker.amazonaws.com'), ...rest },
});
const iam = {
  GetRole: ({ RoleName }: { RoleName: string }) => (RoleName === 'ML-Training' ? role() : missing()),
  ListAttachedRolePolicies: ({ Marker }: { Marker?: string }) =>
    Marker ? { AttachedPolicies: [{ PolicyArn: 'b' }] } : { AttachedPolicies: [{ PolicyArn: 'a' }], IsTruncated: true, Marker: 'x' },
  GetPolicy: ({ PolicyArn }: { PolicyArn: string }) => (PolicyArn === 'b' ? missing() : { Policy: { DefaultVersionId: 'v3' } }),
  GetPolicyVersion: ({ VersionId }: { VersionId: string }) => ({ PolicyVersion: { Document: VersionId === 'v3' ? coded(own) : '' } }),
  ListRolePolicies: () => ({ PolicyNames: ['own', 'just gone'] }),
  GetRolePolicy: ({ PolicyName }: { PolicyName: string }) => (PolicyName === 'own' ? { PolicyDocument: coded(own) } : missing()),
  ListRoles: () => ({
    Roles: [{ RoleId: 'AROAOTHER0000000000000', RoleName: 'Other', Arn: 'arn:aws:iam::111122223333:role/Other' }, role().Role],
  }),
};
const unrecorded = {
  BatchGetResourceConfig: () => {
    throw refusal('NoAvailableConfigurationRecorderException');
  },
};
const located = {
  key: 'aws/AWS::IAM::Role/111122223333/aws-global/ml-training',
  type: ROLE,
  arn: ARN,
  name: 'ML-Training',
  account: '111122223333',
  region: 'aws-global',
};

const UNUSED = ['IAM knows of no use in the last 400 days'];
describe('a role', () => {
  test.each(['ML-Training', ARN, 'arn:aws:iam::111122223333:role/ML-Training'])(
    'named %s is located under the ARN that AWS gives it',
    async (id) => {
      answer(iam);
      expect(await roleByPolicy.locate({ type: ROLE, id, ...at })).toEqual([located]);
    },
  );
  test('named by its unique id is found through Config, in the home Region', async () => {
    const known = (_: unknown, region: string) => ({ baseConfigurationItems: region === 'eu-west-1' ? [{ arn: ARN }] : [] });
    answer({ ...iam, BatchGetResourceConfig: known, ListRoles: missing });
    expect(await roleByPolicy.locate({ type: ROLE, id: ID, ...at })).toEqual([located]);
  });
  test.each([
    ['records nothing', unrecorded],
    ['does not know it', { BatchGetResourceConfig: () => ({ baseConfigurationItems: [] }) }],
  ])('named by its unique id is found through IAM where Config %s', async (_, config) => {
    answer({ ...iam, ...config });
    expect(await roleByPolicy.locate({ type: ROLE, id: ID, ...at })).toEqual([located]);
    expect(await roleByPolicy.locate({ type: ROLE, id: 'AROADELETED0000000000', ...at })).toEqual([]);
  });
  test('that was made anew under the name of the one meant is not located', async () => {
    answer({ ...iam, BatchGetResourceConfig: () => ({ baseConfigurationItems: [{ arn: ARN }] }) });
    expect(await roleByPolicy.locate({ type: ROLE, id: 'AROADELETED0000000000', ...at })).toEqual([]);
  });
  test('not to be seen yet is located all the same, and stays unseen under an ARN that turns out to lack its path', async () => {
    answer({ ...iam, GetRole: missing });
    const [r] = await roleByPolicy.locate({ type: ROLE, id: 'ML-Training', ...at });
    expect(r?.arn).toBe('arn:aws:iam::111122223333:role/ML-Training');
    expect(r && (await roleByPolicy.inspect(r))).toBeUndefined();
    answer(iam);
    expect(r && (await roleByPolicy.inspect(r))).toBeUndefined();
  });
  test('whom Config may not tell of is an error', async () => {
    answer({
      ...iam,
      BatchGetResourceConfig: () => {
        throw refusal('AccessDeniedException');
      },
    });
    await expect(roleByPolicy.locate({ type: ROLE, id: ID, ...at })).rejects.toThrow();
  });
  test('is read with every policy on it, and what vanishes meanwhile is not there', async () => {
    answer(iam);
    expect(await roleByPolicy.inspect(located)).toEqual({
      born: ID,
      state: { account: '111122223333', trust: { Statement: [ml] }, attached: { a: own }, versioned: ['a'], inline: { own } },
      linked: ['sagemaker'],
      depends: UNUSED,
    });
  });
  test.each([
    ['that of the account', 'arn:aws:iam::111122223333:policy/p', 'v2', true],
    ['none of it, while it is in its first version', 'arn:aws:iam::111122223333:policy/p', 'v1', false],
    ['none of AWS', 'arn:aws:iam::aws:policy/p', 'v7', false],
  ])('tells which policies were another before: %s', async (_, PolicyArn, DefaultVersionId, said) => {
    answer({
      ...iam,
      ListAttachedRolePolicies: () => ({ AttachedPolicies: [{ PolicyArn }] }),
      GetPolicy: () => ({ Policy: { DefaultVersionId } }),
      GetPolicyVersion: () => ({ PolicyVersion: { Document: coded(own) } }),
    });
    expect((await roleByPolicy.inspect(located))?.state).toMatchObject({ attached: { [PolicyArn]: own } });
    expect((await roleByPolicy.inspect(located))?.state.versioned).toEqual(said ? [PolicyArn] : []);
  });
  test.each<[string, string[]]>([
    [trust(['lambda.amazonaws.com', 'codebuild.amazonaws.com', 'codepipeline.amazonaws.com']), ['codebuild', 'codepipeline']],
    [trust('codedeploy.us-east-1.amazonaws.com'), ['codedeploy']],
    [trust('notsagemaker.amazonaws.com'), []],
    [trust('sagemaker.amazonaws.com', 'Deny'), []],
    [
      coded({
        Statement: [
          { Effect: 'Allow', Principal: '*' },
          { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::444455556666:root' } },
        ],
      }),
      [],
    ],
  ])('is linked to ML by whom it trusts: %s', async (AssumeRolePolicyDocument, linked) => {
    answer({ ...iam, GetRole: () => role({ AssumeRolePolicyDocument }) });
    expect((await roleByPolicy.inspect(located))?.linked).toEqual(linked);
  });
  test('is read with its trust, principals in an order of their own', async () => {
    const statement = (Principal: object) => ({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' });
    const trusts = async (...Statement: object[]) => {
      answer({ ...iam, GetRole: () => role({ AssumeRolePolicyDocument: coded({ Statement, Id: 'x' }) }) });
      return (await roleByPolicy.inspect(located))?.state.trust;
    };
    const sorted = { Statement: [statement({ AWS: ['a', 'b'], Service: 'c' }), { ...statement({}), Principal: '*' }], Id: 'x' };
    expect(await trusts(statement({ AWS: ['b', 'a'], Service: ['c'] }), { ...statement({}), Principal: '*' })).toEqual(sorted);
    expect(await trusts(statement({ Service: 'c', AWS: ['a', 'b'] }), { ...statement({}), Principal: '*' })).toEqual(sorted);
  });
  test('is listed', async () => {
    answer(iam);
    expect((await all(roleByPolicy.list())).map((r) => r.name)).toEqual(['Other', 'ML-Training']);
  });
});

describe('the roles of a policy', () => {
  const policy = 'arn:aws:iam::111122223333:policy/ml/Data';
  const entities = {
    ListPolicies: () => ({
      Policies: [
        { PolicyId: 'ANPAOTHER0000000000000', Arn: 'x' },
        { PolicyId: 'ANPAEXAMPLE0000000000', PolicyName: 'Data', Arn: policy },
      ],
    }),
    ListEntitiesForPolicy: ({ PolicyArn }: { PolicyArn: string }) =>
      PolicyArn === policy ? { PolicyRoles: [{ RoleName: 'ML-Training' }, { RoleName: 'Gone' }] } : missing(),
  };
  test.each([policy, 'Data', 'ANPAEXAMPLE0000000000'])('named %s are those it is attached to', async (id) => {
    answer({ ...iam, ...unrecorded, ...entities });
    expect(await roleByPolicy.locate({ type: POLICY, id, ...at })).toEqual([located]);
  });
  test.each(['arn:aws:iam::111122223333:policy/deleted', 'nobody', 'ANPADELETED0000000000'])('named %s are none', async (id) => {
    answer({ ...iam, ...unrecorded, ...entities });
    expect(await roleByPolicy.locate({ type: POLICY, id, ...at })).toEqual([]);
  });
});

describe('a principal', () => {
  const key = (PrincipalId: string, UserName: string, UserType: string) => ({ PrincipalId, UserName, UserType });
  const finding = (Id: string, details: object, rest = {}) => ({
    Id,
    AccountId: '111122223333',
    Type: 'T',
    Resource: { AccessKeyDetails: details },
    Service: { EventLastSeen: '2026-10-30T02:18:55Z', ...rest },
  });
  const classic = [
    finding('role', key(`${ID}:i-0abc`, 'ML-Training', 'AssumedRole')),
    finding('former role', key('AROADELETED0000000000:s', 'ML-Training', 'AssumedRole')),
    finding('user', key('AIDAEXAMPLE0000000000', 'intern', 'IAMUser')),
    finding('root', key('111122223333', 'Root', 'Root')),
    finding('sample', key(ID, 'ML-Training', 'AssumedRole'), { AdditionalInfo: { Value: '{"sample":true}' } }),
    finding('archived since', key(ID, 'ML-Training', 'AssumedRole'), { Archived: true }),
  ];
  const actor = { User: { Name: 'ML-Training', Uid: ID, Type: 'AssumedRole' } };
  const sequence = {
    Id: 'sequence',
    AccountId: '111122223333',
    Type: 'S',
    UpdatedAt: '2026-10-30T03:00:00.000Z',
    Service: { Detection: { Sequence: { Actors: [actor] } } },
  };
  const guardDuty = {
    ListDetectors: (_: unknown, region: string) => ({ DetectorIds: region === 'eu-west-1' ? ['d'] : [] }),
    // biome-ignore lint/suspicious/noExplicitAny: the shape of criteria is what is looked at here.
    ListFindings: ({ FindingCriteria: { Criterion: c } }: any) => {
      if (c['service.archived'].Equals[0] !== 'false') throw new Error('archived ones were asked for');
      if (c.type) return { FindingIds: ['sequence'] };
      const name = c['resource.accessKeyDetails.userName']?.Equals[0];
      return {
        FindingIds: classic
          .filter((f) => !name || (f.Resource.AccessKeyDetails as { UserName: string }).UserName === name)
          .map((f) => f.Id),
      };
    },
    GetFindings: ({ FindingIds }: { FindingIds: string[] }) => ({
      Findings: [...classic, sequence].filter((f) => FindingIds.includes(f.Id)),
    }),
  };
  test('that is a role is read with its policies and its own findings, classic and attack sequences', async () => {
    answer({ ...iam, ...guardDuty });
    const { state } = (await roleByPolicy.inspect(located)) ?? {};
    expect(await principal.inspect(located)).toEqual({
      born: ID,
      state: {
        ...state,
        kind: 'role',
        findings: {
          role: { type: 'T', lastSeen: '2026-10-30T02:18:55.000Z' },
          sequence: { type: 'S', lastSeen: '2026-10-30T03:00:00.000Z' },
        },
      },
      linked: ['sagemaker'],
      depends: UNUSED,
    });
  });
  test('has no findings where GuardDuty is off', async () => {
    answer({ ...iam, ListDetectors: () => ({ DetectorIds: [] }) });
    expect((await principal.inspect(located))?.state.findings).toEqual({});
  });
  test.each([
    ['intern', 'user', 'user'],
    ['AIDAEXAMPLE0000000000', 'user', 'user'],
    ['arn:aws:iam::111122223333:user/team/intern', 'user', 'user'],
    ['Root', 'root', 'root'],
  ])('named %s is a %s, of whom only the findings are read', async (id, kind, found) => {
    answer(guardDuty);
    const [r] = await principal.locate({ type: 'AWS::IAM::User', id, ...at });
    expect(r && (await principal.inspect(r))?.state).toMatchObject({ kind, attached: {}, inline: {}, findings: { [found]: {} } });
  });
  test('that is a user with no finding left is not there', async () => {
    answer(guardDuty);
    const [r] = await principal.locate({ type: 'AWS::IAM::User', id: 'nobody', ...at });
    expect(r && (await principal.inspect(r))).toBeUndefined();
  });
  test('is listed once for all of its findings', async () => {
    answer({ ...iam, ...guardDuty });
    expect(await all(principal.list())).toEqual([located]);
  });
});
