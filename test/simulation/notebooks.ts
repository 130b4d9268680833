/** Notebooks as the generator draws them, and what people do to them. */

import { call, type Drawn, ruleEvent } from './acts.ts';
import type { Draw } from './chance.ts';
import { MINUTE, type Move } from './scenario.ts';

const TYPE = 'AWS::SageMaker::NotebookInstance';
const key = '1234abcd-12ab-34cd-56ef-1234567890ab';
const RoleArn = 'arn:aws:iam::111122223333:role/ml-notebooks';

const SubnetId = 'subnet-0bd8f38199152daa5';
const NETWORKS = {
  'in a subnet': { DirectInternetAccess: 'Disabled', SubnetId },
  'in a subnet, with internet of its own': { DirectInternetAccess: 'Enabled', SubnetId },
  'in no subnet': { DirectInternetAccess: 'Enabled' },
};

export function drawNotebook(draw: Draw, i: number): Drawn {
  const name = draw.often([
    [20, `${['Alpha', 'Beta', 'Gamma'][i]}-Nb`],
    [2, 'keep-Nb'],
    [1, 'mlwarden-Nb'],
  ]);
  const root = draw.chance(0.7);
  const plain = draw.chance(0.45);
  const network = draw.often([
    [7, 'in a subnet'],
    [2, 'in a subnet, with internet of its own'],
    [2, 'in no subnet'],
  ] as const);
  const status = draw.often([
    [12, 'InService'],
    [3, 'Stopped'],
    [1, 'Failed'],
    [4, 'Pending'],
  ] as const);
  const props = { RootAccess: root ? 'Enabled' : 'Disabled', ...(plain ? {} : { KmsKeyId: key }), ...NETWORKS[network] };
  const age =
    status === 'Pending'
      ? 5_000
      : draw.often([
          [3, 30 * 24 * 60 * MINUTE],
          [1, 10 * MINUTE],
        ]);
  const NotebookInstanceName = name;
  const named = { NotebookInstanceName };
  const make = {
    call: 'sagemaker:CreateNotebookInstance',
    with: { ...named, InstanceType: 'ml.t3.medium', RoleArn, ...props },
    patience: 15 * MINUTE,
  };
  const says = `a notebook ${name} (${status}${root ? ', users are root' : ''}${plain ? ', no key' : ''}, ${network})`;
  const there = { notebooks: [{ ...named, NotebookInstanceStatus: status, ...props, age }] };
  const moves: (() => Omit<Move, 'at'>)[] = [
    () => ({ says: `somebody starts ${name}`, acts: [call('sagemaker:StartNotebookInstance', named, draw.of([0, 5 * MINUTE]))] }),
    () => ({ says: `somebody stops ${name}`, acts: [call('sagemaker:StopNotebookInstance', named, draw.of([0, 5 * MINUTE]))] }),
    () => ({
      says: `somebody restarts ${name}`,
      acts: [call('sagemaker:StopNotebookInstance', named, 0), call('sagemaker:StartNotebookInstance', named, 5 * MINUTE)],
    }),
    () => ({
      says: `somebody deletes ${name} and creates it again as it was`,
      acts: [call('sagemaker:StopNotebookInstance', named, 0), call('sagemaker:DeleteNotebookInstance', named, 15 * MINUTE), make],
    }),
    () => ({
      says: `somebody deletes ${name}`,
      acts: [call('sagemaker:StopNotebookInstance', named, 0), call('sagemaker:DeleteNotebookInstance', named, 15 * MINUTE)],
    }),
    () => ({
      says: `Terraform makes the users of ${name} root, every few minutes`,
      acts: [
        call('sagemaker:StopNotebookInstance', named, 0),
        call('sagemaker:UpdateNotebookInstance', { ...named, RootAccess: 'Enabled' }, 4 * MINUTE),
        call('sagemaker:StartNotebookInstance', named, 2 * MINUTE),
      ],
      every: draw.of([7, 9, 13]) * MINUTE,
      times: 4,
    }),
    () => ({
      says: `somebody starts ${name} whenever it is stopped`,
      acts: [call('sagemaker:StartNotebookInstance', named, 0)],
      every: 2 * MINUTE,
      times: 8,
    }),
    () => ({ says: `the next start of ${name} fails`, acts: [{ fails: 'notebooks', name }] }),
    () => ({
      says: `Config reports ${name}`,
      acts: [
        ruleEvent(
          TYPE,
          `arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/${name.toLowerCase()}`,
          'sagemaker-notebook-instance-root-access-check',
        ),
        ruleEvent(
          TYPE,
          `arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/${name.toLowerCase()}`,
          'sagemaker-notebook-instance-kms-key-configured',
        ),
        ruleEvent(
          TYPE,
          `arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/${name.toLowerCase()}`,
          'sagemaker-notebook-no-direct-internet-access',
        ),
      ],
    }),
  ];
  return { thing: { type: TYPE, name, says, there }, moves, report: moves.length - 1 };
}
