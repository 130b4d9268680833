import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ruleNames } from '../../scripts/generate/rules.ts';
import { pascal } from '../../scripts/generate/scan.ts';
import { read } from '../../src/engine/read.ts';
import type { AnyRemediation } from '../../src/engine/remediation.ts';
import { remediations } from '../../src/registry.ts';
import { matches } from '../eventbridge-pattern.ts';
import { global, ofType, type Part, resolve, root, stackOf } from './templates.ts';

const load = (paths: string): readonly (readonly [string, Part])[] =>
  globSync(paths, { cwd: root })
    .sort()
    .map((path) => [path, JSON.parse(readFileSync(`${root}/${path}`, 'utf8'))] as const);
const samples = [...load('events/*/*.json'), ...load('test/events/*.json')];
const own = (r: AnyRemediation) => load(`events/${r.family}/${r.id}.*.json`);

/** The patterns of a violation's rules, as its stack has them, deployed in that account. */
const patterns = ({ id, family }: AnyRemediation, account: string): readonly Part[] =>
  ofType(stackOf(family), 'AWS::Events::Rule')
    .filter(([logical]) => logical.replace(/\d+$/, '') === `${pascal(id)}Rule`)
    .map(([, rule]) => resolve(rule.Properties.EventPattern, { 'AWS::AccountId': account }));
const heard = (r: AnyRemediation, event: Part, home = event.account): boolean =>
  patterns(r, home).some((pattern) => matches(pattern, event));

/** Does the violation's own trigger find something to look at in it? */
function names(r: AnyRemediation, event: Part): boolean {
  try {
    return 'refs' in read(event, r.triggers, { account: event.account, region: event.region });
  } catch {
    return false;
  }
}

describe.each(remediations)('the rules of $id', (r) => {
  test.each(own(r))('hear %s', (_, event) => {
    expect(heard(r, event)).toBe(true);
  });

  test('hear nothing that the violation could not read, of all samples there are', () => {
    const deaf = samples.filter(([, event]) => heard(r, event) !== names(r, event)).map(([path]) => path);
    expect(deaf).toEqual([]);
  });

  test.each(own(r))('refuse forgeries of %s: not from AWS, of a failed call, of another account', (_, event) => {
    expect(heard(r, { ...event, source: event.source.replace('aws.', '') })).toBe(false);
    expect(heard(r, { ...event, source: `custom.${event.source}` })).toBe(false);
    expect(heard(r, event, '444455556666')).toBe(false);
    const failed = { ...event, detail: { ...event.detail, errorCode: 'AccessDenied' } };
    if (event['detail-type'] === 'AWS API Call via CloudTrail') expect(heard(r, failed)).toBe(false);
  });

  test('are short enough for EventBridge, and each hears one source, which every alternative says', () => {
    for (const pattern of patterns(r, '111122223333')) {
      expect(JSON.stringify(pattern).length).toBeLessThanOrEqual(2048);
      expect(pattern.account).toEqual(['111122223333']);
      const alternatives: readonly Part[] = pattern.$or ?? [pattern];
      for (const one of alternatives) expect(one.source).toEqual([expect.stringMatching(/^aws\.[a-z0-9]+$/)]);
      expect(new Set(alternatives.map((one) => one.source[0])).size).toBe(1);
    }
  });
});

test('all rules together leave room on the bus: of 100 in some Regions, of 300 in others (EventBridge guide, quotas)', () => {
  expect(remediations.flatMap(ruleNames).length).toBeLessThanOrEqual(90);
});

describe('the rules of stacks/global.yaml', () => {
  const forwarded = ofType(global, 'AWS::Events::Rule').map(([, rule]) => rule.Properties.EventPattern);
  test('send home every sample of a global source that a violation hears, and nothing else', () => {
    for (const [path, event] of samples) {
      const wanted = event.source === 'aws.iam' && remediations.some((r) => heard(r, event));
      const sent = forwarded.some((pattern) => matches(resolve(pattern, { 'AWS::AccountId': event.account }), event));
      expect(sent, path).toBe(wanted);
    }
  });
});
