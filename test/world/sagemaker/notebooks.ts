/** Notebook instances: what is asked of them and what is refused. */
import type {
  CreateNotebookInstanceInput,
  ListNotebookInstancesInput,
  NotebookInstanceStatus,
  UpdateNotebookInstanceInput,
} from '@aws-sdk/client-sagemaker';
import type { Operations } from '../cloudtrail.ts';
import type { Habitat } from '../habitat.ts';
import { rule } from '../habitat.ts';
import type { Shelf } from '../stale.ts';
import { shelf } from '../stale.ts';
import type { Notebook, NotebookLife } from './notebook-life.ts';
import { notebookLife } from './notebook-life.ts';
import { arnOf, invalid, nameFrom, page } from './requests.ts';

rule(
  'notebook.transitions',
  'observed',
  'Stop from InService; Start from Stopped or Failed; else "Status (X) not in ([Y]). Unable to transition to (Z) for Notebook Instance (arn)."',
  'aws/amazon-sagemaker-examples issues 1094, 1798; hashicorp/terraform-provider-aws issue 16767',
);
rule(
  'notebook.delete',
  'documented',
  'Delete from Stopped or Failed, same text',
  'cloud-custodian c7n/resources/sagemaker.py; DeleteNotebookInstance: stop first',
);
rule('notebook.update', 'assumed', 'Update from Stopped only, same text', 'UpdateNotebookInstance does not list its states');
rule(
  'notebook.not-found',
  'observed',
  'an unknown name is ValidationException "RecordNotFound"',
  'hashicorp/terraform-provider-aws internal/service/sagemaker/find.go',
);
rule(
  'notebook.duplicate',
  'assumed',
  'a name in use: "Cannot create a duplicate Notebook Instance (arn)"',
  'getmoto/moto sagemaker models',
);
rule(
  'notebook.defaults',
  'documented',
  'RootAccess and DirectInternetAccess default to Enabled, 5 GB, notebook-al2023-v1',
  'SageMaker API, CreateNotebookInstance',
);

rule(
  'notebook.private',
  'documented',
  'DirectInternetAccess Disabled needs a SubnetId, and neither can be updated; the words of the refusal are assumed',
  'SageMaker API, CreateNotebookInstance and UpdateNotebookInstance',
);

export interface Notebooks extends Operations, Pick<NotebookLife, 'place' | 'turn' | 'failNext'> {
  readonly shelf: Shelf<Notebook>;
}

interface Named {
  readonly NotebookInstanceName?: string | undefined;
}

export function notebooks(habitat: Habitat): Notebooks {
  const kept = shelf<Notebook>(habitat, 20);
  const { move, ...life } = notebookLife(habitat, kept);
  return { shelf: kept, ...life, reads: reads(kept), writes: writes(habitat, kept, move) };
}

const name = (input: Named) => nameFrom(input.NotebookInstanceName, 'notebookInstanceName');
function found(notebook: Notebook | undefined): Notebook {
  if (!notebook) throw invalid('RecordNotFound');
  return notebook;
}

const reads = (kept: Shelf<Notebook>): Operations['reads'] => ({
  DescribeNotebookInstance(input: Named) {
    const { Tags, ...described } = found(kept.read(name(input)));
    return described;
  },
  ListNotebookInstances({ NotebookInstanceLifecycleConfigNameContains: has = '', ...input }: ListNotebookInstancesInput) {
    const fitting = kept.list().filter((n) => (n.NotebookInstanceLifecycleConfigName ?? '').includes(has));
    const all = fitting.sort((a, b) => (a.NotebookInstanceName < b.NotebookInstanceName ? -1 : 1));
    const { items, ...rest } = page(all, input, (n) => ({ name: n.NotebookInstanceName, status: n.NotebookInstanceStatus }));
    return { NotebookInstances: items.map(summary), ...rest };
  },
});

function writes(habitat: Habitat, kept: Shelf<Notebook>, move: NotebookLife['move']): Operations['writes'] {
  const turn = (input: Named, allowed: NotebookInstanceStatus[], to: NotebookInstanceStatus, after: Partial<Notebook> = {}) => {
    const notebook = found(kept.truth(name(input)));
    const { NotebookInstanceStatus: status, NotebookInstanceArn: arn } = notebook;
    if (!allowed.includes(status))
      throw invalid(`Status (${status}) not in ([${allowed.join(', ')}]). Unable to transition to (${to}) for Notebook Instance (${arn}).`);
    move({ ...notebook, NotebookInstanceStatus: to, FailureReason: undefined }, after);
  };
  return {
    CreateNotebookInstance(input: CreateNotebookInstanceInput) {
      const NotebookInstanceName = name(input);
      const NotebookInstanceArn = arnOf(habitat, 'notebook-instance', NotebookInstanceName);
      if (kept.truths().some((other) => other.NotebookInstanceArn === NotebookInstanceArn))
        throw invalid(`Cannot create a duplicate Notebook Instance (${NotebookInstanceArn})`);
      if (input.DirectInternetAccess === 'Disabled' && !input.SubnetId)
        throw invalid('DirectInternetAccess can be Disabled only if a SubnetId is given');
      move({ ...newborn(input, new Date(habitat.clock.now())), NotebookInstanceName, NotebookInstanceArn });
      return { NotebookInstanceArn };
    },
    StartNotebookInstance: (input: Named) => turn(input, ['Stopped', 'Failed'], 'Pending'),
    StopNotebookInstance: (input: Named) => turn(input, ['InService'], 'Stopping'),
    DeleteNotebookInstance: (input: Named) => turn(input, ['Stopped', 'Failed'], 'Deleting'),
    UpdateNotebookInstance: (input: UpdateNotebookInstanceInput) => turn(input, ['Stopped'], 'Updating', changes(input)),
  };
}

function newborn({ SecurityGroupIds, LifecycleConfigName, ...same }: CreateNotebookInstanceInput, now: Date) {
  return {
    RootAccess: 'Enabled' as const,
    DirectInternetAccess: 'Enabled' as const,
    VolumeSizeInGB: 5,
    PlatformIdentifier: 'notebook-al2023-v1',
    InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: '1' },
    ...same,
    SecurityGroups: SecurityGroupIds,
    NotebookInstanceLifecycleConfigName: LifecycleConfigName,
    NotebookInstanceStatus: 'Pending' as const,
    CreationTime: now,
    LastModifiedTime: now,
  };
}

function changes(input: UpdateNotebookInstanceInput): Partial<Notebook> {
  const { NotebookInstanceName, LifecycleConfigName, DisassociateLifecycleConfig, DisassociateDefaultCodeRepository, ...same } = input;
  return {
    ...same,
    ...(LifecycleConfigName && { NotebookInstanceLifecycleConfigName: LifecycleConfigName }),
    ...(DisassociateLifecycleConfig && { NotebookInstanceLifecycleConfigName: undefined }),
    ...(DisassociateDefaultCodeRepository && { DefaultCodeRepository: undefined }),
  };
}

const summary = (n: Notebook) => ({
  NotebookInstanceName: n.NotebookInstanceName,
  NotebookInstanceArn: n.NotebookInstanceArn,
  NotebookInstanceStatus: n.NotebookInstanceStatus,
  Url: n.Url,
  InstanceType: n.InstanceType,
  CreationTime: n.CreationTime,
  LastModifiedTime: n.LastModifiedTime,
  NotebookInstanceLifecycleConfigName: n.NotebookInstanceLifecycleConfigName,
});
