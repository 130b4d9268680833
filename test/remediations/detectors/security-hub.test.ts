import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import type { AnyRemediation } from '../../../src/engine/remediation.ts';
import { remediation } from '../../../src/remediations/detectors/security-hub.ts';
import { type HubState, hubOf, type Standing } from '../../../src/resources/hub.ts';
import { flaw, next, step } from '../promise.ts';

const FSBP = 'standards/aws-foundational-security-best-practices/v/1.0.0';
const CIS = 'ruleset/cis-aws-foundations-benchmark/v/1.2.0';
const on = (standards: Record<string, Standing> = {}): HubState => ({ on: true, standards });
const off: HubState = { on: false, standards: {} };
const seen = (state: HubState, standards: string[] = [FSBP, CIS], more: object = {}) => ({
  remediation: remediation as unknown as AnyRemediation,
  resource: hubOf({ partition: 'aws', account: '111122223333', region: 'eu-west-1' }),
  state,
  settings: { standards, ...more },
  // There is one hub, so that no call names it.
  through: 'tandards',
});

describe('Security Hub', () => {
  test.each<[state: HubState, named: string[], wrong: RegExp | undefined]>([
    [off, [], /is off/],
    [off, [FSBP], /is off/],
    [on(), [], undefined],
    [on({ [CIS]: 'leaving' }), [], undefined],
    [on({ [FSBP]: 'enabled', [CIS]: 'leaving' }), [FSBP], undefined],
    [on({ [FSBP]: 'enabled' }), [FSBP, CIS], /against ruleset\/cis[^,]+$/],
    [on({ [FSBP]: 'half disabled', [CIS]: 'leaving' }), [FSBP, CIS], /against standards\/aws.*, ruleset\/cis/],
  ])('%j, of which %j are named', (state, named, wrong) => {
    const found = flaw(seen(state, named));
    if (wrong) expect(found).toMatchObject({ says: expect.stringMatching(wrong), contained: false });
    else expect(found).toBeUndefined();
  });

  test.each([false, true])('that is off is enabled, with the standards of AWS where settings say so: %j', (defaultStandards) => {
    const { step: enabled, after } = step(seen(off, [], { defaultStandards }));
    expect(enabled).toMatchObject({
      call: { api: 'EnableSecurityHub', input: { EnableDefaultStandards: defaultStandards } },
      effect: 'disruptive',
      loses: expect.stringContaining('mlwarden may switch off no'),
    });
    expect(enabled).not.toHaveProperty('undo');
    expect(flaw(seen(after as HubState, []))).toBeUndefined();
    expect(flaw(seen(after as HubState))).toBeDefined();
  });

  test('without a named standard is given it, by the ARN that it has in this Region', () => {
    const { step: enabled, after } = step(seen(on({ [CIS]: 'half disabled', 'standards/pci-dss/v/4.0.1': 'leaving' })));
    expect(enabled).toMatchObject({
      call: {
        api: 'BatchEnableStandards',
        input: {
          StandardsSubscriptionRequests: [
            { StandardsArn: `arn:aws:securityhub:eu-west-1::${FSBP}` },
            { StandardsArn: `arn:aws:securityhub:::${CIS}` },
          ],
        },
      },
      effect: 'disruptive',
      loses: expect.stringContaining('mlwarden may disable no standard'),
    });
    expect(enabled).not.toHaveProperty('undo');
    expect(flaw(seen(after as HubState))).toBeUndefined();
  });

  test('that is disabling a named standard is waited for, once nothing else is left to be enabled', () => {
    const { step: first, after } = step(seen(on({ [CIS]: 'leaving' })));
    expect(first.call.input).toEqual({ StandardsSubscriptionRequests: [{ StandardsArn: `arn:aws:securityhub:eu-west-1::${FSBP}` }] });
    expect(next(seen(after as HubState))).toMatchObject({ do: 'wait', for: expect.stringContaining(CIS) });
  });
});

test.each([
  [FSBP, true],
  [CIS, true],
  ['standards/nist-800-53/v/5.0.0', true],
  [`arn:aws:securityhub:eu-west-1::${FSBP}`, false],
  ['aws-foundational-security-best-practices', false],
])('%s is a standard that settings can name: %j', (name, can) =>
  expect(z.safeParse(remediation.settings, { standards: [name] }).success).toBe(can),
);
