import { PassThrough } from 'node:stream';
import { afterEach, expect, test, vi } from 'vitest';
import { readOptions } from '../../src/cli/options.ts';
import { replayReal } from '../../src/cli/real.ts';
import { policyFrom, scenesFrom } from '../../src/cli/sources.ts';
import { type Served, served } from './served.ts';

const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
const LOOKS = /^(Get|List|Describe|Batch(Get|Describe))/;
let at: Served;
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  await at.stop();
});

/** The account of the event, with its own endpoints, and STS that knows the caller as of it. */
async function account(): Promise<void> {
  at = await served({ roles: [{ RoleName: 'ml-training', attached: [ADMIN] }] });
  for (const [name, value] of Object.entries({
    AWS_ENDPOINT_URL: at.url,
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
  }))
    vi.stubEnv(name, value);
  const GetCallerIdentityResult = { Arn: `arn:aws:iam::${at.world.account}:user/ann`, UserId: 'AIDAEXAMPLE', Account: at.world.account };
  vi.stubGlobal('fetch', async () => Response.json({ GetCallerIdentityResponse: { GetCallerIdentityResult } }));
}
async function replayed(...args: string[]): Promise<{ code: number; out: string }> {
  const options = readOptions(
    ['replay', 'events/identity/role-admin-policy.cloudtrail.json', '--policy', 'events/policy.yaml', ...args],
    '1',
  );
  if (typeof options === 'string') throw new Error(options);
  const out = new PassThrough();
  const code = await replayReal(await scenesFrom(options.files, undefined), await policyFrom(options.policy), options, out);
  return { code, out: String(out.read()) };
}

test('a replay in one’s own account changes nothing, though the policy that it is given enforces', async () => {
  await account();
  const { code, out } = await replayed('--live', '--json');
  expect(out).toContain('"why": "observe-only-deployment"');
  expect(code).toBe(0);
  expect(at.asked()).toContain('ListAttachedRolePolicies');
  expect(at.asked().filter((operation) => !LOOKS.test(operation))).toEqual([]);
});

test('the same event on an emulator is repaired there', async () => {
  await account();
  const { code } = await replayed('--endpoint', at.url, '--json');
  expect(code).toBe(0);
  expect(at.asked().filter((operation) => !LOOKS.test(operation))).toEqual(['DetachRolePolicy']);
});
