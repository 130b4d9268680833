import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import type { AnyRemediation, Json } from '../../../src/engine/remediation.ts';
import { remediation } from '../../../src/remediations/supply-chain/registry-scanning.ts';
import { scanningOf } from '../../../src/resources/registry-scanning.ts';
import { flaw, next, step } from '../promise.ts';

type Filters = Readonly<Record<string, readonly string[]>>;
const filters = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, 'WILDCARD']));
const scene = (scanType: string, rules: Filters, settings: Json = {}) => ({
  remediation: remediation as unknown as AnyRemediation,
  resource: scanningOf({ partition: 'aws', account: '111122223333', region: 'eu-west-1' }),
  state: { scanType, rules: Object.fromEntries(Object.entries(rules).map(([frequency, names]) => [frequency, filters(names)])) },
  settings,
  through: 'scanType',
});
const put = (scanType: string, rules: Filters) => ({
  api: 'PutRegistryScanningConfiguration',
  input: {
    scanType,
    rules: Object.entries(rules).map(([scanFrequency, names]) => ({
      scanFrequency,
      repositoryFilters: names.map((filter) => ({ filter, filterType: 'WILDCARD' })),
    })),
  },
});

describe('a registry is in order', () => {
  test.each<[scanType: string, rules: Filters, demanded: readonly string[]]>([
    ['BASIC', { SCAN_ON_PUSH: ['*'] }, ['*']],
    ['BASIC', { SCAN_ON_PUSH: ['a', '*'] }, ['*', 'prod/*', 'base']],
    ['BASIC', { SCAN_ON_PUSH: ['prod'] }, ['prod', 'prod/*', '*prod', 'my-prod-images']],
    ['BASIC', { SCAN_ON_PUSH: ['prod*', 'base'] }, ['prod/*', 'base']],
    ['ENHANCED', { CONTINUOUS_SCAN: ['*'] }, ['*']],
    ['ENHANCED', { CONTINUOUS_SCAN: ['prod/*'], SCAN_ON_PUSH: ['dev-*'] }, ['prod/*', 'dev-ana-*']],
  ])('%s with %j where %j has to be scanned', (scanType, rules, repositories) => {
    expect(flaw(scene(scanType, rules, { repositories }))).toBeUndefined();
  });

  test('where every repository is scanned at every push, if nobody says what has to be', () => {
    expect(flaw(scene('BASIC', { SCAN_ON_PUSH: ['*'] }))).toBeUndefined();
    expect(flaw(scene('BASIC', { SCAN_ON_PUSH: ['prod/*'] }))?.says).toBe(
      'not every image pushed to repositories like * is scanned (BASIC)',
    );
  });
});

describe('what is not scanned is added to what is, and nothing is taken away', () => {
  test.each<[scanType: string, rules: Filters, demanded: readonly string[], open: string, after: Filters]>([
    ['BASIC', {}, ['*'], '*', { SCAN_ON_PUSH: ['*'] }],
    ['BASIC', { SCAN_ON_PUSH: [] }, ['*'], '*', { SCAN_ON_PUSH: ['*'] }],
    ['BASIC', { SCAN_ON_PUSH: ['base', 'prod/*'] }, ['*'], '*', { SCAN_ON_PUSH: ['*', 'base', 'prod/*'] }],
    ['BASIC', { SCAN_ON_PUSH: ['prod*'] }, ['prod', 'dev', 'dev'], 'dev, prod', { SCAN_ON_PUSH: ['dev', 'prod', 'prod*'] }],
    ['BASIC', { SCAN_ON_PUSH: ['prod'] }, ['pro'], 'pro', { SCAN_ON_PUSH: ['pro', 'prod'] }],
    ['ENHANCED', {}, ['*'], '*', { SCAN_ON_PUSH: ['*'] }],
    ['ENHANCED', { CONTINUOUS_SCAN: ['prod/*'] }, ['*'], '*', { CONTINUOUS_SCAN: ['prod/*'], SCAN_ON_PUSH: ['*'] }],
    [
      'ENHANCED',
      { CONTINUOUS_SCAN: ['prod/*'], SCAN_ON_PUSH: ['dev-*'] },
      ['prod/*', 'test'],
      'test',
      { CONTINUOUS_SCAN: ['prod/*'], SCAN_ON_PUSH: ['dev-*', 'test'] },
    ],
  ])('%s with %j where %j has to be scanned', (scanType, rules, repositories, open, after) => {
    const given = scene(scanType, rules, { repositories });
    expect(flaw(given)).toEqual({ says: `not every image pushed to repositories like ${open} is scanned (${scanType})`, contained: false });
    const { step: s, after: state } = step(given);
    expect(s).toMatchObject({ effect: 'reversible', call: put(scanType, after), undo: put(scanType, rules) });
    expect(state).toEqual(scene(scanType, after).state);
    expect(flaw({ ...given, state })).toBeUndefined();
  });

  test('only by what was read so long after it was found that what happened before is in it', () => {
    const found = { ...scene('BASIC', {}), found: '2026-11-01T12:00:00.000Z' };
    expect(next({ ...found, now: '2026-11-01T12:00:29.999Z' })).toMatchObject({ do: 'wait', again: 30 });
    expect(next({ ...found, now: '2026-11-01T12:00:30.000Z' })).toMatchObject({ do: 'step' });
    expect(next({ ...found, ...{ state: scene('BASIC', { MANUAL: ['*'] }).state }, now: '2026-11-01T12:00:00.000Z' }).do).toBe('tell');
  });

  test('by one and the same call, in whatever order AWS tells of the rules and their filters', () => {
    const other = scene('ENHANCED', { SCAN_ON_PUSH: ['b', 'a'], CONTINUOUS_SCAN: ['d', 'c'] });
    const one = scene('ENHANCED', { CONTINUOUS_SCAN: ['c', 'd'], SCAN_ON_PUSH: ['a', 'b'] });
    expect(step(other).step.call).toEqual(step(one).step.call);
  });
});

describe('people are told', () => {
  const many = Array.from({ length: 100 }, (_, i) => `r${i}`);
  test.each<[says: string, scanType: string, rules: Filters, settings: Json, wrong: string, why: string]>([
    ['that a rule of images scanned by hand is there', 'BASIC', { MANUAL: ['*'] }, {}, 'a rule of MANUAL', 'beside others'],
    ['so even where all are scanned', 'BASIC', { MANUAL: ['x'], SCAN_ON_PUSH: ['*'] }, {}, 'a rule of MANUAL', 'does not say'],
    [
      'that a rule is there of another type',
      'BASIC',
      { CONTINUOUS_SCAN: ['*'] },
      {},
      'BASIC scanning has a rule of CONTINUOUS_SCAN',
      'takes it away',
    ],
    ['that a rule is full', 'BASIC', { SCAN_ON_PUSH: many }, {}, 'is scanned (BASIC)', '100 filters'],
    ['that Inspector does not scan', 'BASIC', { SCAN_ON_PUSH: ['*'] }, { enhanced: true }, 'not scanned by Inspector (BASIC)', 'costs'],
  ])('%s', (_, scanType, rules, settings, wrong, why) => {
    const given = scene(scanType, rules, settings);
    expect(flaw(given)).toMatchObject({ says: expect.stringContaining(wrong), contained: false });
    expect(next(given)).toMatchObject({ do: 'tell', why: expect.stringContaining(why) });
  });

  test('of Inspector only where all that can be scanned without is, and nothing where it scans', () => {
    expect(next(scene('BASIC', {}, { enhanced: true }))).toMatchObject({ do: 'step' });
    expect(flaw(scene('ENHANCED', { SCAN_ON_PUSH: ['*'] }, { enhanced: true }))).toBeUndefined();
  });

  test('not where the last filter still fits', () => expect(next(scene('BASIC', { SCAN_ON_PUSH: many.slice(1) })).do).toBe('step'));
});

test.each([
  ['no repositories', []],
  ['a name in capitals', ['Prod']],
  ['a name that begins with a dot', ['.prod']],
  ['an empty name', ['']],
  ['a name that is too long', ['x'.repeat(257)]],
  ['more than a rule takes', Array.from({ length: 101 }, (_, i) => `r${i}`)],
])('%s cannot be demanded', (_, repositories) => expect(z.safeParse(remediation.settings, { repositories }).success).toBe(false));
test('as much as ECR takes can be demanded', () => {
  for (const repositories of [['x'.repeat(256)], ['*'], ['a.b_c-d/*'], Array.from({ length: 100 }, (_, i) => `r${i}`)])
    expect(z.safeParse(remediation.settings, { repositories }).success).toBe(true);
});
