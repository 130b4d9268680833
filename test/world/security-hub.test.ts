import { describe, expect, test } from 'vitest';
import { securityHub } from './security-hub.ts';
import { BEST_PRACTICES, CIS } from './security-hub-standards.ts';
import { smallHabitat } from './small-habitat.ts';

const arn = (name: string) => `arn:aws:securityhub:${name === CIS ? '' : 'eu-west-1'}::${name}`;
const subscription = (name: string) => `arn:aws:securityhub:eu-west-1:111122223333:${name.replace(/^\w+/, 'subscription')}`;

function world() {
  const habitat = smallHabitat();
  const service = securityHub(habitat);
  // biome-ignore lint/suspicious/noExplicitAny: answers are read by their member names.
  const call = (operation: string, input: object = {}): any =>
    service.call(operation, input, { arn: 'arn:aws:iam::111122223333:user/dev' });
  const enable = (...names: string[]) =>
    call('BatchEnableStandards', { StandardsSubscriptionRequests: names.map((name) => ({ StandardsArn: arn(name) })) });
  const disable = (...names: string[]) => call('BatchDisableStandards', { StandardsSubscriptionArns: names.map(subscription) });
  const standards = () =>
    // biome-ignore lint/suspicious/noExplicitAny: as above.
    call('GetEnabledStandards').StandardsSubscriptions.map((one: any) => [one.StandardsArn, one.StandardsStatus]);
  return { habitat, service, call, enable, disable, standards };
}

describe('Security Hub', () => {
  test('is on, and once it is disabled it is not there', () => {
    const { habitat, call } = world();
    expect(call('DescribeHub')).toMatchObject({ HubArn: 'arn:aws:securityhub:eu-west-1:111122223333:hub/default' });
    expect(() => call('EnableSecurityHub')).toThrow('Account is already subscribed to Security Hub');
    call('DisableSecurityHub');
    for (const operation of ['DescribeHub', 'GetEnabledStandards', 'DisableSecurityHub', 'BatchEnableStandards', 'BatchDisableStandards'])
      expect(() => call(operation)).toThrow('Account 111122223333 is not subscribed to AWS Security Hub');
    expect(habitat.events.map(({ detail }) => detail)).toMatchObject([
      { eventName: 'EnableSecurityHub', errorCode: 'ResourceConflictException' },
      { eventName: 'DisableSecurityHub', requestParameters: {}, responseElements: null },
      { errorCode: 'InvalidAccessException' },
      { errorCode: 'InvalidAccessException' },
      { errorCode: 'InvalidAccessException' },
    ]);
  });

  test.each([
    [{ EnableDefaultStandards: false }, []],
    [{ EnableDefaultStandards: true }, [CIS, BEST_PRACTICES]],
    [{}, [CIS, BEST_PRACTICES]],
  ])('begins, enabled with %j, with the standards %j', (input, names) => {
    const { habitat, call, standards } = world();
    call('DisableSecurityHub');
    call('EnableSecurityHub', input);
    expect(standards()).toEqual(names.map((name) => [arn(name), 'PENDING']));
    habitat.pass(300);
    expect(standards()).toEqual(names.map((name) => [arn(name), 'READY']));
  });

  test('takes minutes to enable and to disable a standard, and lets nobody change it meanwhile', () => {
    const { habitat, enable, disable, standards } = world();
    enable(CIS, BEST_PRACTICES);
    expect(() => disable(CIS)).toThrow('StandardsSubscription(s) in state PENDING, please try later');
    habitat.pass(300);
    expect(standards()).toEqual([
      [arn(BEST_PRACTICES), 'READY'],
      [arn(CIS), 'READY'],
    ]);
    disable(CIS);
    for (const change of [enable, disable]) expect(() => change(CIS)).toThrow('in state DELETING, please try later');
    habitat.pass(300);
    expect(standards()).toEqual([[arn(BEST_PRACTICES), 'READY']]);
    expect(habitat.events[0]?.detail).toMatchObject({
      requestParameters: { StandardsSubscriptionRequests: [{ StandardsArn: arn(CIS) }, { StandardsArn: arn(BEST_PRACTICES) }] },
      responseElements: { StandardsSubscriptions: [{ StandardsStatus: 'PENDING' }, { StandardsStatus: 'READY' }] },
    });
  });

  test('knows no standard that AWS has not, and disables none that is not enabled', () => {
    const { enable, disable } = world();
    expect(() => enable('standards/tidiness/v/1.0.0')).toThrow('Invalid StandardsSubscriptionRequest(s)');
    expect(() => disable(CIS)).toThrow('Invalid StandardsSubscriptionArn(s)');
  });

  test('enables anew what could not be disabled, and goes on to enable nothing once it is off', () => {
    const { habitat, service, call, enable, standards } = world();
    service.place({ standards: { [BEST_PRACTICES]: 'FAILED' } });
    enable(BEST_PRACTICES);
    expect(standards()).toEqual([[arn(BEST_PRACTICES), 'PENDING']]);
    call('DisableSecurityHub');
    call('EnableSecurityHub', { EnableDefaultStandards: false });
    habitat.pass(300);
    expect(standards()).toEqual([]);
  });

  test('goes on with what was going on before anything happened', () => {
    const { habitat, service, standards } = world();
    service.place({ standards: { [BEST_PRACTICES]: 'DELETING', [CIS]: 'PENDING' } });
    expect(standards().length).toBe(2);
    habitat.pass(300);
    expect(standards()).toEqual([[arn(CIS), 'READY']]);
  });

  test('that is managed centrally is changed by its administrator alone', () => {
    const { service, call } = world();
    service.place({ on: false, central: true });
    for (const operation of ['EnableSecurityHub', 'DisableSecurityHub', 'BatchEnableStandards', 'BatchDisableStandards'])
      expect(() => call(operation)).toThrow('Account 111122223333 is managed by a configuration policy');
  });

  test('may be seen as it was some seconds ago', () => {
    const { habitat, call, enable, standards } = world();
    enable(CIS);
    habitat.stale = true;
    habitat.pass(2);
    expect(new Set(Array.from({ length: 50 }, () => standards().length))).toEqual(new Set([1, 2]));
    expect(call('DescribeHub').HubArn).toBeDefined();
  });
});
