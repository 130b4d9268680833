import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Planned } from '../../../src/cli/plan/run.ts';
import { type Served, served, typed } from '../served.ts';

let at: Served;
beforeEach(() => vi.stubEnv('AWS_REGION', 'eu-west-1'));
afterEach(async () => {
  vi.unstubAllEnvs();
  await at?.stop();
});
const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
const KEY = '1234abcd-12ab-34cd-56ef-1234567890ab';
const ARN = 'arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/churn';
const CLOSED = { DirectInternetAccess: 'Disabled', SubnetId: 'subnet-1' };
const WORLD = {
  notebooks: [
    { ...CLOSED, NotebookInstanceName: 'Churn', RootAccess: 'Enabled' },
    { ...CLOSED, NotebookInstanceName: 'Fine', RootAccess: 'Disabled', KmsKeyId: KEY },
  ],
  roles: [
    {
      RoleName: 'ml-train',
      Path: '/ml/',
      attached: [ADMIN],
      inline: { own: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'iam:*', Resource: '*' }] } },
    },
  ],
};
const plan = async (...args: string[]) => await typed('plan', ...args, '--endpoint', at.url);
async function plans(...args: string[]): Promise<readonly Planned[]> {
  return (JSON.parse((await plan(...args, '--json')).out) as { data: { plans: Planned[] } }).data.plans;
}
const steps = ({ violation, ladder }: Planned) => [
  violation,
  ladder?.rungs.map((r) => [r.call.api, r.from, r.may, r.purpose]),
  ladder?.ends,
];

describe('a plan', () => {
  test.each(['Churn', 'churn', ARN])('of %s has every step to the end, and says which is only expected', async (name) => {
    at = await served(WORLD);
    expect((await plans(name)).map(steps)).toEqual([
      [
        'notebook-encryption',
        [
          ['StopNotebookInstance', 'seen', 'enforce', 'repair'],
          ['DeleteNotebookInstance', 'expected', 'ask', 'repair'],
        ],
        'gone',
      ],
      ['notebook-internet-access', undefined, undefined],
      [
        'notebook-root-access',
        [
          ['StopNotebookInstance', 'seen', 'enforce', 'repair'],
          ['UpdateNotebookInstance', 'expected', 'enforce', 'repair'],
          ['StartNotebookInstance', 'expected', 'enforce', 'hand-back'],
        ],
        'compliant',
      ],
    ]);
  });
  test('in words names effect, line, undo, what is lost, and how it ends', async () => {
    at = await served(WORLD);
    const { code, out } = await plan('Churn');
    expect(code).toBe(3);
    const flat = out.replace(/\s+/g, ' ');
    for (const part of [
      'step 1 StopNotebookInstance, disruptive enforced, by defaults.disruptive',
      'undo StartNotebookInstance {"NotebookInstanceName":"Churn"}',
      'step 2 DeleteNotebookInstance, destructive (expected: not seen yet) asked for, by defaults.destructive',
      "loses the notebook's 5 GB",
      'step 3 hand back, once no other violation holds it: StartNotebookInstance, reversible (expected: not seen yet)',
      'then nothing is wrong any more',
      'with enforce assumed',
    ])
      expect(flat).toContain(part);
    expect(out.split('\n').filter((line) => [...line].length > 80)).toEqual([]);
  });
  test('of a role takes one policy after the other, by its name or its ARN with the path', async () => {
    at = await served(WORLD);
    for (const name of ['ml-train', 'arn:aws:iam::111122223333:role/ml/ml-train']) {
      const [admin, stolen] = await plans(name);
      expect(admin && steps(admin)).toEqual([
        'role-admin-policy',
        [
          ['DetachRolePolicy', 'seen', 'enforce', 'repair'],
          ['DeleteRolePolicy', 'expected', 'enforce', 'repair'],
        ],
        'compliant',
      ]);
      expect(stolen).toMatchObject({ violation: 'role-credentials-stolen', there: true });
      expect(stolen?.ladder).toBeUndefined();
    }
  });
  test('under a policy that observes shows what would follow, and that it would not', async () => {
    at = await served(WORLD);
    const { out } = await plan('Churn', '--violation', 'notebook-root-access', '--policy', 'policy.yaml');
    const flat = out.replace(/\s+/g, ' ');
    expect(flat).toContain('not done: only observed, by defaults.disruptive');
    expect(flat).toContain('step 1 is not done, so what follows it is only what would');
    expect(flat).not.toContain('notebook-encryption');
  });
  test('of what is right says so and ends with 0, and reads only', async () => {
    at = await served(WORLD);
    const { code, out } = await plan('Fine');
    expect([code, out]).toEqual([0, expect.stringContaining('The users of the notebook are not root')]);
    expect(at.asked().filter((op) => !/^(Get|List|Describe|Batch(Get|Describe))/.test(op))).toEqual([]);
  });
  test('waits where AWS is at work', async () => {
    at = await served({
      notebooks: [{ NotebookInstanceName: 'New', NotebookInstanceStatus: 'Pending', RootAccess: 'Enabled', KmsKeyId: KEY }],
    });
    expect((await plan('New')).out).toContain('it is waited for: the notebook, which is Pending');
  });
});

describe('nothing is planned', () => {
  test.each([
    [['Nobody'], 'is called Nobody here'],
    [[], 'Say which resource'],
    [['Churn', '--violation', 'x'], 'There is no violation "x"; there are '],
    [['arn:nonsense'], 'Not an ARN that names a resource'],
    [['arn:aws:s3:::bucket'], 'is called arn:aws:s3:::bucket here'],
    [['arn:aws:sagemaker:eu-central-1:111122223333:notebook-instance/churn'], 'set AWS_REGION'],
    [['arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/other'], 'Nothing of the kinds'],
  ])('for %j: one sentence', async (args, says) => {
    at = await served(WORLD);
    await expect(plan(...args)).rejects.toThrow(says);
  });
  test('where it may not be looked at: 1, and why', async () => {
    at = await served(WORLD);
    at.denied.set('DescribeNotebookInstance', 'not for you');
    expect(await plan('Churn')).toEqual({ code: 1, out: '', err: expect.stringContaining('AccessDeniedException: not for you') });
  });
});
