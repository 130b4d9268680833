import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { limits } from '../../scripts/generate/actions.ts';
import { pascal } from '../../scripts/generate/scan.ts';
import { remediations } from '../../src/registry.ts';
import { all, frame, ofType, type Part, resolve, root, stackOf } from './templates.ts';

const given = {
  'AWS::AccountId': '111122223333',
  'AWS::Region': 'eu-west-1',
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  HomeRegion: 'eu-west-1',
  Table: 'mlwarden-ledger',
  'Ledger.Arn': 'arn:aws:dynamodb:eu-west-1:111122223333:table/mlwarden-ledger',
  'Logs.Arn': 'arn:aws:logs:eu-west-1:111122223333:log-group:/mlwarden/notebooks:*',
  'Ledger.StreamArn': 'arn:aws:dynamodb:eu-west-1:111122223333:table/mlwarden-ledger/stream/2026-11-25T12:00:00.000',
  'TellLogs.Arn': 'arn:aws:logs:eu-west-1:111122223333:log-group:/mlwarden/tell:*',
  'TellDeadLetters.Arn': 'arn:aws:sqs:eu-west-1:111122223333:mlwarden-tell-dead-letters',
  'Bus.Arn': 'arn:aws:events:eu-west-1:111122223333:event-bus/mlwarden',
  People: 'arn:aws:sns:eu-west-1:111122223333:mlwarden-people',
  'OperatorLogs.Arn': 'arn:aws:logs:eu-west-1:111122223333:log-group:/mlwarden/operator:*',
  'ReaderLogs.Arn': 'arn:aws:logs:eu-west-1:111122223333:log-group:/mlwarden/reader:*',
};
interface Statement {
  readonly Effect: string;
  readonly Sid?: string;
  readonly Action?: string | readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Part;
}
const list = <T>(one: T | readonly T[]): readonly T[] => [one].flat() as readonly T[];
const actionsOf = (statements: readonly Statement[]) => statements.flatMap((s) => list(s.Action ?? []));
const globbed = (glob: string, text: string) =>
  new RegExp(
    `^${glob
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
    'i',
  ).test(text);

/** A role's statements in a deployment of that mode. */
function statements(role: Part, mode: 'observe' | 'policy'): readonly Statement[] {
  const { Policies } = resolve(role.Properties, given, { Acts: mode === 'policy' });
  return Policies.flatMap((policy: Part) => policy.PolicyDocument.Statement);
}
/** What our own ledger, queues, logs, forwarder, bus and topic need. Everything else that is no look changes something of a customer's. */
const OWN =
  /^(dynamodb:(BatchGetItem|ConditionCheckItem|PutItem|Query)|sqs:(Send|Receive|Delete)Message|sqs:GetQueueAttributes|logs:(CreateLogStream|FilterLogEvents|PutLogEvents)|events:PutEvents|sns:Publish)$/;
/** IAM calls it Read: it makes a report, and changes nothing. */
const LOOK = /^[a-z0-9-]+:(Describe|Get|List|Batch(Get|Describe)|Lookup)|^iam:GenerateServiceLastAccessedDetails$/;
const changing = (actions: readonly string[]) => actions.filter((action) => !OWN.test(action) && !LOOK.test(action));

const roles = all.flatMap((t) => ofType(t, 'AWS::IAM::Role').map(([id, role]) => [`${t.path} ${id}`, role] as const));
const boundary: readonly Statement[] = resolve(frame.Resources.Boundary?.Properties.PolicyDocument.Statement, given);
/** Would the boundary let a role do this, whatever its own policies say? */
function within(action: string, resource: string, passedTo?: string): boolean {
  const handed = (operator: 'StringEquals' | 'StringNotEquals', s: Statement) =>
    Object.entries(s.Condition?.[operator] ?? {}).find(([key]) => key.endsWith(':PassedToService'))?.[1];
  const applies = (s: Statement) =>
    [undefined, passedTo].includes(handed('StringEquals', s) as string | undefined) &&
    (handed('StringNotEquals', s) === undefined || handed('StringNotEquals', s) !== passedTo);
  const meets = (s: Statement) =>
    applies(s) &&
    list(s.Resource).some((r) => globbed(r, resource)) &&
    (s.Action ? list(s.Action).some((a) => globbed(a, action)) : !(s.NotAction ?? []).some((a) => globbed(a, action)));
  return boundary.some((s) => s.Effect === 'Allow' && meets(s)) && !boundary.some((s) => s.Effect === 'Deny' && meets(s));
}

describe('every role', () => {
  test.each(roles)('%s has the boundary and is named after mlwarden', (_, role) => {
    expect(JSON.stringify(role.Properties.PermissionsBoundary)).toMatch(/^\{"Ref":"Boundary"\}$|policy\/mlwarden-boundary/);
    expect(role.Properties.RoleName).toMatch(/^mlwarden-/);
  });

  test.each(roles)('%s may change nothing of a customer while Mode=observe', (_, role) => {
    expect(changing(actionsOf(statements(role, 'observe')))).toEqual([]);
  });

  test.each(roles)('%s is allowed no action by a wildcard, and nothing but looks on every resource', (_, role) => {
    for (const s of statements(role, 'policy')) {
      expect(list(s.Action ?? []).filter((action) => action.includes('*'))).toEqual([]);
      // AWS itself cannot limit it further.
      const limitless = (action: string) => limits(action, []).length === 0;
      if (list(s.Resource).includes('*'))
        expect(list(s.Action ?? []).filter((action) => !LOOK.test(action) && !limitless(action))).toEqual([]);
    }
  });

  test('no function has a role that is not written out here', () => {
    for (const t of all)
      for (const [, f] of ofType(t, 'AWS::Serverless::Function')) expect(f.Properties.Role['Fn::GetAtt']).toMatch(/Role\.Arn$/);
  });
});

describe.each(remediations)('the role of $id', (r) => {
  const role = stackOf(r.family).Resources[`${pascal(r.id)}Role`];

  test('may send exactly the calls that its violation lists, to things of its kind alone', () => {
    const acts = statements(role, 'policy').filter((s) => changing(list(s.Action ?? [])).length > 0);
    const sends = [...r.calls, ...(r.undos ?? [])];
    const passes = sends.flatMap((call) => r.kind.api[call]?.passes ?? []);
    const iam = [...sends.flatMap((call) => r.kind.api[call]?.iam ?? []), ...passes.map(({ action }) => action)];
    expect(changing(actionsOf(acts)).toSorted()).toEqual([...new Set(changing(iam))].sort());
    const own = [...r.kind.arns, ...passes.map(({ arn }) => arn)].map((arn) => resolve({ 'Fn::Sub': arn }, given));
    for (const { action, to } of passes) {
      const [handed] = acts.filter((s) => list(s.Action ?? []).includes(action));
      expect(handed?.Condition).toEqual({ StringEquals: { [`${action.split(':')[0]}:PassedToService`]: to } });
    }
    for (const [action, condition] of sends.flatMap((call) => Object.entries(r.kind.api[call]?.only ?? {})))
      expect(acts.filter((s) => list(s.Action ?? []).includes(action)).map((s) => s.Condition)).toEqual([condition]);
    for (const s of acts) if (!list(s.Resource).includes('*')) expect(own).toEqual(expect.arrayContaining([...list(s.Resource)]));
  });

  test('may look with exactly the reads of its kind, and read its tags', () => {
    expect(
      actionsOf(statements(role, 'observe'))
        .filter((action) => LOOK.test(action) && !OWN.test(action))
        .toSorted(),
    ).toEqual([...new Set([...r.kind.reads, ...(r.kind.tagRights?.reads ?? [])])].sort());
  });

  test('may read how a thing of its kind is used, and what its calls repeat, where it may act, and nowhere else', () => {
    const looks = (mode: 'observe' | 'policy') =>
      actionsOf(statements(role, mode)).filter((action) => LOOK.test(action) && !OWN.test(action));
    const more = looks('policy').filter((action) => !looks('observe').includes(action));
    // Nobody is asked about what is only ever told.
    const repeated = [...r.calls, ...(r.undos ?? [])].flatMap((call) =>
      (r.kind.api[call]?.iam ?? []).filter((action) => LOOK.test(action)),
    );
    const used = r.calls.length > 0 ? (r.kind.inUse?.reads ?? []) : [];
    expect(more.toSorted()).toEqual([...used.filter((action) => !r.kind.reads.includes(action)), ...repeated].sort());
  });

  test('writes the cases and records of its own violation only, and never a pause', () => {
    const keys = (action: string) =>
      statements(role, 'policy').flatMap((s) =>
        list(s.Action ?? []).includes(action) ? s.Condition['ForAllValues:StringLike']['dynamodb:LeadingKeys'] : [],
      );
    const may = (action: string, key: string) => keys(action).some((glob: string) => globbed(glob, key));
    const other = remediations.find(({ id }) => id !== r.id)?.id;
    for (const key of [`case#${r.id}#k`, `rec#${r.id}#k`, `lock#aws/${r.kind.types[0]}/x`])
      expect(may('dynamodb:PutItem', key), key).toBe(true);
    // Who only tells begins no repair: it charges no budget, and no pause stands in its way.
    const acts = r.calls.length > 0;
    for (const key of ['budget#111122223333', `budget#111122223333#${r.id}`]) expect(may('dynamodb:PutItem', key), key).toBe(acts);
    expect(may('dynamodb:ConditionCheckItem', 'control#pause#global')).toBe(acts);
    for (const key of [
      `case#${other}#k`,
      `rec#${other}#k`,
      `budget#111122223333#${other}`,
      'control#pause#global',
      'sweep#k',
      'lock#aws/AWS::Lambda::Function/x',
      ...r.kind.types.slice(1).map((type) => `lock#aws/${type}/x`),
    ]) {
      expect(may('dynamodb:PutItem', key), key).toBe(false);
    }
  });

  test('looks at nothing under the lock of what it only comes from', () => {
    const types = statements(role, 'policy').flatMap((s) =>
      (s.Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'] ?? []).flatMap(
        (key: string) => /^lock#aws\/(.+)\//.exec(key)?.[1] ?? [],
      ),
    );
    expect(new Set(types)).toEqual(new Set([r.kind.types[0], ...(r.kind.told ?? [])]));
  });

  test('tells the queues of all who change the same kind of resource, and of no others', () => {
    const to = statements(role, 'policy').flatMap((s) => (list(s.Action ?? []).includes('sqs:SendMessage') ? list(s.Resource) : []));
    const same = remediations.filter((other) => other === r || (other.calls.length > 0 && other.kind.types[0] === r.kind.types[0]));
    expect(to.toSorted()).toEqual(same.map(({ id }) => `arn:aws:sqs:eu-west-1:111122223333:mlwarden-${id}`).toSorted());
  });
});

describe('the boundary', () => {
  test('lets every violation look and send all that it must', () => {
    for (const { kind, calls, undos = [] } of remediations) {
      const sends = [...calls, ...undos].flatMap((call) => kind.api[call]?.iam ?? []);
      for (const action of [...kind.reads, ...(kind.inUse?.reads ?? []), ...sends]) {
        const arns = kind.arns.map((one) => `${resolve({ 'Fn::Sub': one }, given)}`);
        const arn = (arns.find((one) => one.split(':')[2] === action.split(':')[0]) ?? arns[0] ?? '').replace('*', 'theirs');
        expect(within(action, arn), `${action}: add it to the boundary in template.yaml`).toBe(true);
      }
    }
  });

  test.each([
    ['iam:PutRolePolicy', 'arn:aws:iam::111122223333:role/mlwarden-role-admin-policy'],
    ['iam:AttachRolePolicy', 'arn:aws:iam::111122223333:role/team/mlwarden-sweep-data'],
    ['iam:UpdateAssumeRolePolicy', 'arn:aws:iam::111122223333:role/mlwarden-operator'],
    ['iam:DetachRolePolicy', 'arn:aws:iam::111122223333:role/wardenwatch-watch'],
    ['iam:CreatePolicyVersion', 'arn:aws:iam::111122223333:policy/mlwarden-boundary'],
    ['iam:DeleteRolePermissionsBoundary', 'arn:aws:iam::111122223333:role/mlwarden-sweep-data'],
    ['lambda:UpdateFunctionCode', 'arn:aws:lambda:eu-west-1:111122223333:function:mlwarden-sweep-data'],
    ['events:DisableRule', 'arn:aws:events:eu-west-1:111122223333:rule/mlwarden-sweep-data'],
    ['dynamodb:DeleteItem', 'arn:aws:dynamodb:eu-west-1:111122223333:table/mlwarden-ledger'],
    ['dynamodb:PutItem', 'arn:aws:dynamodb:eu-west-1:111122223333:table/customers'],
    ['dynamodb:GetRecords', 'arn:aws:dynamodb:eu-west-1:111122223333:table/customers/stream/1'],
    ['events:PutEvents', 'arn:aws:events:eu-west-1:111122223333:event-bus/customers'],
    ['events:DeleteEventBus', 'arn:aws:events:eu-west-1:111122223333:event-bus/mlwarden'],
    ['sns:Publish', 'arn:aws:sns:eu-west-1:111122223333:customers'],
    ['sns:Publish', 'arn:aws:sns:eu-west-1:111122223333:mlwarden-alarms'],
    ['sns:SetTopicAttributes', 'arn:aws:sns:eu-west-1:111122223333:mlwarden-people'],
    ['sqs:PurgeQueue', 'arn:aws:sqs:eu-west-1:111122223333:mlwarden-notebook-encryption'],
    ['sagemaker:DeleteNotebookInstance', 'arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/mlwarden-x'],
    ['iam:AttachUserPolicy', 'arn:aws:iam::111122223333:user/theirs'],
    ['iam:PassRole', 'arn:aws:iam::111122223333:role/theirs'],
    ['iam:CreateAccessKey', 'arn:aws:iam::111122223333:user/theirs'],
    ['sts:AssumeRole', 'arn:aws:iam::111122223333:role/theirs'],
    ['ssm:GetParameter', 'arn:aws:ssm:eu-west-1:111122223333:parameter/theirs'],
    ['ssm:PutParameter', 'arn:aws:ssm:eu-west-1:111122223333:parameter/mlwarden/theirs'],
    ['ssm:DeleteParameter', 'arn:aws:ssm:eu-west-1:111122223333:parameter/mlwarden/codebuild/theirs'],
    ['logs:FilterLogEvents', 'arn:aws:logs:eu-west-1:111122223333:log-group:/theirs:*'],
    ['logs:DeleteLogGroup', 'arn:aws:logs:eu-west-1:111122223333:log-group:/mlwarden/notebooks:*'],
  ])('refuses %s on %s, whatever a role is allowed', (action, resource) => {
    expect(within(action, resource)).toBe(false);
  });

  test('lets the reader alone read logs, and no others than ours', () => {
    const readers = roles.flatMap(([, role]) =>
      statements(role, 'policy')
        .filter((s) => list(s.Action ?? []).includes('logs:FilterLogEvents') && role.Properties.RoleName.startsWith('mlwarden-'))
        .map((s) => [role.Properties.RoleName, s.Resource]),
    );
    expect(readers).toEqual([['mlwarden-reader', 'arn:aws:logs:eu-west-1:111122223333:log-group:/mlwarden/*']]);
    expect(within('logs:FilterLogEvents', 'arn:aws:logs:eu-west-1:111122223333:log-group:/mlwarden/notebooks:*')).toBe(true);
  });

  test('lets the reader write its log, and nothing else', () => {
    const role = roles.find(([, { Properties }]) => Properties.RoleName === 'mlwarden-reader');
    const actions = role ? statements(role[1], 'policy').flatMap((s) => list(s.Action ?? [])) : [];
    expect(actions.filter((action) => !/:(BatchGet|Get|List|Query|Filter)/.test(action))).toEqual([
      'logs:CreateLogStream',
      'logs:PutLogEvents',
    ]);
  });

  test('lets whoever sees after keys look at them and bring them back; nobody uses, disables or opens one', () => {
    const actions = new Map(
      roles.map(([, role]) => [
        role.Properties.RoleName,
        statements(role, 'policy').flatMap((s) => list(s.Action ?? []).filter((action) => action.startsWith('kms:'))),
      ]),
    );
    const look = ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:ListResourceTags'];
    expect(Object.fromEntries([...actions].filter(([, some]) => some.length > 0).map(([name, some]) => [name, some.toSorted()]))).toEqual({
      'mlwarden-key-usable': ['kms:CancelKeyDeletion', 'kms:DescribeKey', 'kms:EnableKey', 'kms:GetKeyPolicy', 'kms:ListResourceTags'],
      'mlwarden-sweep-data': [...look, 'kms:ListKeys'].toSorted(),
    });
  });

  test('lets the owner of a key lend it, through SageMaker only, as the runbook asks for; no role has that right of itself', () => {
    const onKeys = (s: Statement) => list(s.Action ?? []).every((action) => action.startsWith('kms:'));
    const through = (s: Statement, service: string) => s.Condition?.StringLike?.['kms:ViaService'] === `${service}.*.amazonaws.com`;
    const all = boundary.filter((s) => s.Effect === 'Allow' && onKeys(s));
    expect(all.filter((s) => !through(s, 'sagemaker')).map((s) => s.Sid)).toEqual(['KeysThroughParameterStore']);
    const most = all.filter((s) => through(s, 'sagemaker'));
    expect(most.map((s) => s.Action).toSorted()).toEqual(['kms:CreateGrant', 'kms:DescribeKey']);
    for (const s of most) expect(s.Condition.StringLike).toEqual({ 'kms:ViaService': 'sagemaker.*.amazonaws.com' });
    expect(most.find((s) => s.Action === 'kms:CreateGrant')?.Condition.Bool).toEqual({ 'kms:GrantIsForAWSResource': 'true' });
    const [, asked = ''] = /^```json\n(.*?)^```$/ms.exec(readFileSync(`${root}/docs/runbooks/endpoint-encryption.md`, 'utf8')) ?? [];
    const lent = JSON.parse(asked) as Statement[];
    expect(lent.map(({ Action, Condition }) => ({ Action, Condition }))).toEqual(
      most.map(({ Action, Condition }) => ({ Action, Condition })),
    );
    const names = roles.map(([, role]) => role.Properties.RoleName);
    for (const s of lent) expect(names).toContain((s as Part).Principal.AWS.split('/')[1]);
  });

  test('lets Parameter Store encrypt and decrypt what is kept of build projects, and nothing else', () => {
    const [keys] = boundary.filter((s) => s.Sid === 'KeysThroughParameterStore');
    expect(keys?.Condition).toEqual({
      StringLike: {
        'kms:ViaService': 'ssm.*.amazonaws.com',
        'kms:EncryptionContext:PARAMETER_ARN': 'arn:aws:ssm:*:111122223333:parameter/mlwarden/codebuild/*',
      },
    });
  });

  test('lets a role be handed to CodePipeline, and to nobody else', () => {
    const theirs = 'arn:aws:iam::111122223333:role/theirs';
    expect(within('iam:PassRole', theirs, 'codepipeline.amazonaws.com')).toBe(true);
    expect(within('iam:PassRole', theirs, 'lambda.amazonaws.com')).toBe(false);
    expect(within('iam:PassRole', 'arn:aws:iam::111122223333:role/mlwarden-sweep-data', 'codepipeline.amazonaws.com')).toBe(false);
  });

  test('leaves each role all that it is allowed', () => {
    for (const [name, role] of roles) {
      for (const s of statements(role, 'policy')) {
        for (const action of list(s.Action ?? []))
          expect(
            list(s.Resource).some((arn) => within(action, arn, Object.values(s.Condition?.StringEquals ?? {})[0] as string)),
            `${name}: ${action}`,
          ).toBe(true);
      }
    }
  });

  test('lets the sweep look at our own roles as at all others', () => {
    expect(within('iam:GetRole', 'arn:aws:iam::111122223333:role/mlwarden-sweep-data')).toBe(true);
  });
});

describe.each([...Map.groupBy(remediations, (r) => r.family)])('whoever had the rights of the sweep of %s', (family, own) => {
  const sweep = statements(stackOf(family).Resources.SweepRole, 'policy');
  const on = (action: string) => sweep.filter((s) => list(s.Action ?? []).includes(action));

  test('could change nothing of a customer, even where mlwarden acts', () => {
    expect(changing(actionsOf(sweep))).toEqual([]);
  });
  test('could touch no pause, lock, case or record, and write nothing but what was looked at of the kinds of the family', () => {
    const keys = on('dynamodb:PutItem').map((s) => s.Condition?.['ForAllValues:StringLike']['dynamodb:LeadingKeys']);
    expect(keys).toEqual([[...new Set(own.map((r) => `sweep#${r.kind.types[0]} *`))]]);
  });
  test('could have nothing looked at by another family', () => {
    const queues = on('sqs:SendMessage').flatMap((s) => list(s.Resource));
    expect(queues).toEqual(own.map(({ id }) => `arn:aws:sqs:eu-west-1:111122223333:mlwarden-${id}`));
  });
});
