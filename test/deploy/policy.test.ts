import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lineFor } from '../../src/engine/policy.ts';
import { EFFECTS } from '../../src/engine/remediation.ts';
import { readPolicy } from '../../src/policy-file.ts';
import { remediations } from '../../src/registry.ts';
import { root } from './templates.ts';

const text = readFileSync(`${root}/policy.yaml`, 'utf8');
const known = new Map(remediations.map((r) => [r.id, r.settings]));

test('policy.yaml as shipped observes everywhere', () => {
  const policy = readPolicy(text, 'policy.yaml', known);
  expect(policy.accounts).toEqual({});
  for (const { id } of remediations) {
    for (const effect of EFFECTS) expect(lineFor(policy, id, '111122223333', effect).mode).toBe('observe');
  }
});

test('policy.yaml names every violation with the settings it has when nothing is said', () => {
  for (const { id } of remediations) expect(text).toMatch(new RegExp(`^# {3}${id}: `, 'm'));
  const uncommented = text.replace('violations: {}', 'violations:').replace(/^# {3}(?=[a-z-]+: \{ settings)/gm, '  ');
  const policy = readPolicy(uncommented, 'policy.yaml', known);
  expect(Object.keys(policy.violations).sort()).toEqual(remediations.map((r) => r.id).sort());
});

test('each effect that policy.yaml lets go on is refused where the milder one is observed', () => {
  expect(() => readPolicy(text.replace('disruptive: observe', 'disruptive: enforce'), 'policy.yaml', known)).toThrow(
    /^policy\.yaml, line \d+: .*laxer/,
  );
});
