import { expect, test } from 'vitest';
import { CHECKS } from '../../../src/cli/doctor/checks.ts';
import type { Facts, Fn, Recorder, Rule, Trail } from '../../../src/cli/doctor/facts.ts';
import { needsOf } from '../../../src/cli/doctor/needs.ts';
import { exitOf, judged } from '../../../src/cli/doctor/run.ts';
import { remediations } from '../../../src/registry.ts';

const IS = { trusted: true, boundary: 'arn:aws:iam::111122223333:policy/mlwarden-boundary', policies: ['look', 'remember'] };
const FN: Fn = {
  state: 'Active',
  lastUpdate: 'Successful',
  role: { arn: 'arn:aws:iam::111122223333:role/mlwarden-x', is: IS },
  queue: 'Enabled',
};
const RULE: Rule = { state: 'ENABLED', targets: ['arn:aws:sqs:eu-west-1:111122223333:mlwarden-x'] };
const TRAIL: Trail = { name: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/all', logging: true, manages: true, global: true };
const RECORDER: Recorder = { name: 'default', role: 'arn:r', recording: true, types: { all: true, but: [], global: true } };
const SOUND: Facts = {
  region: 'eu-west-1',
  needs: {
    violations: ['x'],
    sweeps: ['sweep-x'],
    policies: { 'mlwarden-x': ['look', 'remember', 'act'], 'mlwarden-sweep-x': ['look', 'remember'] },
    rules: ['mlwarden-x', 'mlwarden-x-2'],
    types: ['AWS::IAM::Role', 'AWS::SageMaker::NotebookInstance'],
    sources: ['aws.config', 'aws.guardduty', 'aws.iam', 'aws.securityhub'],
  },
  local: { release: '1+a', policy: 'p'.repeat(64) },
  deployed: { is: { release: '1+a', policy: 'p'.repeat(64), cap: 'observe' } },
  functions: { 'mlwarden-x': { is: FN }, 'mlwarden-sweep-x': { is: FN } },
  rules: { 'mlwarden-x': { is: RULE }, 'mlwarden-x-2': { is: RULE } },
  forwarder: { is: { state: 'ENABLED', targets: ['arn:aws:events:eu-west-1:111122223333:event-bus/default'] } },
  trails: { is: [TRAIL] },
  globalTrails: { is: [TRAIL] },
  recorders: { is: [RECORDER] },
  detectors: { is: [{ id: 'd', status: 'ENABLED' }] },
  hub: { is: true },
};
const fn = (over: Partial<Fn>): Partial<Facts> => ({ functions: { 'mlwarden-x': { is: { ...FN, ...over } } } });
const role = (over: Partial<typeof IS>) => fn({ role: { arn: 'r', is: { ...IS, ...over } } });
const rule = (over: Partial<Rule>): Partial<Facts> => ({ rules: { 'mlwarden-x': { is: { ...RULE, ...over } } } });
const trail = (...over: Partial<Trail>[]) => ({ is: over.map((o) => ({ ...TRAIL, ...o })) });
const types = (t: Recorder['types']): Partial<Facts> => ({ recorders: { is: [{ ...RECORDER, types: t }] } });
const REDEPLOY = 'npm run build && sam deploy';

test('where all is right every check says so', () => {
  const all = judged(SOUND);
  expect(all.map((v) => v.is)).toEqual(all.map(() => 'right'));
  expect([...new Set(all.map((v) => v.check))]).toEqual(CHECKS.map((c) => c.id));
  expect(exitOf(all)).toBe(0);
});

const { queue: _, ...UNFED } = FN;
test.each<[string, Partial<Facts>, string, string, string]>([
  ['not deployed', { deployed: { is: undefined } }, 'region', 'not deployed in eu-west-1', REDEPLOY],
  ['an older release', { local: { ...SOUND.local, release: '1+b' } }, 'release', 'deployed is 1+a, this build is 1+b', REDEPLOY],
  ['another policy', { local: { ...SOUND.local, policy: 'q'.repeat(64) } }, 'policy', 'is not policy.yaml', REDEPLOY],
  ['a function that is missing', { functions: { 'mlwarden-x': { is: undefined } } }, 'functions', 'no function mlwarden-x', REDEPLOY],
  ['a function that failed', fn({ state: 'Failed' }), 'functions', 'mlwarden-x is Failed', REDEPLOY],
  ['an update that failed', fn({ lastUpdate: 'Failed' }), 'functions', 'the last update of mlwarden-x is Failed', REDEPLOY],
  ['a role that is gone', fn({ role: { arn: 'r', is: undefined } }), 'functions', 'the role of mlwarden-x is gone: r', REDEPLOY],
  ['a role that trusts others', role({ trusted: false }), 'functions', 'the role of mlwarden-x cannot be taken on by Lambda', REDEPLOY],
  ['a role without a boundary', role({ boundary: '' }), 'functions', 'the role of mlwarden-x has nothing for a boundary', REDEPLOY],
  ['a role with another boundary', role({ boundary: 'arn:b' }), 'functions', 'has arn:b for a boundary', REDEPLOY],
  ['a role that lost a policy', role({ policies: ['look'] }), 'functions', 'the role of mlwarden-x has lost remember', REDEPLOY],
  [
    'a function stopped by hand',
    fn({ reserved: 0 }),
    'functions',
    'concurrency of 0',
    'delete-function-concurrency --function-name mlwarden-x',
  ],
  ['no mapping', { functions: { 'mlwarden-x': { is: UNFED } } }, 'queues', 'nothing brings mlwarden-x its looks', REDEPLOY],
  ['a mapping switched off', fn({ queue: 'Disabled' }), 'queues', 'is Disabled', 'update-event-source-mapping --enabled'],
  ['a rule that is missing', { rules: { 'mlwarden-x': { is: undefined } } }, 'rules', 'there is no rule mlwarden-x', REDEPLOY],
  ['a rule switched off', rule({ state: 'DISABLED' }), 'rules', 'mlwarden-x is DISABLED', 'aws events enable-rule --name mlwarden-x'],
  ['a rule without a target', rule({ targets: ['arn:aws:sqs:eu-west-1:111122223333:theirs'] }), 'rules', 'nothing of ours', REDEPLOY],
  ['nothing that forwards', { forwarder: { is: undefined } }, 'forwarder', 'not sent here from us-east-1', 'HomeRegion=eu-west-1'],
  [
    'a forwarder that is off',
    { forwarder: { is: { state: 'DISABLED', targets: [] } } },
    'forwarder',
    'is DISABLED',
    '--region us-east-1 --name',
  ],
  [
    'a forwarder to another Region',
    { forwarder: { is: { state: 'ENABLED', targets: ['arn:aws:events:eu-central-1:111122223333:event-bus/default'] } } },
    'forwarder',
    'elsewhere',
    'stacks/global.yaml',
  ],
  ['no trail', { trails: { is: [] } }, 'trail', 'no trail logs calls in eu-west-1', 'aws cloudtrail create-trail'],
  ['a trail switched off', { trails: trail({ logging: false }) }, 'trail', 'switched off', 'aws cloudtrail start-logging'],
  ['a trail of reads only', { trails: trail({ manages: false }) }, 'trail', 'no changes of resources', 'put-event-selectors'],
  [
    'a trail without IAM',
    { globalTrails: trail({ global: false }) },
    'trail of IAM',
    'no trail logs calls of IAM',
    '--is-multi-region-trail',
  ],
  ['no recorder', { recorders: { is: [] } }, 'Config', 'no recorder', 'put-configuration-recorder'],
  ['a recorder that is off', { recorders: { is: [{ ...RECORDER, recording: false }] } }, 'Config', 'off', 'start-configuration-recorder'],
  [
    'a recorder without IAM',
    types({ all: true, but: [], global: false }),
    'Config',
    'does not record AWS::IAM::Role',
    `'{"allSupported":true,"includeGlobalResourceTypes":true}'`,
  ],
  [
    'a recorder of other things',
    types({ only: ['AWS::EC2::Instance', 'AWS::IAM::Role'] }),
    'Config',
    'does not record AWS::SageMaker::NotebookInstance',
    `"resourceTypes":["AWS::EC2::Instance","AWS::IAM::Role","AWS::SageMaker::NotebookInstance"]`,
  ],
  [
    'a recorder of all but ours',
    types({ all: true, but: ['AWS::IAM::Role', 'AWS::EC2::Instance'], global: true }),
    'Config',
    'does not record AWS::IAM::Role',
    `{"exclusionByResourceTypes":{"resourceTypes":["AWS::EC2::Instance"]}`,
  ],
  ['no detector', { detectors: { is: [] } }, 'GuardDuty', 'GuardDuty is off', 'aws guardduty create-detector --enable'],
  [
    'a detector that is off',
    { detectors: { is: [{ id: 'd', status: 'DISABLED' }] } },
    'GuardDuty',
    'suspended',
    '--detector-id d --enable',
  ],
  ['no hub', { hub: { is: false } }, 'Security Hub', 'Security Hub is off', 'aws securityhub enable-security-hub'],
])('%s is told with what puts it right, and nothing else is', (_title, change, check, says, fix) => {
  const all = judged({ ...SOUND, ...change });
  expect(all.filter((v) => v.is !== 'right')).toEqual([
    { check, is: 'wrong', says: expect.stringContaining(says), fix: expect.stringContaining(fix) },
  ]);
  expect(exitOf(all)).toBe(3);
});

test('a role that may not act is none to worry about where nothing is to act, and is where it is', () => {
  const acting = { is: { ...SOUND.local, cap: 'policy' } };
  expect(judged(SOUND).filter((v) => v.is !== 'right')).toEqual([]);
  expect(judged({ ...SOUND, deployed: acting }).filter((v) => v.is !== 'right')).toEqual([
    { check: 'functions', is: 'wrong', says: 'the role of mlwarden-x has lost act', fix: `${REDEPLOY} --config-env prod` },
  ]);
});

test('a line to be typed holds whatever a recorder is called', () => {
  const named = { ...RECORDER, name: "it's; rm -rf /", recording: false };
  const [off] = judged({ ...SOUND, recorders: { is: [named] } }).filter((v) => v.is === 'wrong');
  expect(off).toMatchObject({ fix: expect.stringMatching(/ 'it'\\''s; rm -rf \/'$/) });
});

test.each(['deployed', 'trails', 'globalTrails', 'recorders', 'detectors', 'hub', 'forwarder'] as const)(
  '%s that could not be read is neither right nor wrong',
  (what) => {
    const all = judged({ ...SOUND, [what]: { unread: 'AccessDenied' } });
    expect(all.filter((v) => v.is === 'wrong')).toEqual([]);
    expect(all.filter((v) => v.is === 'unread').length).toBeGreaterThan(0);
    expect(exitOf(all)).toBe(1);
  },
);
test('a function and a rule that could not be read neither', () => {
  const unread = { 'mlwarden-x': { unread: 'no' } };
  expect(judged({ ...SOUND, functions: unread, rules: unread }).filter((v) => v.is === 'unread')).toHaveLength(3);
});

test('a stack that acts is deployed again as one that acts', () => {
  const deployed = { is: { release: 'old', policy: SOUND.local.policy, cap: 'policy' } };
  expect(judged({ ...SOUND, deployed }).find((v) => v.is === 'wrong')).toMatchObject({ fix: `${REDEPLOY} --config-env prod` });
});

test('at home in us-east-1 nothing is forwarded', () => {
  const { forwarder: _forwarder, ...home } = SOUND;
  expect(judged({ ...home, region: 'us-east-1' }).map((v) => v.check)).not.toContain('forwarder');
});

test('what a release needs follows from its triggers, and from the families that are on', () => {
  const all = needsOf(remediations, undefined);
  expect(all.violations).toEqual(remediations.map((r) => r.id));
  expect(all.rules).toEqual(expect.arrayContaining(['mlwarden-notebook-root-access', 'mlwarden-notebook-root-access-2']));
  expect(all.types).toEqual(expect.arrayContaining(['AWS::IAM::Policy', 'AWS::IAM::Role', 'AWS::SageMaker::NotebookInstance']));
  // Nobody records an account.
  expect(all.types).not.toContain('AWS::::Account');
  expect(all.sources).toEqual(expect.arrayContaining(['aws.config', 'aws.guardduty', 'aws.iam', 'aws.sagemaker', 'aws.securityhub']));
  const { violations, sweeps, types: few, sources } = needsOf(remediations, ['endpoints']);
  expect([violations, sweeps, few, sources]).toEqual([
    remediations.filter((r) => r.family === 'endpoints').map((r) => r.id),
    ['sweep-endpoints'],
    ['AWS::SageMaker::EndpointConfig', 'AWS::SageMaker::Model'],
    ['aws.config', 'aws.sagemaker', 'aws.securityhub'],
  ]);
  const quiet = judged({ ...SOUND, needs: { violations: [], sweeps: [], policies: {}, rules: [], types: [], sources: [] } }).map(
    (v) => v.check,
  );
  expect(quiet.filter((c) => ['Config', 'GuardDuty', 'Security Hub', 'trail of IAM', 'forwarder'].includes(c))).toEqual([]);
});
