import { describe, expect, test } from 'vitest';
import type { AnyRemediation } from '../../../src/engine/remediation.ts';
import { POLICY, remediation } from '../../../src/remediations/identity/role-credentials-stolen.ts';
import type { PolicyDocument } from '../../../src/resources/policy-document.ts';
import type { PrincipalState } from '../../../src/resources/principal.ts';
import { flaw, next, step } from '../promise.ts';

const resource = {
  key: 'aws/AWS::IAM::Role/111122223333/aws-global/ml-training',
  type: 'AWS::IAM::Role',
  arn: 'arn:aws:iam::111122223333:role/ml/ML-Training',
  name: 'ML-Training',
  account: '111122223333',
  region: 'aws-global',
};
const STOLEN = 'UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS';
const UNUSUAL = 'Impact:IAMUser/AnomalousModelInvocation';
const at = (hour: string) => `2026-10-30T${hour}:00:00.000Z`;
const own: PolicyDocument = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] };
const revoked = (before: string, rest = {}): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: '*', Resource: '*', Condition: { DateLessThan: { 'aws:TokenIssueTime': before } }, ...rest }],
});
const seen = (
  findings: [type: string, lastSeen: string][],
  inline: Record<string, PolicyDocument> = {},
  kind: PrincipalState['kind'] = 'role',
) => ({
  remediation: remediation as unknown as AnyRemediation,
  resource,
  state: {
    kind,
    attached: {},
    inline: { own, ...inline },
    findings: Object.fromEntries(findings.map(([type, lastSeen], i) => [`f${i}`, { type, lastSeen }])),
  },
});

test.each([
  STOLEN,
  'UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.InsideAWS',
  'UnauthorizedAccess:IAMUser/ResourceCredentialExfiltration.OutsideAWS',
  'CredentialAccess:IAMUser/CompromisedCredentials',
  'Exfiltration:IAMUser/AnomalousBehavior',
  'Impact:IAMUser/AnomalousBehavior',
  'AttackSequence:IAM/CompromisedCredentials',
])('%s · sessions older than its last sight are denied everything', (type) => {
  const scene = seen([[type, at('10')]]);
  expect(flaw(scene)).toMatchObject({ says: expect.stringContaining(at('10')), contained: false });
  const { step: s, after } = step(scene);
  expect(s).toMatchObject({
    call: { api: 'PutRolePolicy', input: { RoleName: 'ML-Training', PolicyName: POLICY } },
    effect: 'disruptive',
    undo: { api: 'DeleteRolePolicy', input: { RoleName: 'ML-Training', PolicyName: POLICY } },
  });
  expect(JSON.parse((s.call.input as { PolicyDocument: string }).PolicyDocument)).toEqual(revoked(at('10')));
  expect((after as PrincipalState).inline).toEqual({ own, [POLICY]: revoked(at('10')) });
  expect(flaw({ ...scene, state: after })).toBeUndefined();
});

describe('the line', () => {
  test('stands at the last sight of all findings', () => {
    const { after } = step(
      seen([
        [STOLEN, at('12')],
        ['Impact:IAMUser/AnomalousBehavior', at('09')],
      ]),
    );
    expect((after as PrincipalState).inline[POLICY]).toEqual(revoked(at('12')));
  });
  test('moves forward with a later finding, and the former document undoes that', () => {
    const { step: s, after } = step(seen([[STOLEN, at('12')]], { [POLICY]: revoked(at('10')) }));
    expect(s.undo).toMatchObject({ api: 'PutRolePolicy', input: { PolicyDocument: JSON.stringify(revoked(at('10'))) } });
    expect((after as PrincipalState).inline[POLICY]).toEqual(revoked(at('12')));
  });
  test.each(['12', '13'])('never moves back: drawn at %s it covers a finding of 12', (hour) => {
    expect(flaw(seen([[STOLEN, at('12')]], { [POLICY]: revoked(at(hour)) }))).toBeUndefined();
  });
  test('stays when its finding is archived', () => expect(flaw(seen([], { [POLICY]: revoked(at('10')) }))).toBeUndefined());
  test.each<[says: string, tampered: PolicyDocument]>([
    ['allows', revoked(at('13'), { Effect: 'Allow' })],
    ['denies one service', revoked(at('13'), { Action: 's3:*' })],
    ['denies one bucket', revoked(at('13'), { Resource: 'arn:aws:s3:::a' })],
    [
      'has another condition beside the time',
      revoked(at('13'), { Condition: { DateLessThan: { 'aws:TokenIssueTime': at('13') }, Bool: { 'aws:SecureTransport': 'false' } } }),
    ],
    ['names no time', revoked('soon')],
    ['says nothing of the kind', own],
  ])('is drawn anew where the policy of our name %s', (_, tampered) => {
    expect((step(seen([[STOLEN, at('12')]], { [POLICY]: tampered })).after as PrincipalState).inline[POLICY]).toEqual(revoked(at('12')));
  });
});

describe('a person is told', () => {
  test.each([UNUSUAL, 'Impact:IAMUser/CostHarvesting', 'Impact:IAMUser/PromptInjection.Direct'])(
    'of %s, which is no proof of theft',
    (type) => {
      expect(flaw(seen([[type, at('10')]]))).toMatchObject({ says: expect.stringContaining(type) });
      expect(next(seen([[type, at('10')]]))).toMatchObject({ do: 'tell' });
    },
  );
  test('only once the sessions of a stolen one are cut off', () => {
    const both: [string, string][] = [
      [STOLEN, at('10')],
      [UNUSUAL, at('11')],
    ];
    const { after } = step(seen(both));
    expect((after as PrincipalState).inline[POLICY]).toEqual(revoked(at('10')));
    expect(next({ ...seen(both), state: after })).toMatchObject({ do: 'tell' });
  });
  test.each(['user', 'root'] as const)('of a %s, whatever the finding', (kind) => {
    for (const type of [STOLEN, UNUSUAL]) {
      expect(flaw(seen([[type, at('10')]], {}, kind))).toBeDefined();
      expect(next(seen([[type, at('10')]], {}, kind))).toMatchObject({ do: 'tell' });
    }
  });
});

test('findings of other types are not ours', () => expect(flaw(seen([['Discovery:IAMUser/AnomalousBehavior', at('10')]]))).toBeUndefined());
