/** What is repaired in the race: notebooks without a key, and roles that somebody made administrators. */
import { AttachRolePolicyCommand, CreateRoleCommand, IAMClient, ListAttachedRolePoliciesCommand } from '@aws-sdk/client-iam';
import {
  CreateNotebookInstanceCommand,
  DescribeNotebookInstanceCommand,
  SageMakerClient,
  StartNotebookInstanceCommand,
} from '@aws-sdk/client-sagemaker';
import { ACCOUNT, credentials, type Emulator, REGION } from '../../test/wire/emulator.ts';
import { type CloudTrailEvent, notebookEvent, roleEvent } from './events.ts';
import { DETACHES_ADMIN, type PeerPolicy, STOPS_NOTEBOOKS } from './racers.ts';

export interface Fleet {
  readonly violation: string;
  /** Of ours, under src/handlers. */
  readonly handler: string;
  /** Under scripts/bench/run. */
  readonly floor: string;
  readonly policy: PeerPolicy;
  /** The outcome on record when ours has confirmed its change. */
  readonly ends: string;
  nameOf(i: number): string;
  keyOf(i: number): string;
  event(i: number): CloudTrailEvent;
  /** As AWS tells it: 'Stopped', 'InService', 'attached', 'detached'. */
  state(i: number): Promise<string>;
  readonly repaired: string;
  make(count: number): Promise<void>;
  /** Makes it wrong again. */
  spoil(i: number): Promise<void>;
}

const TOGETHER = 8;
async function each(count: number, of: (i: number) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < count; from += TOGETHER)
    await Promise.all(Array.from({ length: Math.min(TOGETHER, count - from) }, (_, n) => of(from + n)));
}
const numbered = (what: string) => (i: number) => `${what}-${String(i).padStart(4, '0')}`;

export function notebooks({ url }: Emulator): Fleet {
  const client = new SageMakerClient({ region: REGION, endpoint: url, credentials });
  const nameOf = numbered('notebook');
  const named = (i: number) => ({ NotebookInstanceName: nameOf(i) });
  // moto says of a notebook's root access only what it was told.
  const like = { InstanceType: 'ml.t3.medium', RootAccess: 'Disabled', RoleArn: `arn:aws:iam::${ACCOUNT}:role/ml-notebooks` } as const;
  return {
    violation: 'notebook-encryption',
    handler: 'notebooks/notebook-encryption',
    floor: 'floor-sdk-notebook',
    policy: STOPS_NOTEBOOKS,
    ends: 'contained',
    repaired: 'Stopped',
    nameOf,
    keyOf: (i) => `aws/AWS::SageMaker::NotebookInstance/${ACCOUNT}/${REGION}/${nameOf(i)}`,
    event: (i) => notebookEvent(nameOf(i)),
    state: async (i) => `${(await client.send(new DescribeNotebookInstanceCommand(named(i)))).NotebookInstanceStatus}`,
    make: (count) => each(count, (i) => client.send(new CreateNotebookInstanceCommand({ ...named(i), ...like }))),
    spoil: async (i) => void (await client.send(new StartNotebookInstanceCommand(named(i)))),
  };
}

const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'sagemaker.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
export function roles({ url }: Emulator): Fleet {
  const client = new IAMClient({ region: 'us-east-1', endpoint: url, credentials });
  const nameOf = numbered('ml-role');
  const spoil = async (i: number) => void (await client.send(new AttachRolePolicyCommand({ RoleName: nameOf(i), PolicyArn })));
  return {
    violation: 'role-admin-policy',
    handler: 'identity/role-admin-policy',
    floor: 'floor-sdk-role',
    policy: DETACHES_ADMIN,
    ends: 'fixed',
    repaired: 'detached',
    nameOf,
    keyOf: (i) => `aws/AWS::IAM::Role/${ACCOUNT}/aws-global/${nameOf(i)}`,
    event: (i) => roleEvent(nameOf(i)),
    async state(i) {
      const { AttachedPolicies = [] } = await client.send(new ListAttachedRolePoliciesCommand({ RoleName: nameOf(i) }));
      return AttachedPolicies.some((policy) => policy.PolicyArn === PolicyArn) ? 'attached' : 'detached';
    },
    make: (count) =>
      each(count, async (i) => {
        await client.send(new CreateRoleCommand({ RoleName: nameOf(i), AssumeRolePolicyDocument: TRUST }));
        await spoil(i);
      }),
    spoil,
  };
}
