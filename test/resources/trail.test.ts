import { describe, expect, test } from 'vitest';
import { trail, trailOf } from '../../src/resources/trail.ts';
import { all, answer, atHome, refusal } from './aws.ts';

atHome({ HOME_ACCOUNT: '111122223333' });

const TYPE = 'AWS::CloudTrail::Trail';
const at = { account: '111122223333', region: 'eu-west-1', at: '2026-11-01T12:00:00Z' };
const place = { partition: 'aws', account: '111122223333', region: 'eu-west-1' };
const resource = trailOf(place, 'ml-Audit');
const ARN = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/ml-Audit';
const listed = (...arns: readonly string[]) => arns.map((TrailARN) => ({ TrailARN }));
const said = {
  GetTrail: () => ({ Trail: { Name: 'ml-Audit', TrailARN: ARN } }),
  GetTrailStatus: () => ({ IsLogging: true }),
  ListTags: ({ NextToken }: { NextToken?: string }) =>
    NextToken
      ? { ResourceTagList: [{ TagsList: [{ Key: 'Owner', Value: 'ml' }] }] }
      : { ResourceTagList: [{ TagsList: [{ Key: 'a' }] }, {}], NextToken: 't' },
};

describe('a trail', () => {
  test.each([ARN, 'ml-Audit'])('named %s is located without asking', async (id) => {
    answer({});
    expect(await trail.locate({ type: TYPE, id, ...at })).toEqual([resource]);
    expect(resource).toMatchObject({ key: `aws/${TYPE}/111122223333/eu-west-1/ml-Audit`, arn: ARN, name: 'ml-Audit' });
  });

  test.each<[how: string, found: () => Promise<readonly { name: string }[]>]>([
    ['listed', () => all(trail.list())],
    ['meant by what is said of the account', () => trail.locate({ type: 'AWS::::Account', id: 'AWS::::Account:111122223333', ...at })],
  ])("is %s where it is the account's own and at home here", async (_, found) => {
    answer({
      ListTrails: ({ NextToken }) =>
        NextToken
          ? { Trails: listed(ARN.replace('ml-Audit', 'b')) }
          : {
              Trails: listed(ARN, ARN.replace('eu-west-1', 'us-east-1'), ARN.replace('111122223333', '999900001111')),
              NextToken: 't',
            },
    });
    expect((await found()).map(({ name }) => name)).toEqual(['ml-Audit', 'b']);
  });

  test.each<[says: string, answers: object, linked: string[]]>([
    ['nothing', {}, []],
    ['its name', { GetTrail: () => ({ Trail: { Name: 'sagemaker-audit' } }) }, ['sagemaker']],
    ['its tags', { ListTags: () => ({ ResourceTagList: [{ TagsList: [{ Key: 'sagemaker:project-name', Value: 'x' }] }] }) }, ['sagemaker']],
  ])('is tied to ML by %s', async (_, answers, linked) => {
    answer({ ...said, ...answers });
    expect(await trail.inspect(resource)).toMatchObject({ state: { logging: true }, linked });
  });

  test('that is stopped says so', async () => {
    answer({ ...said, GetTrailStatus: () => ({ IsLogging: false }) });
    expect((await trail.inspect(resource))?.state).toEqual({ logging: false });
  });

  test.each(['GetTrail', 'GetTrailStatus'])('that is not there, as %s has it, is not there', async (operation) => {
    answer({ ...said, [operation]: () => Promise.reject(refusal('TrailNotFoundException')) });
    expect(await trail.inspect(resource)).toBeUndefined();
  });

  test('has an owner, who may be gone with it', async () => {
    answer(said);
    expect(await trail.tags?.(resource)).toEqual({ a: '', Owner: 'ml' });
    answer({ ListTags: () => Promise.reject(refusal('TrailNotFoundException')) });
    expect(await trail.tags?.(resource)).toEqual({});
  });
});
