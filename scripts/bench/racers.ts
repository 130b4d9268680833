/** The four that race, all on the same AWS: the peer, ours with and without its audit, and the least that the same SDK can do. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { installed, root } from '../../test/rie/sandbox.ts';
import { ACCOUNT, REGION } from '../../test/wire/emulator.ts';
import type { Builds } from './builds.ts';
import type { Program } from './contestant.ts';

export const NOBODY = '/dev/null';
const common = {
  AWS_ACCESS_KEY_ID: ACCOUNT,
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_REGION: REGION,
  AWS_DEFAULT_REGION: REGION,
  AWS_CONFIG_FILE: NOBODY,
  AWS_SHARED_CREDENTIALS_FILE: NOBODY,
  AWS_EC2_METADATA_DISABLED: 'true',
};

/** Where the customer's account is, and where our ledger and queues are. */
export interface Places {
  readonly aws: string;
  readonly house: string;
}
export const asAt = ({ aws, house }: Places) => ({
  AWS_ENDPOINT_URL_SAGEMAKER: aws,
  AWS_ENDPOINT_URL_IAM: aws,
  AWS_ENDPOINT_URL_DYNAMODB: house,
  AWS_ENDPOINT_URL_SQS: house,
});

const RACER = 'scripts/bench/run/racer.ts';
/** Any bundle with a `handler`, in a process of its own. */
export async function racer(builds: Builds, file: string, env: Record<string, string>): Promise<Program> {
  return { command: [process.execPath, await builds.file(RACER), file], env: { ...common, ...env } };
}

/** A handler of ours as it is deployed. */
export async function ours(builds: Builds, handler: string, at: Places, mode = 'policy', file?: string): Promise<Program> {
  const house = { MODE: mode, TABLE: 'mlwarden-ledger', HOME_ACCOUNT: ACCOUNT, QUEUE_URL_PREFIX: `${at.house}/${ACCOUNT}/mlwarden-` };
  return await racer(builds, file ?? (await builds.file(`src/handlers/${handler}.ts`)), { ...asAt(at), ...house });
}

export interface PeerPolicy {
  readonly name: string;
  readonly resource: string;
  readonly mode: Readonly<Record<string, unknown>>;
  readonly filters: readonly object[];
  readonly actions: readonly unknown[];
  readonly 'max-resources'?: number;
}
/** The peers' working folders are in it; it goes when we do. */
let scratch: string | undefined;
function folder(): string {
  if (scratch === undefined) {
    const made = mkdtempSync(`${tmpdir()}/mlwarden-bench-peer-`);
    process.once('exit', () => rmSync(made, { recursive: true, force: true }));
    scratch = made;
  }
  return mkdtempSync(`${scratch}/`);
}
/** The peer as its users have it: the policy in `config.json` beside it, the account given, so that it need not ask for it. */
export function peer(at: Places, policy: PeerPolicy, options: object = {}): Program {
  const cwd = folder();
  const given = { account_id: ACCOUNT, output_dir: cwd, ...options };
  const mode = { ...policy.mode, 'execution-options': given };
  writeFileSync(`${cwd}/config.json`, JSON.stringify({ 'execution-options': given, policies: [{ ...policy, mode }] }));
  const python = `${installed('bench-home.sh')}/bin/python`;
  const env = { ...common, AWS_ENDPOINT_URL: at.aws, C7N_DEBUG_EVENT: 'no', HOME: cwd };
  return { command: [python, `${root}/scripts/bench/run/peer.py`], cwd, env };
}

const role = `arn:aws:iam::${ACCOUNT}:role/peer`;
export const STOPS_NOTEBOOKS: PeerPolicy = {
  name: 'notebook-unencrypted',
  resource: 'aws.sagemaker-notebook',
  mode: {
    type: 'cloudtrail',
    role,
    events: [{ source: 'sagemaker.amazonaws.com', event: 'CreateNotebookInstance', ids: 'responseElements.notebookInstanceArn' }],
  },
  filters: [{ KmsKeyId: 'absent' }],
  actions: ['stop'],
};
const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
export const DETACHES_ADMIN: PeerPolicy = {
  name: 'role-admin',
  resource: 'aws.iam-role',
  mode: {
    type: 'cloudtrail',
    role,
    events: [{ source: 'iam.amazonaws.com', event: 'AttachRolePolicy', ids: 'requestParameters.roleName' }],
  },
  filters: [{ type: 'has-specific-managed-policy', value: 'AdministratorAccess' }],
  actions: [{ type: 'set-policy', state: 'detached', arn: ADMIN }],
};
