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
  'hashicorp/terraform-provider-aws internal/service/sagemaker',
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

export interface Notebooks extends Operations, Pick<NotebookLife, 'place' | 'turn' | 'failNext'> {
  readonly shelf: Shelf<Notebook>;
}

interface Named {
  readonly NotebookInstanceName?: string | undefined;
}

export function notebooks(habitat: Habitat): Notebooks {
  const kept = shelf<Notebook>(habitat, 20);
  const { move, place, turn, failNext } = notebookLife(habitat, kept);

  const found = (notebook: Notebook | undefined): Notebook => {
    if (!notebook) throw invalid('RecordNotFound');
    return notebook;
  };
  const name = (input: Named) => nameFrom(input.NotebookInstanceName, 'notebookInstanceName');
  const from = (input: Named, allowed: NotebookInstanceStatus[], to: NotebookInstanceStatus): Notebook => {
    const notebook = found(kept.truth(name(input)));
    if (!allowed.includes(notebook.NotebookInstanceStatus))
      throw invalid(
        `Status (${notebook.NotebookInstanceStatus}) not in ([${allowed.join(', ')}]). Unable to transition to (${to}) for Notebook Instance (${notebook.NotebookInstanceArn}).`,
      );
    return notebook;
  };

  return {
    shelf: kept,
    place,
    turn,
    failNext,
    reads: {
      DescribeNotebookInstance(input: Named) {
        const { Tags, ...described } = found(kept.read(name(input)));
        return described;
      },
      ListNotebookInstances(input: ListNotebookInstancesInput) {
        const all = kept.list().sort((a, b) => (a.NotebookInstanceName < b.NotebookInstanceName ? -1 : 1));
        const { items, ...rest } = page(all, input, (n) => ({ name: n.NotebookInstanceName, status: n.NotebookInstanceStatus }));
        return { NotebookInstances: items.map(summary), ...rest };
      },
    },
    writes: {
      CreateNotebookInstance(input: CreateNotebookInstanceInput) {
        const NotebookInstanceName = name(input);
        const NotebookInstanceArn = arnOf(habitat, 'notebook-instance', NotebookInstanceName);
        if (kept.truths().some((other) => other.NotebookInstanceArn === NotebookInstanceArn))
          throw invalid(`Cannot create a duplicate Notebook Instance (${NotebookInstanceArn})`);
        const { SecurityGroupIds, LifecycleConfigName, ...same } = input;
        move({
          ...newborn(new Date(habitat.clock.now())),
          ...same,
          NotebookInstanceName,
          NotebookInstanceArn,
          SecurityGroups: SecurityGroupIds,
          NotebookInstanceLifecycleConfigName: LifecycleConfigName,
        });
        return { NotebookInstanceArn };
      },
      StartNotebookInstance: (input: Named) =>
        move({ ...from(input, ['Stopped', 'Failed'], 'Pending'), NotebookInstanceStatus: 'Pending', FailureReason: undefined }),
      StopNotebookInstance: (input: Named) => move({ ...from(input, ['InService'], 'Stopping'), NotebookInstanceStatus: 'Stopping' }),
      DeleteNotebookInstance: (input: Named) =>
        move({ ...from(input, ['Stopped', 'Failed'], 'Deleting'), NotebookInstanceStatus: 'Deleting' }),
      UpdateNotebookInstance: (input: UpdateNotebookInstanceInput) =>
        move({ ...from(input, ['Stopped'], 'Updating'), NotebookInstanceStatus: 'Updating' }, changes(input)),
    },
  };
}

const newborn = (now: Date) => ({
  NotebookInstanceStatus: 'Pending' as const,
  RootAccess: 'Enabled' as const,
  DirectInternetAccess: 'Enabled' as const,
  VolumeSizeInGB: 5,
  PlatformIdentifier: 'notebook-al2023-v1',
  InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: '1' },
  CreationTime: now,
  LastModifiedTime: now,
});

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
