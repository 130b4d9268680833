import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { connect, reader, writer } from '../../../src/aws.ts';
import { lookOnly } from '../../../src/cli/look-only.ts';
import type { Scan } from '../../../src/cli/scan/found.ts';
import { remediations } from '../../../src/registry.ts';
import { mlwarden, node } from '../run.ts';
import { type Served, served, typed } from '../served.ts';

const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
const KEY = '1234abcd-12ab-34cd-56ef-1234567890ab';
const NASTY = '<script>alert(1)</script>|`x`';
let at: Served;
beforeEach(() => vi.stubEnv('AWS_REGION', 'eu-west-1'));
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  await at?.stop();
});

const WRONG = {
  notebooks: [
    { NotebookInstanceName: 'Churn', RootAccess: 'Disabled', Tags: [{ Key: 'team', Value: 'vision' }] },
    { NotebookInstanceName: 'Fraud', KmsKeyId: KEY, RootAccess: 'Enabled', Tags: [{ Key: 'team', Value: NASTY }] },
    { NotebookInstanceName: 'Fine', KmsKeyId: KEY, RootAccess: 'Disabled' },
  ],
  roles: [
    { RoleName: 'ml-train', attached: [ADMIN] },
    { RoleName: 'web', service: 'ec2', attached: [ADMIN] },
  ],
};
const scan = async (...args: string[]) => await typed('scan', '--endpoint', at.url, ...args);
async function data(...args: string[]): Promise<Scan> {
  const { out } = await scan('--json', ...args);
  return (JSON.parse(out) as { data: Scan }).data;
}
const flat = (text: string): string => text.replace(/\s+/g, ' ');
const brief = ({ findings }: Scan) => findings.map((f) => [f.violation, f.resource.name, f.owner, f.next?.call.api, f.next?.may]);

describe('a scan', () => {
  test('tells all that is wrong, the worst first, with the first step and who owns it', async () => {
    at = await served(WRONG);
    const found = await data('--owner-tag', 'team');
    expect(brief(found)).toEqual([
      ['role-admin-policy', 'ml-train', 'unknown', 'DetachRolePolicy', 'enforce'],
      ['notebook-root-access', 'Fraud', NASTY, 'StopNotebookInstance', 'enforce'],
      ['notebook-encryption', 'Churn', 'vision', 'StopNotebookInstance', 'enforce'],
    ]);
    expect(found).toMatchObject({ complete: true, leftAlone: 1, accounts: ['111122223333'], region: 'eu-west-1', ownersUnread: [] });
    expect(found.kinds.flatMap((k) => k.violations).toSorted()).toEqual(remediations.map((r) => r.id).toSorted());
    expect((await scan()).code).toBe(3);
  });

  test('reads, and does nothing else', async () => {
    at = await served(WRONG);
    const before = JSON.stringify(at.services.sagemaker.notebooks.shelf.truths());
    await scan('--owner-tag', 'team');
    expect(at.asked().length).toBeGreaterThan(10);
    expect(at.asked().filter((op) => !/^(Get|List|Describe|Batch(Get|Describe))/.test(op))).toEqual([]);
    expect(JSON.stringify(at.services.sagemaker.notebooks.shelf.truths())).toBe(before);
    expect(() => writer(SageMakerClient, { region: 'eu-west-1' })).toThrow('for looking only');
  });

  test('of an account in which nothing is wrong says so, and ends with 0', async () => {
    at = await served({ notebooks: [WRONG.notebooks[2] as (typeof WRONG.notebooks)[2]] });
    const { code, out } = await scan();
    expect([code, out]).toEqual([0, expect.stringContaining('Nothing is wrong: ')]);
  });

  test('lists what is out of scope only when asked to', async () => {
    at = await served({ roles: [WRONG.roles[1] as { RoleName: string }] });
    expect((await scan()).code).toBe(0);
    expect((await scan()).out).toMatch(/1 more is left alone[\s\S]*Nothing in scope is wrong/);
    const { code, out } = await scan('--all');
    expect([code, flat(out)]).toEqual([3, expect.stringContaining('not done: out of scope, by scope.AWS::IAM::Role')]);
  });

  test('says what each step would lose, and that it is asked for', async () => {
    at = await served({ notebooks: [{ NotebookInstanceName: 'Old', NotebookInstanceStatus: 'Stopped', RootAccess: 'Disabled' }] });
    const { out } = await scan();
    expect(flat(out)).toContain('DeleteNotebookInstance, destructive: asked for, by defaults.destructive');
    expect(out).toMatch(/loses +the notebook's 5 GB ML storage volume/);
    expect(flat(out)).toContain('(contained: it can do no harm as it stands)');
  });

  test('goes by the policy it is given, and by its tag', async () => {
    at = await served(WRONG);
    const file = join(await mkdtemp(join(tmpdir(), 'mlwarden-')), 'p.yaml');
    await writeFile(
      file,
      `defaults: { reversible: enforce, disruptive: { do: enforce, after: 24h, hours: Mon-Fri 08:00-18:00 UTC }, destructive: observe }
budget: { account: { repairs: 1, per: 1m }, violation: { repairs: 1, per: 1m } }
ownerTag: team
protected: ['*:notebook-instance/fraud']
`,
    );
    const { out } = await scan('--policy', file);
    expect(out).toContain('Owner vision');
    expect(flat(out)).toContain('enforced after 1 d, in Mon-Fri 08:00-18:00 UTC, by defaults.disruptive');
    expect(flat(out)).toContain('not done: protected, by *:notebook-instance/fraud');
    expect(out).not.toContain('enforce assumed');
  });
});

describe('what may not be read', () => {
  test('of one kind is said, and hides nothing of the others', async () => {
    at = await served(WRONG);
    at.denied.set('ListRoles', 'not authorized to perform: iam:ListRoles');
    const found = await data();
    expect(brief(found).map(([violation]) => violation)).toEqual(['notebook-root-access', 'notebook-encryption']);
    expect(found.complete).toBe(false);
    const { code, out } = await scan();
    expect(code).toBe(3);
    expect(flat(out)).toContain('AWS::IAM::Role (role-admin-policy, role-trust) could not be listed after 0: AccessDenied');
    expect(flat(out)).toContain('2 things wrong with 2 resources, and not everything could be read.');
  });
  test.each([
    ['ListDetectors', 'role-credentials-stolen) could not be listed'],
    ['DescribeNotebookInstance', 'notebook-instance/fine could not be looked at'],
  ])('(%s) where all else is right ends with 1, and nobody is told that all is well', async (operation, says) => {
    at = await served({ notebooks: [WRONG.notebooks[2] as (typeof WRONG.notebooks)[2]] });
    at.denied.set(operation, 'no');
    for (const form of [[], ['--markdown'], ['--html'], ['--json']]) {
      const { code, out } = await scan(...form);
      expect(code).toBe(1);
      expect(out).not.toContain('Nothing is wrong');
      expect(flat(out)).toContain(says);
    }
  });
  test('of anything at all is not told as if something had been seen', async () => {
    at = await served({});
    for (const operation of [
      'ListRoles',
      'ListDetectors',
      'ListEndpoints',
      'ListNotebookInstances',
      'DescribeConfigurationRecorders',
      'DescribeHub',
      'GetRegistryScanningConfiguration',
    ])
      at.denied.set(operation, 'no');
    const { code, out } = await scan();
    expect([code, out]).toEqual([1, expect.stringContaining('Nothing could be looked at.')]);
    // Endpoints twice: as they are, and with what they serve. Roles, too, with what runs as they do.
    expect(out.match(/could not be listed/g)).toHaveLength(6);
    // What an account has one of is listed without asking.
    expect(flat(out).match(/could not be looked at:/g)).toHaveLength(4);
  });
  test('of tags leaves the owner unknown, and says so', async () => {
    at = await served(WRONG);
    at.denied.set('ListTags', 'no tags for you');
    const found = await data('--owner-tag', 'team');
    expect(new Set(found.findings.map((f) => f.owner))).toEqual(new Set(['unknown']));
    expect(found.ownersUnread).toHaveLength(2);
    expect((await scan('--owner-tag', 'team')).out).toContain('no tags for you');
  });
  test('in a status nobody foresaw is no judgement', async () => {
    at = await served({ notebooks: [{ NotebookInstanceName: 'Odd', NotebookInstanceStatus: 'Dreaming', RootAccess: 'Disabled' }] });
    const { code, out } = await scan();
    expect([code, out]).toEqual([1, expect.stringContaining('Unknown status of the notebook: Dreaming')]);
  });
});

describe('its forms', () => {
  test('escape what comes from outside', async () => {
    at = await served(WRONG);
    const page = (await scan('--html', '--owner-tag', 'team')).out;
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).not.toContain('<script');
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).not.toMatch(/ (src|href)=|url\(/);
    const text = (await scan('--markdown', '--owner-tag', 'team')).out;
    expect(text).toContain("## Owner `<script>alert(1)</script>¦'x'`");
    const rows = text.split('\n').filter((line) => line.startsWith('| '));
    for (const row of rows) expect(row.split('|')).toHaveLength(8);
    expect((await scan()).out.split('\n').filter((line) => [...line].length > 80)).toEqual([]);
  });
  test.each([
    [['--json', '--html'], '--json and --html are two forms'],
    [['--endpoint', 'http://example.com'], 'loopback address only'],
    [['--policy', 'there-is-none.yaml'], 'There is no file there-is-none.yaml'],
    [['now'], 'scan takes no now'],
    [['--local', 'x'], "Unknown option '--local'"],
  ])('%j is one sentence, and nothing is asked', async (args, says) => {
    at = await served({});
    await expect(typed('scan', ...args)).rejects.toThrow(says);
    expect(at.asked()).toEqual([]);
  });
  test('with one’s own credentials there is nothing to change anything with either', async () => {
    const GetCallerIdentityResult = { Arn: 'arn:aws:iam::444455556666:user/ann', UserId: 'AIDAEXAMPLE', Account: '444455556666' };
    vi.stubGlobal('fetch', async () => Response.json({ GetCallerIdentityResponse: { GetCallerIdentityResult } }));
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'example');
    connect({});
    expect([await lookOnly(undefined), process.env.HOME_ACCOUNT]).toEqual(['eu-west-1', '444455556666']);
    expect(() => writer(SageMakerClient, { region: 'eu-west-1' })).toThrow('for looking only');
    expect(() => reader(SageMakerClient, { region: 'eu-west-1' })).not.toThrow();
  });
  test('a Region has to be known', async () => {
    vi.stubEnv('AWS_REGION', undefined);
    vi.stubEnv('AWS_DEFAULT_REGION', undefined);
    await expect(typed('scan')).rejects.toThrow('set AWS_REGION');
    vi.stubEnv('AWS_DEFAULT_REGION', 'eu-west-1');
    at = await served({});
    expect((await scan()).code).toBe(0);
  });
});

test('the program itself scans, tells its progress where errors go, and ends with 3', async () => {
  at = await served(WRONG);
  const { code, out, err } = await node(['src/cli/mlwarden.ts', 'scan', '--endpoint', at.url], { AWS_REGION: 'eu-west-1' });
  expect(code).toBe(3);
  expect(out).toContain('3 things wrong with 3 resources.');
  expect(err).toContain('AWS::SageMaker::NotebookInstance');
  expect((await mlwarden('scan', '--json', '--markdown')).code).toBe(2);
});
