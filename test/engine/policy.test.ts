import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UNTOUCHABLE } from '../../src/engine/decide.ts';
import { fits, globbed } from '../../src/engine/glob.ts';
import { inScope, laxity, lineFor, named, type Policy, settingsFor } from '../../src/engine/policy.ts';
import { EFFECTS, type Resource } from '../../src/engine/remediation.ts';
import { resourceOf } from './lamp.ts';
import { policy } from './policies.ts';

const US = '111122223333';
const OTHER = '444455556666';
const observe = { reversible: 'observe', disruptive: 'observe', destructive: 'observe' };
const role = (path: string): Resource => ({
  key: `aws/aws::iam::role/${US}/aws-global/${path.split('/').at(-1)?.toLowerCase()}`,
  type: 'AWS::IAM::Role',
  arn: `arn:aws:iam::${US}:role/${path}`,
  name: path.split('/').at(-1) ?? '',
  account: US,
  region: 'aws-global',
});

describe('the line of policy that decides', () => {
  const violations = (mode: string) => ({ 'lamp-off': { disruptive: mode } });
  const account = (over: object) => ({ [US]: over });
  test.each<[string, Record<string, unknown>, string, string]>([
    ['is the default where nothing else is said', {}, 'enforce', 'defaults.disruptive'],
    ['is what is said of the violation', { violations: violations('observe') }, 'observe', 'violations.lamp-off.disruptive'],
    [
      'is not what is said of another violation',
      { violations: { 'lamp-shut': { disruptive: 'observe' } } },
      'enforce',
      'defaults.disruptive',
    ],
    ['is not what is said of another effect', { violations: { 'lamp-off': { reversible: 'observe' } } }, 'enforce', 'defaults.disruptive'],
    [
      "is the account's default",
      { accounts: account({ defaults: { disruptive: 'observe' } }) },
      'observe',
      `accounts.${US}.defaults.disruptive`,
    ],
    [
      'is not what is said of another account',
      { accounts: { [OTHER]: { defaults: { disruptive: 'observe' } } } },
      'enforce',
      'defaults.disruptive',
    ],
    [
      'is the stricter of violation and account: the violation',
      { violations: violations('observe'), accounts: account({ defaults: { disruptive: 'enforce' } }) },
      'observe',
      'violations.lamp-off.disruptive',
    ],
    [
      'is the stricter of violation and account: the account',
      { violations: violations('enforce'), accounts: account({ defaults: { disruptive: 'observe' } }) },
      'observe',
      `accounts.${US}.defaults.disruptive`,
    ],
    [
      'is the first of two that agree',
      { defaults: observe, violations: violations('enforce'), accounts: account({ defaults: { disruptive: 'enforce' } }) },
      'enforce',
      'violations.lamp-off.disruptive',
    ],
    [
      'is what is said of the violation in the account, alone, where that exists',
      {
        defaults: observe,
        violations: violations('observe'),
        accounts: account({ defaults: { disruptive: 'observe' }, violations: violations('enforce') }),
      },
      'enforce',
      `accounts.${US}.violations.lamp-off.disruptive`,
    ],
    [
      'is not what is said of another effect of the violation in the account',
      { violations: violations('observe'), accounts: account({ violations: { 'lamp-off': { reversible: 'enforce' } } }) },
      'observe',
      'violations.lamp-off.disruptive',
    ],
  ])('%s', (_, over, mode, line) => {
    expect(lineFor(policy(over), 'lamp-off', US, 'disruptive')).toEqual({ mode, line, after: 0, hours: [] });
  });

  const grace = (after: string, hours?: string) => ({ do: 'enforce', after, ...(hours && { hours }) });
  const two = (violation: unknown, of: unknown) => ({
    violations: { 'lamp-off': { disruptive: violation } },
    accounts: account({ defaults: { disruptive: of } }),
  });
  test.each<[string, Record<string, unknown>, object]>([
    ['ask, which is stricter than enforce', two('enforce', 'ask'), { mode: 'ask', line: `accounts.${US}.defaults.disruptive` }],
    ['observe, which is stricter than ask', two('observe', 'ask'), { mode: 'observe', line: 'violations.lamp-off.disruptive' }],
    ['the longer grace', two(grace('1h'), grace('2d')), { mode: 'enforce', after: 172_800, line: `accounts.${US}.defaults.disruptive` }],
    [
      'the hours of both, once each',
      two(grace('1h', 'Mon-Fri 08:00-18:00 UTC'), { do: 'enforce', hours: 'Tue 10:00-12:00 UTC' }),
      { after: 3600, hours: ['Mon-Fri 08:00-18:00 UTC', 'Tue 10:00-12:00 UTC'] },
    ],
    ['one that asks for a destructive step', { defaults: { ...observe, disruptive: { do: 'ask' } } }, { mode: 'ask', after: 0 }],
  ])('says %s', (_, over, line) => {
    expect(lineFor(policy(over), 'lamp-off', US, 'disruptive')).toMatchObject(line);
  });

  test('is laxer than the defaults only where something nearer says so', () => {
    const mode = fc.constantFrom('observe', 'enforce');
    const effects = fc.record({ reversible: mode, disruptive: mode, destructive: mode }, { requiredKeys: [] });
    const property = fc.property(
      fc.option(effects),
      fc.option(effects),
      fc.option(effects),
      fc.constantFrom(...EFFECTS),
      (v, a, x, effect) => {
        const p = policy({
          defaults: observe,
          violations: v ? { 'lamp-off': v } : {},
          accounts: { [US]: { ...(a && { defaults: a }), ...(x && { violations: { 'lamp-off': x } }) } },
        });
        const near = [v?.[effect], a?.[effect]].filter((m) => m !== undefined);
        const right = x?.[effect] ?? (near.includes('observe') ? 'observe' : (near[0] ?? 'observe'));
        expect(lineFor(p, 'lamp-off', US, effect).mode).toBe(right);
      },
    );
    fc.assert(property);
  });
});

describe('settings', () => {
  const over = {
    violations: { 'lamp-off': { settings: { paint: 'red', size: 1 } } },
    accounts: { [US]: { violations: { 'lamp-off': { settings: { paint: 'blue' } } } }, [OTHER]: {} },
  };
  test.each<[string, string, Record<string, unknown>]>([
    [US, 'lamp-off', { paint: 'blue', size: 1 }],
    [OTHER, 'lamp-off', { paint: 'red', size: 1 }],
    ['777788889999', 'lamp-off', { paint: 'red', size: 1 }],
    [US, 'lamp-shut', {}],
  ])('of %s for %s are those of the account laid over those of the violation', (account, id, settings) => {
    expect(settingsFor(policy(over), id, account)).toEqual(settings);
  });
});

describe('a worse effect treated more laxly', () => {
  test.each<[string, Record<string, unknown>, ReturnType<typeof laxity>]>([
    ['nowhere', {}, undefined],
    ['nowhere, with everything observed', { defaults: observe }, undefined],
    ['in the defaults', { defaults: { ...observe, disruptive: 'enforce' } }, { line: 'defaults.disruptive', than: 'defaults.reversible' }],
    [
      'in the worst of three',
      { defaults: { reversible: 'enforce', disruptive: 'observe', destructive: 'enforce' } },
      { line: 'defaults.destructive', than: 'defaults.disruptive' },
    ],
    [
      'in one violation',
      { violations: { 'lamp-off': { reversible: 'observe' } } },
      { line: 'defaults.disruptive', than: 'violations.lamp-off.reversible' },
    ],
    [
      'in one account',
      { accounts: { [US]: { defaults: { reversible: 'observe' } } } },
      { line: 'defaults.disruptive', than: `accounts.${US}.defaults.reversible` },
    ],
    [
      'in one violation of one account',
      { defaults: observe, accounts: { [US]: { violations: { 'lamp-off': { disruptive: 'enforce' } } } } },
      { line: `accounts.${US}.violations.lamp-off.disruptive`, than: 'defaults.reversible' },
    ],
    [
      'nowhere, where the worse is asked for or given more time',
      { defaults: { reversible: 'enforce', disruptive: { do: 'enforce', after: '1h' }, destructive: 'ask' } },
      undefined,
    ],
    [
      'nowhere, where people are asked for the milder in their own time',
      { defaults: { reversible: { do: 'ask', after: '1h' }, disruptive: 'ask', destructive: 'ask' } },
      undefined,
    ],
    [
      'in less time given for the worse',
      { defaults: { reversible: { do: 'enforce', after: '2h' }, disruptive: { do: 'enforce', after: '1h' }, destructive: 'observe' } },
      { line: 'defaults.disruptive', than: 'defaults.reversible' },
    ],
    [
      'in what is done where the milder is asked for',
      { defaults: { reversible: 'ask', disruptive: 'enforce', destructive: 'observe' } },
      { line: 'defaults.disruptive', than: 'defaults.reversible' },
    ],
    [
      'in what is asked for where the milder is only observed',
      { defaults: { reversible: 'observe', disruptive: 'ask', destructive: 'observe' } },
      { line: 'defaults.disruptive', than: 'defaults.reversible' },
    ],
    ['in a violation that this release does not know', { violations: { unknown: { reversible: 'observe' } } }, undefined],
  ])('is found %s', (_, over, found) => {
    expect(laxity(policy(over), ['lamp-off', 'lamp-shut'])).toEqual(found);
  });
});

describe('a glob', () => {
  test.each<[string, string, boolean]>([
    ['*', '', true],
    ['arn:aws:iam::*:role/ml-*', 'arn:aws:iam::111122223333:role/ml-train', true],
    ['arn:aws:iam::*:role/ml-*', 'arn:aws:iam::111122223333:role/team/ml-train', false],
    ['arn:aws:iam::*:role/ML-*', 'ARN:aws:iam::111122223333:role/ml-train', true],
    ['role', 'a role', false],
    ['role', 'role\n', false],
    ['a*b', 'a\nb', true],
    ['a.c', 'abc', false],
    ['a+(b)[c]{1}^$|?\\', 'A+(B)[C]{1}^$|?\\', true],
    ['a?c', 'abc', false],
  ])('%j over %j: %s', (glob, text, is) => {
    expect(globbed(glob, text)).toBe(is);
  });

  test('of a setting is the same, except that case counts', () => {
    expect(fits('ml-*', 'ml-train')).toBe(true);
    expect(fits('ml-*', 'ML-train')).toBe(false);
    expect(fits('a*b', 'a\nb')).toBe(true);
    expect(fits('role', 'a role')).toBe(false);
  });

  test('without a star is the text itself, with any case', () => {
    const property = fc.property(
      fc.string().filter((s) => !s.includes('*') && s.toLowerCase() === s.toUpperCase().toLowerCase()),
      (text) => {
        expect(globbed(text, text)).toBe(true);
        expect(globbed(text, `${text}x`)).toBe(false);
      },
    );
    fc.assert(property);
  });

  test('names a resource by its ARN as AWS gives it or by its key', () => {
    expect(named(['nothing', '*:lamp/A'], resourceOf('a'))).toBe('*:lamp/A');
    expect(named(['aws/aws::sagemaker::lamp/*/a'], resourceOf('a'))).toBe('aws/aws::sagemaker::lamp/*/a');
    expect(named(['*:lamp/b'], resourceOf('a'))).toBeUndefined();
  });
});

describe('what no policy can touch', () => {
  test.each([
    'mlwarden-notebook-encryption',
    'MLWarden-anything',
    'team/mlwarden-boundary',
    'wardenwatch-look',
    'aws-service-role/sagemaker.amazonaws.com/AWSServiceRoleForAmazonSageMakerNotebooks',
    'aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_1234',
    'cdk-hnb659fds-deploy-role-111122223333-eu-west-1',
    'stacksets-exec-0123456789abcdef',
    'AWSCloudFormationStackSetExecutionRole',
    'AWSCloudFormationStackSetAdministrationRole',
    'OrganizationAccountAccessRole',
    'AWSControlTowerExecution',
    'aws-controltower-AdministratorExecutionRole',
    'service-role/AWSControlTowerStackSetRole',
  ])('is the role %s', (path) => {
    expect(named(UNTOUCHABLE, role(path))).toBeDefined();
    // By its ARN, which people read: a key that happens to look like one protects nobody for certain.
    expect(named(UNTOUCHABLE, { ...role(path), key: 'none' })).toBeDefined();
  });

  test.each(['ml-training', 'team/SageMakerExecution', 'my-mlwarden-fan', 'my-cdk-helper', 'AWSGlueServiceRole'])(
    'is not the role %s',
    (path) => {
      expect(named(UNTOUCHABLE, role(path))).toBeUndefined();
    },
  );

  test("is not a lamp, unless it is mlwarden's own", () => {
    expect(named(UNTOUCHABLE, resourceOf('a'))).toBeUndefined();
    expect(named(UNTOUCHABLE, resourceOf('mlwarden-lamp'))).toBeDefined();
  });
});

describe('in scope', () => {
  const of = (scope?: object): Policy => policy(scope ? { scope: { 'AWS::IAM::Role': scope, 'AWS::SageMaker::Lamp': scope } } : {});
  const linked = ['trusts sagemaker.amazonaws.com'];
  test.each<[string, Resource, readonly string[], object | undefined, boolean]>([
    ['is everything of SageMaker', resourceOf('a'), [], undefined, true],
    ['is a shared kind that is linked to ML', role('x'), linked, undefined, true],
    ['is no shared kind that is not', role('x'), [], undefined, false],
    ['is what `scope` names by ARN, linked or not', role('ml-x'), [], { arns: ['*:role/ml-*'] }, true],
    ['is nothing else, once `scope` names some', role('x'), linked, { arns: ['*:role/ml-*'] }, false],
    ['is both, where `scope` says both', role('x'), linked, { 'ml-linked': true, arns: ['*:role/ml-*'] }, true],
    ['is not what is linked, where `scope` says it is not', role('x'), linked, { 'ml-linked': false }, false],
    ['is nothing, where `scope` names nothing', resourceOf('a'), [], {}, false],
    ['is a lamp, where `scope` says what is linked', resourceOf('a'), [], { 'ml-linked': true }, true],
  ])('%s', (_, resource, links, scope, is) => {
    expect(inScope(of(scope), resource, links)).toBe(is);
  });
});

describe('an account', () => {
  test.each(['11112222333', '1111222233334', '11112222333x'])('is not named %s', (id) => {
    expect(() => policy({ accounts: { [id]: {} } })).toThrow('an account id: twelve digits in quotes');
  });
});

describe('a duration', () => {
  test.each([
    ['30s', 30],
    ['10m', 600],
    ['2h', 7200],
    ['1d', 86_400],
  ])('of %s is %i seconds', (per, seconds) => {
    const budget = { account: { repairs: 1, per }, violation: { repairs: 1, per } };
    expect(policy({ budget }).budget.account.per).toBe(seconds);
  });
  test.each(['0m', '10', '10mm', 'm', '-1m', '1w', '10000m', '1.5h', ''])('is not %j', (per) => {
    const budget = { account: { repairs: 1, per }, violation: { repairs: 1, per: '1m' } };
    expect(() => policy({ budget })).toThrow('a duration');
  });
});
