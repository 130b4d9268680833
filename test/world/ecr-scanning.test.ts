import { describe, expect, test } from 'vitest';
import { ecr } from './ecr.ts';
import type { GivenScanning } from './ecr-scanning.ts';
import { smallHabitat } from './small-habitat.ts';

function world(given?: GivenScanning) {
  const registry = ecr(smallHabitat());
  if (given) registry.scanning.place(given);
  // biome-ignore lint/suspicious/noExplicitAny: answers are read by their member names.
  const call = (operation: string, input: object = {}): any =>
    registry.call(operation, input, { arn: 'arn:aws:iam::111122223333:user/dev' });
  return { put: (input: object) => call('PutRegistryScanningConfiguration', input), get: () => call('GetRegistryScanningConfiguration') };
}
const rule = (scanFrequency: string, ...filters: string[]) => ({
  scanFrequency,
  repositoryFilters: filters.map((filter) => ({ filter, filterType: 'WILDCARD' })),
});
const ALL = rule('SCAN_ON_PUSH', '*');

describe('a registry', () => {
  test('scans every image that is pushed, where a world says nothing else', () => {
    expect(world().get()).toEqual({ registryId: '111122223333', scanningConfiguration: { scanType: 'BASIC', rules: [ALL] } });
    expect(world({ rules: {} }).get().scanningConfiguration).toEqual({ scanType: 'BASIC', rules: [] });
  });

  test('scans as it was told last: what was not said again is forgotten', () => {
    const { put, get } = world();
    const enhanced = { scanType: 'ENHANCED', rules: [rule('CONTINUOUS_SCAN', 'prod'), ALL] };
    expect(put(enhanced)).toEqual({ registryScanningConfiguration: enhanced });
    expect(get().scanningConfiguration).toEqual(enhanced);
    put({});
    expect(get().scanningConfiguration).toEqual({ scanType: 'BASIC', rules: [] });
  });

  test.each([
    ['three rules', { scanType: 'ENHANCED', rules: [ALL, rule('CONTINUOUS_SCAN', 'a'), ALL] }, 'less than or equal to 2'],
    ['too many filters', { rules: [rule('SCAN_ON_PUSH', ...Array.from({ length: 101 }, (_, i) => `r${i}`))] }, 'less than or equal to 100'],
    ['two rules of one frequency', { rules: [ALL, ALL] }, 'each once'],
    ['what Inspector alone does', { scanType: 'BASIC', rules: [rule('CONTINUOUS_SCAN', '*')] }, 'where the scan type is BASIC'],
    ['what Inspector does not do', { scanType: 'ENHANCED', rules: [rule('MANUAL', '*')] }, 'where the scan type is ENHANCED'],
  ])('refuses %s, and scans as before', (_, input, words) => {
    const { put, get } = world();
    expect(() => put(input)).toThrow(words);
    expect(get().scanningConfiguration.rules).toEqual([ALL]);
  });

  test('that an organization manages is changed by nobody in the account', () => {
    const { put, get } = world({ rules: {}, managed: true });
    expect(() => put({ rules: [ALL] })).toThrow('managed by a organization policy');
    expect(get().scanningConfiguration.rules).toEqual([]);
  });
});
