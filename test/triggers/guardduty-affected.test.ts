import { describe, expect, it } from 'vitest';
import { read } from '../../src/engine/read.ts';
import { guardDutyAffected } from '../../src/triggers/guardduty-affected.ts';
import { delivered, type Event, homeOf, outcome, sample } from './outcome.ts';

const TYPE = 'AWS::CloudTrail::Trail';
const STOPPED = 'Stealth:IAMUser/CloudTrailLoggingDisabled';
const TRIGGERS = [guardDutyAffected([STOPPED, 'DefenseEvasion:IAMUser/'], TYPE)];
/** A real finding, as it would be of a call on a trail. */
function finding(affectedResources: unknown, change: (detail: Event) => unknown = () => undefined): Event {
  const event = sample('guardduty-finding.iamuser');
  event.detail.type = STOPPED;
  event.detail.service.additionalInfo.sample = false;
  event.detail.service.action.awsApiCallAction.affectedResources = affectedResources;
  change(event.detail);
  return event;
}
const ARN = 'arn:aws:cloudtrail:us-east-1:111122223333:trail/audit';

describe('a GuardDuty finding about a call', () => {
  it.each([ARN, 'audit'])('names what the call was made on: %s', (id) => {
    const event = finding({ [TYPE]: id });
    expect(delivered(event, TRIGGERS)).toBe(true);
    expect(read(event, TRIGGERS, homeOf(event))).toMatchObject({
      refs: [{ type: TYPE, id, account: '111122223333', region: 'us-east-1' }],
    });
  });

  it.each<[says: string, event: Event]>([
    ['of something else', finding({ 'AWS::S3::Bucket': 'logs' })],
    ['of nothing', finding(undefined)],
    ['in no shape that is known', finding({ [TYPE]: ['audit'] })],
    ['of no action', finding({}, (d) => Object.assign(d.service, { action: null }))],
    ['of an action that is no call', finding({}, (d) => Object.assign(d.service, { action: { actionType: 'PORT_PROBE' } }))],
  ])('%s is about the account', (_, event) =>
    expect(read(event, TRIGGERS, homeOf(event))).toMatchObject({ refs: [{ type: 'AWS::::Account', id: '111122223333' }] }),
  );

  it.each<[is: string, event: Event, expected: string]>([
    ['a sample', sample('guardduty-finding.iamuser'), 'sample'],
    ['archived', finding({ [TYPE]: ARN }, (d) => Object.assign(d.service, { archived: true })), 'archived'],
    ["about another account's trail", finding({ [TYPE]: ARN.replace('111122223333', '999900001111') }), 'foreign'],
  ])('that is %s is ignored', (_, event, expected) => expect(outcome(event, TRIGGERS)).toBe(expected));

  it.each([
    ['DefenseEvasion:IAMUser/AnomalousBehavior', true],
    ['Stealth:IAMUser/PasswordPolicyChange', false],
  ])('of type %s is delivered and heard: %s', (type, heard) => {
    const event = finding({ [TYPE]: ARN }, (d) => Object.assign(d, { type }));
    expect([delivered(event, TRIGGERS), outcome(event, TRIGGERS)]).toEqual([heard, heard ? `Trail ${ARN}` : 'names-nothing']);
  });

  it('is heard without additional information', () => {
    const event = finding({ [TYPE]: ARN }, (d) => delete d.service.additionalInfo);
    expect(outcome(event, TRIGGERS)).toBe(`Trail ${ARN}`);
  });
});
