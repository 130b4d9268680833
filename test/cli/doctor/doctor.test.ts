/** The doctor over the wire, against answers in the shapes that AWS documents. */
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { release } from '../../../scripts/build/release.ts';
import { needsOf } from '../../../src/cli/doctor/needs.ts';
import { policyFrom } from '../../../src/cli/sources.ts';
import { remediations } from '../../../src/registry.ts';
import { ofType, type Part, resolve, all as templates } from '../../deploy/templates.ts';
import { typed } from '../served.ts';
import { answering, Refusal, role, sound } from './stack.ts';

let at: Awaited<ReturnType<typeof answering>>;
let answers: ReturnType<typeof sound>;
beforeEach(async () => {
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  answers = sound(await release(process.cwd()), (await policyFrom('policy.yaml')).hash);
  at = await answering(answers);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await at.stop();
});
interface Said {
  readonly checks: readonly { check: string; is: string; says: string; fix?: string }[];
}
async function examined() {
  const { code, out } = await typed('doctor', '--endpoint', at.url, '--json');
  const { checks } = (JSON.parse(out) as { data: Said }).data;
  return { code, checks, bad: checks.filter((c) => c.is !== 'right').map(({ check, is, says }) => `${check} ${is}: ${says}`) };
}
const refuse = (code: string) => () => {
  throw new Refusal(code);
};

test('finds nothing wrong where all is right, asks for nothing else, and says so to people, too', async () => {
  const { code, bad, checks } = await examined();
  expect(bad).toEqual([]);
  expect(code).toBe(0);
  expect(checks.filter((c) => c.check === 'rules')).toHaveLength(needsOf(remediations, undefined).rules.length);
  expect([...new Set(at.asked)].toSorted()).toEqual(Object.keys(answers).toSorted());
  const { code: same, out } = await typed('doctor', '--endpoint', at.url);
  expect([same, out]).toEqual([0, expect.stringMatching(/0 of \d+ checks are wrong\.\n$/)]);
});

test.each<[string, string, () => unknown, string]>([
  ['a trail that is off', 'cloudtrail GetTrailStatus', () => ({ IsLogging: false }), 'trail wrong: the trail arn'],
  [
    'a trail of data events',
    'cloudtrail GetEventSelectors',
    () => ({ AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Data'] }] }] }),
    'logs no changes of resources',
  ],
  [
    'a trail of reads, the older way',
    'cloudtrail GetEventSelectors',
    () => ({ EventSelectors: [{ ReadWriteType: 'ReadOnly', IncludeManagementEvents: true }] }),
    'logs no changes of resources',
  ],
  [
    'a trail without management events, the older way',
    'cloudtrail GetEventSelectors',
    () => ({ EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: false }] }),
    'logs no changes of resources',
  ],
  [
    'a trail of reads',
    'cloudtrail GetEventSelectors',
    () => ({
      AdvancedEventSelectors: [
        {
          FieldSelectors: [
            { Field: 'eventCategory', Equals: ['Management'] },
            { Field: 'readOnly', Equals: ['true'] },
          ],
        },
      ],
    }),
    'logs no changes of resources',
  ],
  [
    'a trail that leaves IAM out',
    'cloudtrail GetEventSelectors',
    () => ({
      AdvancedEventSelectors: [
        {
          FieldSelectors: [
            { Field: 'eventCategory', Equals: ['Management'] },
            { Field: 'eventSource', NotEquals: ['iam.amazonaws.com'] },
          ],
        },
      ],
    }),
    'logs no changes of resources',
  ],
  ['a rule that is off', 'events DescribeRule', () => ({ State: 'DISABLED' }), 'the rule mlwarden-notebook-encryption is DISABLED'],
  ['no rules', 'events DescribeRule', refuse('ResourceNotFoundException'), 'there is no rule mlwarden-sweep-data'],
  ['a role that is gone', 'iam GetRole', refuse('NoSuchEntity'), 'the role of mlwarden-notebook-encryption is gone'],
  [
    'a role for somebody else',
    'iam GetRole',
    () => role('r', '{"Statement":{"Effect":"Allow","Principal":{"Service":["ec2.amazonaws.com"]},"Action":"sts:AssumeRole"}}'),
    'the role of mlwarden-notebook-encryption cannot be taken on by Lambda',
  ],
  [
    'a role that Lambda may take on only if',
    'iam GetRole',
    () =>
      role(
        'r',
        '{"Statement":{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole","Condition":{"Bool":{"a":"b"}}}}',
      ),
    'cannot be taken on by Lambda',
  ],
  [
    'a role that forbids it, too',
    'iam GetRole',
    () =>
      role(
        'r',
        '{"Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"},{"Effect":"Deny","Principal":"*","Action":"*"}]}',
      ),
    'cannot be taken on by Lambda',
  ],
  ['a function stopped', 'lambda concurrency', () => ({ ReservedConcurrentExecutions: 0 }), 'stopped by a reserved concurrency of 0'],
  ['no mapping', 'lambda mappings', () => ({ EventSourceMappings: [] }), 'nothing brings mlwarden-notebook-encryption its looks'],
  [
    'a recorder of something else',
    'config DescribeConfigurationRecorders',
    () => ({ ConfigurationRecorders: [{ name: 'd', recordingGroup: { resourceTypes: ['AWS::EC2::Instance'] } }] }),
    'Config does not record AWS::',
  ],
  [
    'a recorder that excludes',
    'config DescribeConfigurationRecorders',
    () => ({
      ConfigurationRecorders: [
        {
          name: 'd',
          recordingGroup: {
            recordingStrategy: { useOnly: 'EXCLUSION_BY_RESOURCE_TYPES' },
            exclusionByResourceTypes: { resourceTypes: ['AWS::IAM::Role'] },
          },
        },
      ],
    }),
    'Config does not record AWS::IAM::Role',
  ],
  ['a recorder that is off', 'config DescribeConfigurationRecorderStatus', () => ({}), 'Config is switched off'],
  ['no detector', 'guardduty /detector', () => ({ detectorIds: [] }), 'GuardDuty is off'],
  ['no hub', 'securityhub /accounts', refuse('InvalidAccessException'), 'Security Hub is off'],
  [
    'an old release',
    'lambda invocations',
    () => ({ data: { release: 'old', policy: 'p', cap: 'observe' } }),
    'the release deployed is old',
  ],
  ['no stack', 'lambda invocations', refuse('ResourceNotFoundException'), 'mlwarden is not deployed in eu-west-1'],
])('%s is found', async (_, question, answer, says) => {
  answers[question] = answer;
  const { code, bad } = await examined();
  expect(code).toBe(3);
  expect(bad.join('\n')).toContain(says);
});

test.each(['cloudtrail DescribeTrails', 'lambda invocations', 'config DescribeConfigurationRecorders', 'securityhub /accounts'])(
  '%s refused is told, and is neither right nor wrong',
  async (question) => {
    answers[question] = refuse('AccessDeniedException');
    const { code, bad } = await examined();
    expect(code).toBe(1);
    expect(bad.length).toBeGreaterThan(0);
    for (const one of bad) expect(one).toMatch(/unread: .*AccessDeniedException/);
  },
);

test('an answer of the reader that is none is not taken for one', async () => {
  answers['lambda invocations'] = () => ({ failed: 'the ledger is gone' });
  const { code, bad } = await examined();
  expect([code, bad[0]]).toEqual([1, expect.stringContaining('the ledger is gone')]);
});

test('every rule, function and policy of a role that is looked for is one that the template makes', () => {
  const all = templates.map(({ path }) => readFileSync(path, 'utf8')).join('\n');
  const roles = templates.flatMap((t) => ofType(t, 'AWS::IAM::Role').map(([, { Properties }]) => resolve(Properties, {}, { Acts: true })));
  const written = new Map(roles.map((r) => [r.RoleName, r.Policies.map((p: Part) => p.PolicyName)]));
  const needs = needsOf(remediations, undefined);
  for (const rule of [...needs.rules, 'mlwarden-global-iam']) expect(all).toContain(`Name: ${rule}\n`);
  for (const fn of [...needs.violations, ...needs.sweeps, 'operator', 'reader', 'tell'])
    expect(all).toContain(`FunctionName: mlwarden-${fn}\n`);
  for (const [name, policies] of Object.entries(needs.policies)) expect([name, written.get(name)]).toEqual([name, policies]);
});
