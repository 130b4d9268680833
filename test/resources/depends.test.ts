import { describe, expect, test } from 'vitest';
import { onEndpoint, onRole } from '../../src/resources/depends.ts';

const config = { ProductionVariants: [{ VariantName: 'Blue', InstanceType: 'ml.m5.large', ModelName: 'churn' } as const] };
const role = { Path: '/', RoleName: 'r', RoleId: 'AROA', Arn: 'arn', CreateDate: new Date(0) };

describe('what depends on an endpoint', () => {
  test.each([
    [{ VariantName: 'Blue', DesiredInstanceCount: 2, DesiredWeight: 0.5 }, 'variant Blue: 2 × ml.m5.large, weight 0.5, model churn'],
    [{ VariantName: 'Green', CurrentServerlessConfig: { MaxConcurrency: 1 }, DesiredWeight: 1 }, 'variant Green: serverless, weight 1'],
    [{ VariantName: 'Gone' }, 'variant Gone: ? × instances of an unknown type, weight ?'],
  ])('is each of its variants: %j', (variant, says) => {
    expect(onEndpoint([variant as never], config as never)).toEqual([says]);
  });
  test('is nothing where it has none', () => {
    expect(onEndpoint(undefined, undefined)).toEqual([]);
  });
});

describe('what depends on a role', () => {
  test.each([
    [
      { LastUsedDate: new Date('2026-11-20T10:00:00Z'), Region: 'eu-west-1' },
      'last used at 2026-11-20T10:00:00.000Z in eu-west-1, as far as IAM knows by now',
    ],
    [{ LastUsedDate: new Date('2026-11-20T10:00:00Z') }, 'last used at 2026-11-20T10:00:00.000Z, as far as IAM knows by now'],
    [{}, 'IAM knows of no use in the last 400 days'],
    [undefined, 'IAM knows of no use in the last 400 days'],
  ])('is when and where it was used: %j', (RoleLastUsed, says) => {
    expect(onRole({ ...role, RoleLastUsed })).toEqual([says]);
  });
});
