import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { link } from '../src/ledger/chain.ts';
import type { Entry } from '../src/ledger/items.ts';
import { count, tell } from '../src/log.ts';
import { resourceOf } from './engine/lamp.ts';

const written: string[] = [];
beforeEach(() => {
  written.length = 0;
  for (const to of [process.stdout, process.stderr]) vi.spyOn(to, 'write').mockImplementation((line) => written.push(String(line)) > 0);
});
afterEach(() => void vi.restoreAllMocks());

const entry = (type: Entry['type'], body: Entry['body'] = {}): Entry =>
  link({ seq: 0, hash: '' }, { violation: 'lamp-off', key: 'k', release: 'r', policy: 'p', at: '2026-11-23T12:00:00.000Z', type, body });
const lines = (): Record<string, unknown>[] => written.map((line) => JSON.parse(line));
/** The metrics that CloudWatch would count, each by its dimensions. */
const metrics = (): string[] =>
  lines().flatMap((line) => {
    const { CloudWatchMetrics } = (line._aws ?? { CloudWatchMetrics: [] }) as {
      CloudWatchMetrics: { Namespace: string; Dimensions: string[][]; Metrics: { Name: string }[] }[];
    };
    return CloudWatchMetrics.flatMap((m) =>
      m.Metrics.map(({ Name }) => {
        expect([m.Namespace, line[Name]]).toEqual(['mlwarden', 1]);
        return [Name, ...(m.Dimensions[0] ?? []).map((d) => `${d}=${line[d]}`)].join(' ');
      }),
    );
  });

describe('a record', () => {
  test('is one line of JSON, whole, with the ARN that people search for', () => {
    const found = entry('found', { says: 'it is red' });
    tell(found, resourceOf('a'));
    expect(lines()).toEqual([expect.objectContaining({ level: 'INFO', message: 'record', record: found, arn: resourceOf('a').arn })]);
  });

  test.each<[Entry['type'], Entry['body'], string[]]>([
    ['found', {}, []],
    ['intent', {}, []],
    ['outcome', { outcome: 'fixed' }, ['Cases Outcome=fixed']],
    ['outcome', { outcome: 'contained' }, ['Cases Outcome=contained']],
    ['outcome', { outcome: 'withheld' }, ['Cases Outcome=withheld']],
    ['outcome', { outcome: 'stuck' }, ['Cases Outcome=stuck', 'NeedsAPerson Service=mlwarden']],
    ['outcome', { outcome: 'failed' }, ['Cases Outcome=failed', 'NeedsAPerson Service=mlwarden']],
    ['tripped', {}, ['NeedsAPerson Service=mlwarden']],
    ['applied', {}, []],
    ['applied', { inferred: true }, []],
    ['applied', { inferred: true, says: 'left off: nobody knows' }, ['NeedsAPerson Service=mlwarden']],
  ])('of type %s that says %j calls for %j', (type, body, called) => {
    tell(entry(type, body), resourceOf('a'));
    expect(metrics()).toEqual(called);
  });
});

describe('what is counted', () => {
  test.each<[string, string, string, string[]]>([
    ['failed', 'ERROR', 'not done', ['Failed Service=mlwarden']],
    ['ignored', 'INFO', 'ignored', ['Ignored Service=mlwarden']],
    ['looked', 'INFO', 'looked', []],
    ['swept', 'INFO', 'swept', []],
  ])('%s is a line of level %s and the metrics it stands for', (what, level, message, called) => {
    count(what, { violation: 'lamp-off' });
    expect(lines()[0]).toMatchObject({ level, message, violation: 'lamp-off' });
    expect(metrics()).toEqual(called);
  });

  test.each([
    ['could not list or read a kind', 'it cannot be listed: AccessDeniedException', ['NeedsAPerson Service=mlwarden']],
    ['had no time for everything', 'out of time', []],
  ])('a sweep that %s calls for a person only where it is blind', (_, gap, called) => {
    count('swept', { kind: 'k', gap });
    expect(metrics()).toEqual(called);
  });

  test.each(['stuck', 'failed'])(
    'a look that comes to %s calls for a person again, because the record may have been told to nobody',
    (outcome) => {
      count('looked', { violation: 'lamp-off', outcome });
      expect(metrics()).toEqual(['NeedsAPerson Service=mlwarden']);
    },
  );
});
