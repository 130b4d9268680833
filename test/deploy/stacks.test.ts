import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { pascal } from '../../scripts/generate/scan.ts';
import { remediations } from '../../src/registry.ts';
import { all, frame, ofType, type Part, stackOf, type Template, watch } from './templates.ts';

const families = [...new Set(remediations.map((r) => r.family))];
/** SAM makes an event source mapping, or a rule and a permission, of each event of a function. */
const processed = (t: Template): number =>
  Object.values(t.Resources).reduce(
    (sum, r) => sum + 1 + Object.values<Part>(r.Properties.Events ?? {}).reduce((n, e) => n + (e.Type === 'SQS' ? 1 : 2), 0),
    0,
  );

/** The alarms that this metric sets off: alone, or as a part of what is reckoned from several. */
const alarmsOn = (t: Template, metric: Part, stat: string): Part[] =>
  ofType(t, 'AWS::CloudWatch::Alarm').flatMap(([, { Properties }]) => {
    const own = Properties.Metrics.find((m: Part) => isDeepStrictEqual(m.MetricStat?.Metric, metric) && m.MetricStat.Stat === stat);
    const looked = Properties.Metrics.filter((m: Part) => m.ReturnData !== false);
    const counts = (m: Part): boolean => m === own || new RegExp(`\\b${own.Id}\\b`).test(m.Expression);
    return own && looked.length === 1 && looked.every(counts) ? [Properties] : [];
  });

describe('a stack stays within what CloudFormation takes', () => {
  test.each([...all, watch].map((t) => [t.path, t] as const))('%s: 450 resources, 900 KB', (_, t) => {
    expect(processed(t)).toBeLessThanOrEqual(450);
    expect(JSON.stringify(t).length).toBeLessThanOrEqual(900 * 1024);
  });

  test('no two parts of one account go by one name, and no name is too long', () => {
    const LONGEST: { readonly [property: string]: number } = {
      FunctionName: 64,
      RoleName: 64,
      QueueName: 80,
      Name: 64,
      LogGroupName: 512,
      AlarmName: 255,
    };
    for (const [property, longest] of Object.entries(LONGEST)) {
      const names = all.flatMap((t) =>
        Object.values(t.Resources).flatMap((r) => (typeof r.Properties[property] === 'string' ? [r.Properties[property]] : [])),
      );
      expect(new Set(names).size).toBe(names.length);
      expect(names.filter((name) => name.length > longest)).toEqual([]);
      expect(names.filter((name) => !/^\/?mlwarden/.test(name))).toEqual([]);
    }
  });
});

describe('the frame', () => {
  test.each(families)('%s is a stack of its own that a parameter switches off', (family) => {
    const id = pascal(family);
    const app = frame.Resources[id];
    expect(app).toMatchObject({
      Type: 'AWS::Serverless::Application',
      Condition: `With${id}`,
      Properties: { Location: `stacks/${family}.yaml` },
    });
    expect(frame.Conditions[`With${id}`]).toEqual({ 'Fn::Equals': [{ Ref: `Family${id}` }, 'on'] });
    expect(frame.Parameters[`Family${id}`]).toMatchObject({ AllowedValues: ['on', 'off'], Default: 'on' });
    expect(Object.keys(app?.Properties.Parameters).sort()).toEqual(Object.keys(stackOf(family).Parameters).sort());
  });

  test('has no family that is no more', () => {
    expect(ofType(frame, 'AWS::Serverless::Application').map(([id]) => id)).toEqual(families.map(pascal));
  });

  test('observes unless somebody says otherwise', () => {
    expect(frame.Parameters.Mode).toMatchObject({ Default: 'observe', AllowedValues: ['observe', 'policy'] });
    for (const family of families) expect(stackOf(family).Parameters.Mode.Default).toBe('observe');
  });

  test('keeps the ledger when the stack goes, and a month of its past', () => {
    expect(frame.Resources.Ledger).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        SSESpecification: { SSEEnabled: true },
      },
    });
  });

  test.each(families)('alarms when the sweep of %s is silent: missing data is the alarm', (family) => {
    const { SweepSilentAlarm } = stackOf(family).Resources;
    expect(SweepSilentAlarm?.Properties).toMatchObject({
      TreatMissingData: 'breaching',
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      EvaluationPeriods: 1,
    });
    const counted = SweepSilentAlarm?.Properties.Metrics.flatMap((m: Part) => m.MetricStat ?? []);
    expect(counted.map((m: Part) => m.Period)).toEqual([3600, 3600]);
    for (const t of all)
      for (const [, alarm] of ofType(t, 'AWS::CloudWatch::Alarm')) expect(alarm.Properties.AlarmActions).toEqual([{ Ref: 'AlarmTopic' }]);
  });
});

describe('whatever is deployed', () => {
  test('calls people as soon as something is stuck or failed', () => {
    const alarms = all.flatMap((t) => ofType(t, 'AWS::CloudWatch::Alarm')).filter(([, a]) => a.Properties.MetricName === 'NeedsAPerson');
    expect(
      alarms.map(([, { Properties: p }]) => [p.Namespace, p.Dimensions, p.ComparisonOperator, p.Threshold, p.EvaluationPeriods]),
    ).toEqual([['mlwarden', [{ Name: 'Service', Value: 'mlwarden' }], 'GreaterThanThreshold', 0, 1]]);
  });
  test('keeps its logs for a time that is set, and is tagged', () => {
    for (const t of [...all, watch]) {
      for (const [, group] of ofType(t, 'AWS::Logs::LogGroup'))
        expect(group.Properties.RetentionInDays).toEqual({ Ref: 'LogRetentionDays' });
      const tagged = ['AWS::Logs::LogGroup', 'AWS::SQS::Queue', 'AWS::DynamoDB::Table', 'AWS::IAM::Role'].flatMap((type) =>
        ofType(t, type),
      );
      for (const [id, { Properties }] of tagged) expect([id, Properties.Tags]).toEqual([id, [{ Key: 'service', Value: 'mlwarden' }]]);
    }
  });
  test('observes by the first command of the README, and does what policy says by the second', () => {
    const modes = [...readFileSync('samconfig.toml', 'utf8').matchAll(/^\[(\w+)\.deploy\.parameters\][^[]*?"Mode=(\w+)"/gm)];
    expect(modes.map(([, name, mode]) => [name, mode])).toEqual([
      ['default', 'observe'],
      ['prod', 'policy'],
    ]);
  });
});

describe.each(remediations)('$id', ({ id, family }) => {
  const { Resources } = stackOf(family);
  const name = pascal(id);

  test('is a function, its role, its queue, its event source and its rules, all of one name', () => {
    expect(Resources[name]?.Properties).toMatchObject({
      FunctionName: `mlwarden-${id}`,
      CodeUri: `../dist/${family}/${id}/`,
      Role: { 'Fn::GetAtt': `${name}Role.Arn` },
      Events: {
        Looks: {
          Type: 'SQS',
          Properties: { Queue: { 'Fn::GetAtt': `${name}Queue.Arn` }, BatchSize: 1, FunctionResponseTypes: ['ReportBatchItemFailures'] },
        },
      },
    });
    expect(Resources[`${name}Rule`]?.Properties.Targets[0].Arn).toEqual({ 'Fn::GetAtt': `${name}Queue.Arn` });
  });

  test('hides a message for six timeouts, and gives it up after five looks', () => {
    const { Timeout } = stackOf(family).Globals.Function;
    expect(Resources[`${name}Queue`]?.Properties).toMatchObject({
      VisibilityTimeout: 6 * Timeout,
      SqsManagedSseEnabled: true,
      RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': 'DeadLetters.Arn' }, maxReceiveCount: 5 },
    });
  });

  test('takes messages from its family’s rules and from nobody who is not ours', () => {
    const { Queues, PolicyDocument } = Resources.QueuePolicy?.Properties ?? {};
    const [rules, strangers] = PolicyDocument.Statement;
    expect(Queues).toContainEqual({ Ref: `${name}Queue` });
    expect(rules.Condition.ArnEquals['aws:SourceArn']).toContainEqual({ 'Fn::GetAtt': `${name}Rule.Arn` });
    expect(strangers).toMatchObject({
      Effect: 'Deny',
      Principal: '*',
      Action: 'sqs:SendMessage',
      Condition: { Bool: { 'aws:PrincipalIsAWSService': 'false' } },
    });
  });

  test.each([
    [`${name}Queue`, 'AWS/SQS', 'QueueName', 'ApproximateAgeOfOldestMessage', 'Maximum', 1800],
    [name, 'AWS/Lambda', 'FunctionName', 'Errors', 'Sum', 0],
    ['DeadLetters', 'AWS/SQS', 'QueueName', 'ApproximateNumberOfMessagesVisible', 'Maximum', 0],
  ])('%s sets off an alarm: %s %s %s', (watched, Namespace, Name, MetricName, stat, over) => {
    const metric = { Namespace, MetricName, Dimensions: [{ Name, Value: Resources[watched]?.Properties[Name] }] };
    const says = { ComparisonOperator: 'GreaterThanThreshold', Threshold: over, EvaluationPeriods: 1 };
    expect(alarmsOn(stackOf(family), metric, stat)).toEqual([expect.objectContaining(says)]);
  });
});
