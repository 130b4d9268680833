/** How a notebook instance passes from state to state, and who hears of it. */
import type { DescribeNotebookInstanceOutput, NotebookInstanceStatus, Tag } from '@aws-sdk/client-sagemaker';
import type { Habitat } from '../habitat.ts';
import { rule } from '../habitat.ts';
import type { Shelf } from '../stale.ts';
import { arnOf, between, tagMap } from './requests.ts';

rule(
  'notebook.event',
  'observed',
  'every change of status is a state-change event with the network posture and without RootAccess',
  'test/events/sagemaker-notebook-instance-state-change.json',
);
rule(
  'notebook.durations',
  'assumed',
  'Pending 2-5 minutes, Stopping 20-90 s, Updating 5-20 s, Deleting 5-30 s',
  'acceptance-test times in hashicorp/terraform-provider-aws PR 7139',
);
rule('notebook.update-visible', 'assumed', 'an update shows when Updating ends, back in Stopped', 'not found in the documentation');
rule('notebook.failed', 'documented', 'a start can end in Failed with a FailureReason', 'SageMaker API, DescribeNotebookInstance');

export interface Notebook extends DescribeNotebookInstanceOutput {
  readonly NotebookInstanceName: string;
  readonly NotebookInstanceArn: string;
  readonly NotebookInstanceStatus: NotebookInstanceStatus;
  readonly CreationTime: Date;
  readonly LastModifiedTime: Date;
  readonly Tags?: Tag[] | undefined;
}

export interface NotebookLife {
  /** To a new state, announced; a state AWS works in ends by itself, and then `after` shows. */
  move(notebook: Notebook, after?: Partial<Notebook>): void;
  /** Furnishes a notebook that has always been there, InService unless said otherwise; one in a passing state goes on from there. */
  place(given: Partial<Notebook> & Pick<Notebook, 'NotebookInstanceName'>): Notebook;
  /** AWS moves it by itself: maintenance, a failure. */
  turn(name: string, status: NotebookInstanceStatus, more?: Partial<Notebook>): void;
  /** The next Pending of that name ends in Failed. */
  failNext(name: string, reason: string): void;
}

const passing: { readonly [status: string]: { takes: readonly [number, number]; ends: NotebookInstanceStatus | 'gone' } } = {
  Pending: { takes: [120, 300], ends: 'InService' },
  Stopping: { takes: [20, 90], ends: 'Stopped' },
  Updating: { takes: [5, 20], ends: 'Stopped' },
  Deleting: { takes: [5, 30], ends: 'gone' },
};

export function notebookLife(habitat: Habitat, kept: Shelf<Notebook>): NotebookLife {
  const failing = new Map<string, string>();

  function ended(notebook: Notebook, status: NotebookInstanceStatus, after: Partial<Notebook>): Notebook {
    const FailureReason = status === 'InService' ? failing.get(notebook.NotebookInstanceName) : undefined;
    if (!FailureReason) return { ...notebook, ...after, NotebookInstanceStatus: status };
    failing.delete(notebook.NotebookInstanceName);
    return { ...notebook, FailureReason, NotebookInstanceStatus: 'Failed' };
  }

  function goOn(notebook: Notebook, after: Partial<Notebook> = {}): void {
    const way = passing[notebook.NotebookInstanceStatus];
    if (!way) return;
    habitat.clock.at(habitat.clock.now() + between(habitat, way.takes), () => {
      if (kept.truth(notebook.NotebookInstanceName) !== notebook) return;
      if (way.ends === 'gone') kept.put(notebook.NotebookInstanceName, undefined);
      else move(ended(notebook, way.ends, after));
    });
  }

  function move(notebook: Notebook, after: Partial<Notebook> = {}): void {
    const moved = { ...notebook, LastModifiedTime: new Date(habitat.clock.now()) };
    kept.put(moved.NotebookInstanceName, moved);
    habitat.emit(announcement(moved));
    goOn(moved, after);
  }

  return {
    move,
    failNext: (name, reason) => void failing.set(name, reason),
    place(given) {
      const notebook = furnished(habitat, given);
      kept.place(notebook.NotebookInstanceName, notebook);
      goOn(notebook);
      return notebook;
    },
    turn(name, status, more = {}) {
      const notebook = kept.truth(name);
      if (!notebook) throw new Error(`no notebook ${name} in the world`);
      move({ ...notebook, ...more, NotebookInstanceStatus: status });
    },
  };
}

/** Where nothing is said of its network, what is furnished is in order there; what is created has AWS's own defaults. */
function network({ DirectInternetAccess, SubnetId }: Partial<Notebook>): Partial<Notebook> {
  if (DirectInternetAccess || SubnetId) return { DirectInternetAccess: 'Enabled' };
  return { DirectInternetAccess: 'Disabled', SubnetId: 'subnet-0bd8f38199152daa5', SecurityGroups: ['sg-089fe63490b1adce7'] };
}

function furnished(habitat: Habitat, given: Parameters<NotebookLife['place']>[0]): Notebook {
  const CreationTime = given.CreationTime ?? new Date(habitat.clock.now() - 30 * 86_400_000);
  return {
    NotebookInstanceArn: arnOf(habitat, 'notebook-instance', given.NotebookInstanceName),
    NotebookInstanceStatus: 'InService',
    InstanceType: 'ml.t3.medium',
    RoleArn: `arn:aws:iam::${habitat.account}:role/SageMakerExecutionRole`,
    RootAccess: 'Enabled',
    ...network(given),
    VolumeSizeInGB: 5,
    PlatformIdentifier: 'notebook-al2023-v1',
    LastModifiedTime: CreationTime,
    ...given,
    CreationTime,
  };
}

const announcement = (n: Notebook) => ({
  source: 'aws.sagemaker',
  'detail-type': 'SageMaker Notebook Instance State Change',
  resources: [n.NotebookInstanceArn],
  detail: {
    NotebookInstanceArn: n.NotebookInstanceArn,
    NotebookInstanceName: n.NotebookInstanceName,
    NotebookInstanceStatus: n.NotebookInstanceStatus,
    InstanceType: n.InstanceType,
    SubnetId: n.SubnetId,
    SecurityGroups: n.SecurityGroups,
    RoleArn: n.RoleArn,
    KmsKeyId: n.KmsKeyId,
    NetworkInterfaceId: n.NetworkInterfaceId,
    LastModifiedTime: n.LastModifiedTime.getTime(),
    CreationTime: n.CreationTime.getTime(),
    DirectInternetAccess: n.DirectInternetAccess,
    Tags: tagMap(n.Tags),
  },
});
