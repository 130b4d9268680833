import { describe, expect, test } from 'vitest';
import { parseArn, placeOf, UnreadableArn } from '../../src/resources/arn.ts';

test.each([
  [
    'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/fraud',
    { region: 'eu-west-1', account: '111122223333', type: 'endpoint', id: 'fraud' },
  ],
  ['arn:aws-cn:iam::111122223333:role/ml/team/Training', { partition: 'aws-cn', region: '', type: 'role', id: 'ml/team/Training' }],
  ['arn:aws:iam::aws:policy/AdministratorAccess', { account: 'aws', type: 'policy', id: 'AdministratorAccess' }],
  ['arn:aws:iam::111122223333:root', { type: '', id: 'root' }],
  ['arn:aws:s3:::models', { account: '', type: '', id: 'models' }],
])('%s is read', (text, parts) => expect(parseArn(text)).toMatchObject(parts));

test.each([
  '',
  'arn',
  'arn:aws:iam::1:role/x',
  'arn:aws:iam::111122223333:',
  'arn:evil:iam::111122223333:role/x',
  'arn:aws:iam::111122223333:role/a b',
])('%j is no ARN', (text) => expect(() => parseArn(text)).toThrow(UnreadableArn));

describe('a reference', () => {
  const ref = { type: 'AWS::IAM::Role', account: '444455556666', at: '2026-11-01T12:00:00Z' };
  test.each([
    ['eu-west-1', 'aws'],
    ['aws-global', 'aws'],
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
  ])('by name in %s is in the partition %s', (region, partition) => {
    expect(placeOf({ ...ref, id: 'x', region })).toEqual({ partition, account: '444455556666', region });
  });
  test('by ARN points where the ARN says', () => {
    const id = 'arn:aws:sagemaker:us-west-2:111122223333:endpoint/x';
    expect(placeOf({ ...ref, id, region: 'eu-west-1' })).toMatchObject({ account: '111122223333', region: 'us-west-2' });
  });
  test('by an ARN that names no account or Region is where the event is, everywhere', () => {
    expect(placeOf({ ...ref, id: 'arn:aws:s3:::x', region: 'eu-west-1' })).toMatchObject({ account: '444455556666', region: 'aws-global' });
  });
});
