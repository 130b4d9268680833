import { readFileSync } from 'node:fs';
import type { Finding } from '@aws-sdk/client-guardduty';
import { expect, test } from 'vitest';
import { guardDuty } from './guardduty.ts';
import { smallHabitat } from './small-habitat.ts';

const keys = { UserName: 'ml-role', PrincipalId: 'AROAEXAMPLE:session', UserType: 'AssumedRole', AccessKeyId: 'ASIAEXAMPLE' };
const stolen: Finding = {
  Id: 'f1',
  Arn: 'arn:aws:guardduty:eu-west-1:111122223333:detector/d/finding/f1',
  AccountId: '111122223333',
  Region: 'eu-west-1',
  SchemaVersion: '2.0',
  Type: 'UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS',
  Severity: 8,
  CreatedAt: '2026-11-23T11:00:00.000Z',
  UpdatedAt: '2026-11-23T11:00:00.000Z',
  Resource: { ResourceType: 'AccessKey', AccessKeyDetails: keys },
  Service: {
    Archived: false,
    Count: 1,
    EventLastSeen: '2026-11-23T11:00:00.000Z',
    AdditionalInfo: { Value: '{"sample":true}', Type: 'default' },
  },
};
function world() {
  const habitat = smallHabitat();
  const duty = guardDuty(habitat);
  // biome-ignore lint/suspicious/noExplicitAny: answers are read by their member names.
  const call = (operation: string, input: object = {}): any => duty.call(operation, input, { arn: 'arn:aws:iam::111122223333:user/dev' });
  const DetectorId = call('ListDetectors').DetectorIds[0];
  const list = (Criterion: object) => call('ListFindings', { DetectorId, FindingCriteria: { Criterion } }).FindingIds;
  return { habitat, duty, call, DetectorId, list };
}

test('a finding is found by user, principal, type and archived state, and read back whole', () => {
  const { duty, call, DetectorId, list } = world();
  duty.place(stolen);
  duty.place({ ...stolen, Id: 'f2', Resource: { AccessKeyDetails: { ...keys, UserName: 'other' } } });
  expect(list({})).toEqual(['f1', 'f2']);
  expect(list({ 'resource.accessKeyDetails.userName': { Equals: ['ml-role'] } })).toEqual(['f1']);
  expect(list({ 'resource.accessKeyDetails.principalId': { NotEquals: [keys.PrincipalId] } })).toEqual([]);
  expect(
    list({ type: { Eq: [stolen.Type] }, severity: { GreaterThanOrEqual: 8 }, updatedAt: { Lt: Date.parse('2026-11-23T11:00:01Z') } }),
  ).toHaveLength(2);
  expect(call('GetFindings', { DetectorId, FindingIds: ['f1', 'none'] }).Findings).toEqual([stolen]);
});

test('an archived finding is listed unless it is asked not to be', () => {
  const { duty, call, DetectorId, list } = world();
  duty.place(stolen);
  call('ArchiveFindings', { DetectorId, FindingIds: ['f1'] });
  expect(list({ 'service.archived': { Equals: ['false'] } })).toEqual([]);
  expect(list({})).toEqual(['f1']);
  call('UnarchiveFindings', { DetectorId, FindingIds: ['f1'] });
  expect(list({ 'service.archived': { Equals: ['false'] } })).toEqual(['f1']);
});

test('an attack sequence is found by its type and by no user', () => {
  const { duty, list } = world();
  const actors = [{ Id: 'a', User: { Name: 'ml-role', Uid: 'AROAEXAMPLE', Type: 'AssumedRole' } }];
  const Detection = { Sequence: { Uid: 'f3', Description: '', Actors: actors, Signals: [] } };
  duty.place({
    ...stolen,
    Id: 'f3',
    Type: 'AttackSequence:IAM/CompromisedCredentials',
    Resource: { ResourceType: 'AttackSequence' },
    Service: { Detection },
  });
  expect(list({ 'resource.accessKeyDetails.userName': { Equals: ['ml-role'] } })).toEqual([]);
  expect(list({ type: { Equals: ['AttackSequence:IAM/CompromisedCredentials'] }, 'service.archived': { Equals: ['false'] } })).toEqual([
    'f3',
  ]);
});

test('a finding is announced when it arises and when it is seen again, in the shape of a real one', () => {
  const { habitat, duty, call, DetectorId } = world();
  duty.add(stolen);
  habitat.pass(3600);
  duty.seeAgain('f1');
  const [first, second] = habitat.events.map((e) => e.detail as { id: string; service: Record<string, unknown> });
  expect(first).toMatchObject({
    id: 'f1',
    type: stolen.Type,
    resource: { accessKeyDetails: { userName: 'ml-role' } },
    service: { additionalInfo: { sample: true } },
  });
  expect(second).toMatchObject({ id: 'f1', service: { count: 2, eventLastSeen: '2026-11-23T13:00:00.000Z' } });
  expect(call('GetFindings', { DetectorId, FindingIds: ['f1'] }).Findings[0].Service.Count).toBe(2);
  const real = JSON.parse(readFileSync(new URL('../events/guardduty-finding.iamuser.json', import.meta.url), 'utf8'));
  for (const key of Object.keys(first ?? {})) expect(Object.keys(real.detail)).toContain(key);
});

test('a stale read may miss a finding for some seconds', () => {
  const { habitat, duty, list } = world();
  duty.add(stolen);
  habitat.stale = true;
  habitat.pass(2);
  expect(new Set(Array.from({ length: 50 }, () => list({}).length))).toEqual(new Set([0, 1]));
});

test('a foreign detector, an unknown criterion and more than fifty ids are refused', () => {
  const { call, DetectorId, list, duty } = world();
  expect(() => call('ListFindings', { DetectorId: 'x' })).toThrow('the input detectorId is not owned by the current account.');
  expect(() => list({ 'service.detection': { Equals: ['x'] } })).toThrow('not supported');
  expect(() => call('GetFindings', { DetectorId, FindingIds: Array.from({ length: 51 }, String) })).toThrow('exceeds 50');
  duty.detectors.place({ Status: 'none' });
  expect(call('ListDetectors').DetectorIds).toEqual([]);
});

test('findings are listed fifty a page', () => {
  const { duty, call, DetectorId } = world();
  for (let i = 0; i < 51; i++) duty.place({ ...stolen, Id: `f${i}` });
  const first = call('ListFindings', { DetectorId });
  expect(first.FindingIds).toHaveLength(50);
  expect(call('ListFindings', { DetectorId, NextToken: first.NextToken })).toMatchObject({ FindingIds: ['f50'], NextToken: '' });
});
