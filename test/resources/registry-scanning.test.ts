import { describe, expect, test } from 'vitest';
import { registryScanning, SCANNING, scanningOf } from '../../src/resources/registry-scanning.ts';
import { UnknownStatus } from '../../src/resources/status.ts';
import { all, answer, atHome } from './aws.ts';

atHome({ HOME_ACCOUNT: '111122223333' });

const at = { account: '111122223333', region: 'eu-west-1', at: '2026-11-01T12:00:00Z' };
const resource = scanningOf({ partition: 'aws', account: '111122223333', region: 'eu-west-1' });
const rule = (scanFrequency: string, ...filters: string[]) => ({
  scanFrequency,
  repositoryFilters: filters.map((filter) => ({ filter, filterType: 'WILDCARD' })),
});
const seen = async (scanningConfiguration: object | undefined) => {
  answer({ GetRegistryScanningConfiguration: () => ({ registryId: '111122223333', scanningConfiguration }) });
  return await registryScanning.inspect(resource);
};

describe("an account's registry", () => {
  test.each([
    [SCANNING, 'account'],
    ['AWS::ECR::Repository', 'churn/train'],
    ['AWS::ECR::Repository', 'arn:aws:ecr:eu-west-1:111122223333:repository/churn/train'],
  ])('is one and the same, whether %s %s is named', async (type, id) => {
    answer({});
    expect(await registryScanning.locate({ type, id, ...at })).toEqual([resource]);
    expect(resource.key).toBe(`aws/${SCANNING}/111122223333/eu-west-1/account`);
  });

  test('is that of the repository which is named, wherever it was told of', async () => {
    answer({});
    const id = 'arn:aws:ecr:us-east-1:999900001111:repository/churn/train';
    const [its] = await registryScanning.locate({ type: 'AWS::ECR::Repository', id, ...at });
    expect(its).toMatchObject({ account: '999900001111', region: 'us-east-1' });
  });

  test('is listed every time: there is always one', async () => {
    answer({});
    expect(await all(registryScanning.list())).toEqual([resource]);
  });

  test('is read rule by rule, whatever the order of its filters', async () => {
    expect(await seen({ scanType: 'ENHANCED', rules: [rule('SCAN_ON_PUSH', 'dev-*', 'base'), rule('CONTINUOUS_SCAN', 'prod')] })).toEqual({
      born: 'with the account',
      state: {
        scanType: 'ENHANCED',
        rules: { CONTINUOUS_SCAN: { prod: 'WILDCARD' }, SCAN_ON_PUSH: { base: 'WILDCARD', 'dev-*': 'WILDCARD' } },
      },
    });
  });

  test('that nobody has configured is one of basic scanning without rules', async () => {
    expect((await seen({}))?.state).toEqual({ scanType: 'BASIC', rules: {} });
  });

  test('with two rules of one frequency has one of all their filters, and a rule may have none', async () => {
    const rules = [rule('SCAN_ON_PUSH', 'a'), { scanFrequency: 'MANUAL' }, rule('SCAN_ON_PUSH', 'b')];
    expect((await seen({ scanType: 'BASIC', rules }))?.state.rules).toEqual({ SCAN_ON_PUSH: { a: 'WILDCARD', b: 'WILDCARD' }, MANUAL: {} });
  });

  test.each([
    ['a type', { scanType: 'DEEP' }, UnknownStatus],
    ['a frequency', { scanType: 'BASIC', rules: [rule('HOURLY', '*')] }, UnknownStatus],
    ['no configuration', undefined, /scanningConfiguration/],
    ['a rule without its frequency', { rules: [{ repositoryFilters: [] }] }, /scanFrequency/],
  ])('of which AWS says %s that nobody foresaw is not judged', async (_, said, error) => {
    await expect(seen(said)).rejects.toThrow(error);
  });
});
