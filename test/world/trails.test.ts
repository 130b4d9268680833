import { describe, expect, test } from 'vitest';
import { smallHabitat } from './small-habitat.ts';
import { trails } from './trails.ts';

const ARN = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit';
const Name = 'audit';
function world() {
  const habitat = smallHabitat();
  const service = trails(habitat);
  service.place({ Name, tags: [{ Key: 'team', Value: 'ml' }] });
  // biome-ignore lint/suspicious/noExplicitAny: answers are read by their member names.
  const call = (operation: string, input: object = { Name }): any =>
    service.call(operation, input, { arn: 'arn:aws:iam::111122223333:user/dev' });
  return { habitat, service, call };
}

describe('a trail', () => {
  test('is stopped and started, by its name and by its ARN', () => {
    const { habitat, call } = world();
    call('StopLogging', { Name: ARN });
    expect(call('GetTrailStatus')).toEqual({ IsLogging: false });
    call('StartLogging');
    expect(call('GetTrailStatus', { Name: ARN })).toEqual({ IsLogging: true });
    expect(habitat.events).toMatchObject([
      { source: 'aws.cloudtrail', detail: { eventName: 'StopLogging', requestParameters: { name: ARN }, responseElements: null } },
      { detail: { requestParameters: { name: Name } } },
    ]);
  });

  test('is described and updated, and its tags are told apart from it', () => {
    const { call } = world();
    call('UpdateTrail', { Name: ARN, S3BucketName: 'elsewhere' });
    expect(call('GetTrail').Trail).toMatchObject({ Name, TrailARN: ARN, HomeRegion: 'eu-west-1', S3BucketName: 'elsewhere' });
    expect(call('GetTrail').Trail).not.toHaveProperty('tags');
    expect(call('ListTags', { ResourceIdList: [ARN] }).ResourceTagList).toEqual([
      { ResourceId: ARN, TagsList: [{ Key: 'team', Value: 'ml' }] },
    ]);
    call('RemoveTags', { ResourceId: ARN, TagsList: [{ Key: 'team' }] });
    expect(call('ListTags', { ResourceIdList: [ARN] }).ResourceTagList[0].TagsList).toEqual([]);
  });

  test('does not log before it is started, when it is created', () => {
    const { call } = world();
    expect(() => call('CreateTrail', { Name, S3BucketName: 'b' })).toThrow('already exists');
    call('DeleteTrail');
    for (const operation of ['GetTrail', 'GetTrailStatus', 'StartLogging', 'StopLogging', 'DeleteTrail', 'UpdateTrail'])
      expect(() => call(operation)).toThrow(`Unknown trail: ${ARN} for the user: 111122223333`);
    call('CreateTrail', { Name, S3BucketName: 'b' });
    expect(call('GetTrailStatus')).toEqual({ IsLogging: false });
  });

  test("is listed with those of other Regions and with an organization's", () => {
    const { service, call } = world();
    service.place({ Name: 'org', account: '999900001111' });
    service.place({ Name: 'abroad', HomeRegion: 'us-east-1' });
    expect(call('ListTrails', {}).Trails.map((t: { TrailARN: string }) => t.TrailARN)).toEqual([
      ARN,
      'arn:aws:cloudtrail:eu-west-1:999900001111:trail/org',
      'arn:aws:cloudtrail:us-east-1:111122223333:trail/abroad',
    ]);
  });
});
