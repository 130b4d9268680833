/** The watch's own template: what starts it, what it may, and how it is heard. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { matches } from '../eventbridge-pattern.ts';
import { ofType, type Part, resolve, root, stackOf, watch } from './templates.ts';

const given = {
  ...{ 'AWS::AccountId': '111122223333', 'AWS::Region': 'eu-west-1', 'AWS::Partition': 'aws' },
  ...{ Stack: 'mlwarden', Canary: 'notebook-root-access', CanaryFamily: 'notebooks', CanaryType: 'AWS::SageMaker::NotebookInstance' },
  ...{
    Topic: 'arn:aws:sns:eu-west-1:111122223333:wardenwatch',
    'Logs.Arn': 'arn:aws:logs:eu-west-1:111122223333:log-group:/wardenwatch/watch:*',
  },
};
const { Watch, WatchRole, CanaryRule } = watch.Resources;
const pattern = resolve(Watch?.Properties.Events.Changes.Properties.Pattern, given);
const statements: readonly Part[] = resolve(WatchRole?.Properties.Policies, given).flatMap((p: Part) => p.PolicyDocument.Statement);

describe('a call wakes the watch at once', () => {
  const sample = JSON.parse(readFileSync(`${root}/test/events/cloudtrail.lambda.AddPermission.json`, 'utf8'));
  const call = (service: string, eventName: string, requestParameters: object, more: object = {}) => ({
    ...sample,
    source: `aws.${service}`,
    detail: { ...sample.detail, eventSource: `${service}.amazonaws.com`, eventName, requestParameters, ...more },
  });
  const ours = 'mlwarden-notebook-encryption';
  const arn = `arn:aws:lambda:eu-west-1:111122223333:function:${ours}`;
  const queueUrl = `https://sqs.eu-west-1.amazonaws.com/111122223333/${ours}`;

  test.each<[string, Part]>([
    ['DisableRule', call('events', 'DisableRule', { name: ours })],
    ['DeleteRule', call('events', 'DeleteRule', { name: ours })],
    ['PutRule', call('events', 'PutRule', { name: ours })],
    ['PutTargets', call('events', 'PutTargets', { rule: ours })],
    ['RemoveTargets', call('events', 'RemoveTargets', { rule: ours })],
    ['UpdateFunctionCode', call('lambda', 'UpdateFunctionCode20150331v2', { functionName: arn })],
    ['UpdateFunctionConfiguration', call('lambda', 'UpdateFunctionConfiguration20150331v2', { functionName: ours })],
    ['DeleteFunction', call('lambda', 'DeleteFunction20150331', { functionName: ours })],
    ['PutFunctionConcurrency', call('lambda', 'PutFunctionConcurrency20171031', { functionName: ours })],
    ['RemovePermission', call('lambda', 'RemovePermission20150331v2', { functionName: ours })],
    [
      'UpdateEventSourceMapping',
      call('lambda', 'UpdateEventSourceMapping20150331', { uUID: 'u' }, { responseElements: { functionArn: arn } }),
    ],
    [
      'DeleteEventSourceMapping',
      call('lambda', 'DeleteEventSourceMapping20150331', { uUID: 'u' }, { responseElements: { functionArn: arn } }),
    ],
    ['PurgeQueue', call('sqs', 'PurgeQueue', { queueUrl })],
    ['SetQueueAttributes', call('sqs', 'SetQueueAttributes', { queueUrl })],
  ])('%s', (_, event) => {
    expect(matches(pattern, event)).toBe(true);
    const { detail } = event;
    expect(matches(pattern, { ...event, detail: { ...detail, errorCode: 'AccessDenied' } })).toBe(false);
    const deployment = { userIdentity: { ...detail.userIdentity, invokedBy: 'cloudformation.amazonaws.com' } };
    expect(matches(pattern, { ...event, detail: { ...detail, ...deployment } })).toBe(false);
    expect(matches(pattern, { ...event, account: '444455556666' })).toBe(false);
    expect(matches(pattern, { ...event, source: 'custom.aws.lambda' })).toBe(false);
    const theirs = JSON.parse(JSON.stringify(event).replaceAll(ours, 'theirs'));
    expect(matches(pattern, theirs)).toBe(false);
  });

  test('by a pattern that EventBridge takes', () => {
    expect(JSON.stringify(pattern).length).toBeLessThanOrEqual(2048);
  });
});

describe('the role of the watch', () => {
  test('is not one of those that it watches, and has not their boundary', () => {
    expect(WatchRole?.Properties.RoleName).toMatch(/^wardenwatch-/);
    expect(WatchRole?.Properties.PermissionsBoundary).toBeUndefined();
    expect(ofType(watch, 'AWS::IAM::Role')).toHaveLength(1);
  });

  test('may change two things: switch a rule of ours on, and write the pause of everything', () => {
    const writes = statements
      .flatMap((s) => [s.Action].flat().map((action: string) => [action, s] as const))
      .filter(([a]) => !/:(Describe|Get|List|Filter|BatchGet)/.test(a));
    expect(writes.map(([action, { Resource }]) => [action, Resource])).toEqual([
      ['events:EnableRule', 'arn:aws:events:eu-west-1:111122223333:rule/mlwarden-*'],
      ['events:PutEvents', 'arn:aws:events:eu-west-1:111122223333:event-bus/default'],
      ['dynamodb:PutItem', 'arn:aws:dynamodb:eu-west-1:111122223333:table/mlwarden-ledger'],
      ['sns:Publish', given.Topic],
      ['logs:CreateLogStream', given['Logs.Arn']],
      ['logs:PutLogEvents', given['Logs.Arn']],
    ]);
    const condition = (action: string) => statements.find((s) => [s.Action].flat().includes(action))?.Condition;
    expect(condition('events:PutEvents')).toEqual({ StringEquals: { 'events:source': 'mlwarden.watch' } });
    for (const action of ['dynamodb:PutItem', 'dynamodb:BatchGetItem'])
      expect(condition(action)).toEqual({ 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['control#pause#global'] } });
  });

  test('may do nothing on everything', () => {
    for (const { Action, Resource } of statements) {
      expect(JSON.stringify(Action)).not.toContain('*');
      expect([Resource].flat()).not.toContain('*');
    }
  });
});

test('the canary is taken from the watch alone, and led to a queue as a look at what is not there', () => {
  const { EventPattern, Targets } = resolve(CanaryRule?.Properties, given);
  expect(EventPattern).toEqual({ account: ['111122223333'], source: ['mlwarden.watch'], 'detail-type': ['mlwarden Canary'] });
  const [{ Arn, InputTransformer }] = Targets;
  expect(Arn).toBe('arn:aws:sqs:eu-west-1:111122223333:mlwarden-notebook-root-access');
  expect(JSON.parse(InputTransformer.InputTemplate.replace('<id>', '"wardenwatch-1"'))).toEqual({
    look: { type: 'AWS::SageMaker::NotebookInstance', id: 'wardenwatch-1' },
  });
  const policy = stackOf('notebooks').Resources.QueuePolicy?.Properties.PolicyDocument;
  expect(JSON.stringify(policy?.Statement[0].Condition)).toContain('rule/wardenwatch-canary');
});

test('the watch is given by its template all that it asks its environment for', () => {
  const code = readFileSync(`${root}/src/handlers/watch.ts`, 'utf8');
  const asked = [...code.matchAll(/setting\('(\w+)'\)/g)].map(([, name]) => name);
  expect(asked.toSorted()).toEqual(['AWS_REGION', ...Object.keys(Watch?.Properties.Environment.Variables)].toSorted());
});

test('its alarms, of which one is silence, ring at its own topic', () => {
  const alarms = ofType(watch, 'AWS::CloudWatch::Alarm').map(([, { Properties: p }]) => [p.MetricName, p.TreatMissingData, p.AlarmActions]);
  expect(alarms).toEqual([
    ['Errors', 'notBreaching', [{ Ref: 'Topic' }]],
    ['Invocations', 'breaching', [{ Ref: 'Topic' }]],
  ]);
});
