import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { matches } from '../eventbridge-pattern.ts';
import { frame, ofType, type Part, root, stackOf } from './templates.ts';

const { Tell, TellRole, Ledger, PeoplePolicy, TellDeadLetters } = frame.Resources;
const source = Tell?.Properties.Events.Records.Properties;

describe('who tells', () => {
  test('reads what is written to the ledger as it stands, from the first record on', () => {
    expect(Ledger?.Properties.StreamSpecification).toEqual({ StreamViewType: 'NEW_IMAGE' });
    expect(source).toMatchObject({ Stream: { 'Fn::GetAtt': 'Ledger.StreamArn' }, StartingPosition: 'TRIM_HORIZON' });
  });

  test.each<[boolean, string, string]>([
    [true, 'INSERT', 'rec#notebook-encryption#aws/AWS::SageMaker::NotebookInstance/111122223333/eu-west-1/a'],
    [true, 'INSERT', 'rec#operator#desk'],
    [false, 'MODIFY', 'rec#notebook-encryption#a'],
    [false, 'REMOVE', 'rec#notebook-encryption#a'],
    [false, 'INSERT', 'case#notebook-encryption#a'],
    [false, 'INSERT', 'lock#a'],
    [false, 'INSERT', 'control#pause#global'],
    // What was kept back is told when nothing else comes.
    [true, 'INSERT', 'sweep#a'],
    [false, 'MODIFY', 'sweep#a'],
  ])('is given (%s) an %s of %s', (given, eventName, pk) => {
    const patterns = source.FilterCriteria.Filters.map(({ Pattern }: { Pattern: string }) => JSON.parse(Pattern));
    const event = { eventName, dynamodb: { Keys: { pk: { S: pk }, sk: { S: '000000001' } } } };
    expect(patterns.some((pattern: Part) => matches(pattern, event))).toBe(given);
  });

  test('is given again what it reports, for half a day; then where it stands is kept for a fortnight', () => {
    expect(source.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
    expect(source.MaximumRecordAgeInSeconds).toBe(12 * 3600);
    expect(source.MaximumRetryAttempts).toBeUndefined();
    expect(source.DestinationConfig.OnFailure).toEqual({ Type: 'SQS', Destination: { 'Fn::GetAtt': 'TellDeadLetters.Arn' } });
    expect(TellDeadLetters?.Properties).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 14 * 86_400 });
  });

  test('is given by the template all that it asks its environment for', () => {
    const code = readFileSync(`${root}/src/handlers/tell.ts`, 'utf8');
    const asked = [...code.matchAll(/\b([A-Z_]{3,}): \w+ = ''/g)].map(([, name]) => name);
    expect(asked.toSorted()).toEqual(['AWS_REGION', ...Object.keys(Tell?.Properties.Environment.Variables)].toSorted());
  });

  test('may read the stream and cases, tell bus and topic, and nothing else', () => {
    const statements = TellRole?.Properties.Policies.flatMap((p: Part) => p.PolicyDocument.Statement);
    expect(statements.flatMap((s: Part) => s.Action)).toEqual([
      'dynamodb:DescribeStream',
      'dynamodb:GetRecords',
      'dynamodb:GetShardIterator',
      'dynamodb:ListStreams',
      'dynamodb:BatchGetItem',
      'events:PutEvents',
      'sns:Publish',
      'sqs:SendMessage',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
    ]);
    const reads = statements.find((s: Part) => s.Action === 'dynamodb:BatchGetItem');
    expect(reads.Condition).toEqual({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['case#*'] } });
  });

  test('is alone in speaking to people, by its role', () => {
    expect(PeoplePolicy?.Properties.PolicyDocument.Statement).toEqual([
      expect.objectContaining({
        Effect: 'Deny',
        Principal: '*',
        Action: 'sns:Publish',
        Condition: { ArnNotEquals: { 'aws:PrincipalArn': { 'Fn::GetAtt': 'TellRole.Arn' } } },
      }),
    ]);
  });

  test('is watched by alarms that do not go to the topic it tells: dead letters, lateness, errors', () => {
    const alarms = ofType(frame, 'AWS::CloudWatch::Alarm').filter(([id]) => id.startsWith('Tell'));
    expect(alarms.map(([, { Properties: p }]) => [p.MetricName, p.Dimensions[0].Value, p.AlarmActions])).toEqual([
      ['ApproximateNumberOfMessagesVisible', 'mlwarden-tell-dead-letters', [{ Ref: 'AlarmTopic' }]],
      ['IteratorAge', 'mlwarden-tell', [{ Ref: 'AlarmTopic' }]],
      ['Errors', 'mlwarden-tell', [{ Ref: 'AlarmTopic' }]],
    ]);
  });
});

test('no handler is given bus or topic', () => {
  for (const family of ['notebooks', 'endpoints', 'identity'])
    expect(JSON.stringify(stackOf(family))).not.toMatch(/sns:|mlwarden-people|"BUS"/);
});
