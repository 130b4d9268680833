/** What `npm start` and `mlwarden replay` say of stories that do not end as they say. */
import { copyFile, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { attach } from '../world/direct.ts';
import { staged } from '../world/story/stage.ts';
import { replayed } from './replayed.ts';
import { mlwarden } from './run.ts';

beforeAll(() => attach(staged));

const SAMPLE = 'events/identity/role-admin-policy.cloudtrail.json';

/** A file of two stories: of the sample as it happens, told truly, and the same with `over` laid over it. */
async function stories(over: object): Promise<string> {
  const folder = await mkdtemp(`${tmpdir()}/mlwarden-`);
  await copyFile(SAMPLE, `${folder}/${basename(SAMPLE)}`);
  const truth = {
    story: 'the truth',
    world: { roles: [{ RoleName: 'ml-training', attached: ['arn:aws:iam::aws:policy/AdministratorAccess'] }] },
    events: [basename(SAMPLE)],
    ends: [{ violation: 'role-admin-policy', resource: 'ml-training', outcome: 'fixed' }],
    calls: ['DetachRolePolicy'],
  };
  await writeFile(`${folder}/told.stories.yaml`, JSON.stringify([truth, { ...truth, story: 'told otherwise', ...over }]));
  return `${folder}/told.stories.yaml`;
}

/** What a story may say, and what is said to it. */
const LIES: readonly (readonly [what: string, lie: object, says: string])[] = [
  [
    'an end that is another',
    { ends: [{ violation: 'role-admin-policy', resource: 'ml-training', outcome: 'withheld' }] },
    'should end withheld, but ends fixed',
  ],
  ['a case less', { ends: [] }, 'ends fixed, which the story does not say'],
  ['no call', { calls: [] }, 'the calls should be none, but are DetachRolePolicy'],
  [
    'a policy that is still there',
    { is: [{ call: 'iam:GetRolePolicy', with: { RoleName: 'ml-training', PolicyName: 'x' }, shows: { PolicyName: 'x' } }] },
    'iam:GetRolePolicy is refused',
  ],
  ['a message given up', { dead: 1 }, '1 messages should be given up, but 0 are'],
];

/** Somebody with the rights of an administrator takes a record away once all is over. */
const ERASED = {
  people: [
    {
      after: '2h',
      call: 'dynamodb:DeleteItem',
      with: {
        TableName: 'mlwarden-ledger',
        Key: { pk: { S: 'rec#role-admin-policy#aws/AWS::IAM::Role/111122223333/aws-global/ml-training' }, sk: { S: '000000003' } },
      },
    },
  ],
};

describe('a replay that does not end as told', () => {
  test('exits 1, names the story, and says what is otherwise', async () => {
    const { code, out } = await mlwarden('replay', await stories(LIES[0]?.[1] ?? {}));
    expect(code).toBe(1);
    expect(out).toContain('1 of 2 did NOT end as told');
    expect(out.replaceAll(/\s+/g, ' ')).toContain('role-admin-policy on ml-training should end withheld, but ends fixed');
  });
  test.each(LIES)('since its story tells of %s, exits 1', async (_, lie, says) => {
    const file = await stories(lie);
    const [page, json] = [await replayed([file]), await replayed([file, '--json'])];
    expect([page.code, json.code]).toEqual([1, 1]);
    expect(page.out).toContain('1 of 2 did NOT end as told');
    const { ok, stories: played } = JSON.parse(json.out) as { ok: boolean; stories: { problems: string[] }[] };
    expect([ok, played.map(({ problems }) => problems)]).toEqual([false, [[], expect.arrayContaining([expect.stringContaining(says)])]]);
  });
  test('since a record is missing in a chain, exits 1 and counts what is broken, although the rest is as told', async () => {
    const { code, out } = await mlwarden('replay', await stories(ERASED));
    expect(code).toBe(1);
    expect(out).toContain('2 chains with 9 records verified, 1 broken');
    expect(out.replaceAll(/\s+/g, ' ')).toContain('the chain of role-admin-policy on ml-training is broken');
  });
  test('is not what a story is that tells the truth', async () => {
    expect((await replayed([await stories({})])).code).toBe(0);
  });
});
