import { describe, expect, test } from 'vitest';
import { key, keyOf } from '../../src/resources/key.ts';
import { UnknownStatus } from '../../src/resources/status.ts';
import { all, answer, atHome, refusal } from './aws.ts';

atHome({ HOME_ACCOUNT: '111122223333' });

const TYPE = 'AWS::KMS::Key';
const at = { account: '111122223333', region: 'eu-west-1', at: '2026-11-01T12:00:00Z' };
const ID = 'mrk-1234abcd12ab34cd56ef1234567890ab';
const ARN = `arn:aws:kms:eu-west-1:111122223333:key/${ID}`;
const resource = keyOf({ partition: 'aws', account: '111122223333', region: 'eu-west-1' }, ID);
const CreationDate = new Date('2026-01-02T03:04:05Z');
const metadata = { KeyState: 'Enabled', KeyManager: 'CUSTOMER', CreationDate };
const said = {
  DescribeKey: () => ({ KeyMetadata: metadata }),
  ListResourceTags: ({ Marker }: { Marker?: string }) =>
    Marker ? { Tags: [{ TagKey: 'Owner', TagValue: 'ml' }] } : { Tags: [{ TagKey: 'a' }], NextMarker: 'm' },
  GetKeyPolicy: () => ({ Policy: '{}' }),
};

describe('a key', () => {
  test.each([ARN, ID])('named %s is located without asking', async (id) => {
    answer({});
    expect(await key.locate({ type: TYPE, id, ...at })).toEqual([resource]);
    expect(resource).toMatchObject({ key: `aws/${TYPE}/111122223333/eu-west-1/${ID}`, arn: ARN });
  });

  test('is not to be found by an alias', async () => {
    answer({});
    expect(await key.locate({ type: TYPE, id: 'arn:aws:kms:eu-west-1:111122223333:alias/ml', ...at })).toEqual([]);
  });

  test('is listed, page by page', async () => {
    answer({ ListKeys: ({ Marker }) => (Marker ? { Keys: [{ KeyId: 'b' }] } : { Keys: [{ KeyId: 'a' }], NextMarker: 'm' }) });
    expect((await all(key.list())).map(({ name }) => name)).toEqual(['a', 'b']);
  });

  test.each<[says: string, answers: object, linked: string[]]>([
    ['nothing', {}, []],
    ['its description', { DescribeKey: () => ({ KeyMetadata: { ...metadata, Description: 'SageMaker data' } }) }, ['sagemaker']],
    ['its tags', { ListResourceTags: () => ({ Tags: [{ TagKey: 'sagemaker:project-name', TagValue: 'x' }] }) }, ['sagemaker']],
    ['its policy', { GetKeyPolicy: () => ({ Policy: '{"kms:ViaService":"sagemaker.*.amazonaws.com"}' }) }, ['sagemaker']],
  ])('is tied to ML by %s', async (_, answers, linked) => {
    answer({ ...said, ...answers });
    expect(await key.inspect(resource)).toEqual({ born: '2026-01-02T03:04:05.000Z', state: { status: 'Enabled' }, linked });
  });

  test('of AWS is tied to nothing, and no more is asked', async () => {
    answer({ DescribeKey: () => ({ KeyMetadata: { ...metadata, KeyManager: 'AWS', Description: 'aws/sagemaker' } }) });
    expect(await key.inspect(resource)).toMatchObject({ linked: [] });
  });

  test('that will be deleted says when', async () => {
    const DeletionDate = new Date('2026-11-30T12:00:00Z');
    answer({ ...said, DescribeKey: () => ({ KeyMetadata: { ...metadata, KeyState: 'PendingDeletion', DeletionDate } }) });
    expect((await key.inspect(resource))?.state).toEqual({ status: 'PendingDeletion', deletion: '2026-11-30T12:00:00.000Z' });
  });

  test('that is not there is not there', async () => {
    answer({ DescribeKey: () => Promise.reject(refusal('NotFoundException')) });
    expect(await key.inspect(resource)).toBeUndefined();
  });

  test('has an owner', async () => {
    answer(said);
    expect(await key.tags?.(resource)).toEqual({ a: '', Owner: 'ml' });
  });

  test.each([
    ['Creating', true],
    ['Updating', true],
    ['Enabled', false],
    ['PendingDeletion', false],
  ])('that is %s is waited for: %s', (status, waits) => expect(key.busy?.({ status }) !== undefined).toBe(waits));
  test('of a status that nobody foresaw is an error', () => expect(() => key.busy?.({ status: 'Melting' })).toThrow(UnknownStatus));
});
