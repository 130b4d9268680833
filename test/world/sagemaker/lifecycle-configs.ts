/** Lifecycle configurations of notebooks: two scripts, by name. */
import type { ListNotebookInstanceLifecycleConfigsInput, UpdateNotebookInstanceLifecycleConfigInput } from '@aws-sdk/client-sagemaker';
import type { Operations } from '../cloudtrail.ts';
import type { Habitat } from '../habitat.ts';
import { rule } from '../habitat.ts';
import { type Shelf, shelf } from '../stale.ts';
import { type GivenLifecycleConfig, type Hooks, type Kept, newborn, updated, withPast } from './lifecycle-config-past.ts';
import { arnOf, invalid, page } from './requests.ts';

const API = 'SageMaker API, UpdateNotebookInstanceLifecycleConfig';
rule(
  'lifecycle-config.hooks',
  'documented',
  'each hook is a list of one script at most, in base64, of 16,384 characters at most',
  `${API}, NotebookInstanceLifecycleHook`,
);
rule(
  'lifecycle-config.left-out',
  'assumed',
  'a hook that an update leaves out stays, and an empty list, which is allowed, takes it away',
  `${API}: "Minimum number of 0 items"; what becomes of the hook is not said`,
);
rule(
  'lifecycle-config.modified',
  'assumed',
  'every update moves LastModifiedTime',
  'SageMaker API, Describe…, says what it is, not when it moves',
);
rule(
  'lifecycle-config.texts',
  'assumed',
  '"Unable to describe Notebook Instance Lifecycle Config \'arn\'. (Details: Notebook Instance Lifecycle Config does not exist.)", and so of an update and a deletion',
  'getmoto/moto sagemaker models',
);
rule(
  'lifecycle-config.duplicate',
  'assumed',
  'a name in use is refused as that of a notebook; what a notebook has can be deleted',
  'SageMaker API, Create… and Delete…: not said',
);

export interface LifecycleConfigs extends Operations {
  readonly shelf: Shelf<Kept>;
  /** Furnishes one with its past. */
  place(given: GivenLifecycleConfig): void;
}

export function lifecycleConfigs(habitat: Habitat): LifecycleConfigs {
  const kept = shelf<Kept>(habitat, 20);
  return {
    shelf: kept,
    place: (given) => kept.place(given.NotebookInstanceLifecycleConfigName, withPast(habitat, given)),
    reads: reads(habitat, kept),
    writes: writes(habitat, kept),
  };
}

function valid(input: Hooks): void {
  for (const [member, list = []] of [['onCreate', input.OnCreate] as const, ['onStart', input.OnStart] as const]) {
    if (list.length > 1)
      throw invalid(
        `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must have length less than or equal to 1`,
      );
    const [{ Content = '' } = {}] = list;
    if (Content.length > 16_384)
      throw invalid(
        `1 validation error detected: Value '${Content}' at '${member}.1.member.content' failed to satisfy constraint: Member must have length less than or equal to 16384`,
      );
  }
}

interface Named {
  readonly NotebookInstanceLifecycleConfigName?: string | undefined;
}
function found(habitat: Habitat, is: Kept | undefined, does: string, { NotebookInstanceLifecycleConfigName: name = '' }: Named): Kept {
  if (is) return is;
  const arn = arnOf(habitat, 'notebook-instance-lifecycle-config', name);
  throw invalid(
    `Unable to ${does} Notebook Instance Lifecycle Config '${arn}'. (Details: Notebook Instance Lifecycle Config does not exist.)`,
  );
}

const reads = (habitat: Habitat, kept: Shelf<Kept>): Operations['reads'] => ({
  DescribeNotebookInstanceLifecycleConfig(input: Named) {
    const { Tags, ...is } = found(habitat, kept.read(input.NotebookInstanceLifecycleConfigName ?? ''), 'describe', input);
    return is;
  },
  ListNotebookInstanceLifecycleConfigs(input: ListNotebookInstanceLifecycleConfigsInput) {
    const { items, ...rest } = page(kept.list(), input, (is) => ({ name: is.NotebookInstanceLifecycleConfigName }));
    return { NotebookInstanceLifecycleConfigs: items.map(({ OnCreate, OnStart, Tags, ...is }) => is), ...rest };
  },
});

function writes(habitat: Habitat, kept: Shelf<Kept>): Operations['writes'] {
  const now = () => new Date(habitat.clock.now());
  const there = (input: Named, does: string) => found(habitat, kept.truth(input.NotebookInstanceLifecycleConfigName ?? ''), does, input);
  return {
    CreateNotebookInstanceLifecycleConfig(input: UpdateNotebookInstanceLifecycleConfigInput) {
      valid(input);
      const is = newborn(habitat, input, now());
      const { NotebookInstanceLifecycleConfigArn, NotebookInstanceLifecycleConfigName: name } = is;
      if (kept.truths().some((one) => one.NotebookInstanceLifecycleConfigArn === NotebookInstanceLifecycleConfigArn))
        throw invalid(`Cannot create a duplicate Notebook Instance Lifecycle Config (${NotebookInstanceLifecycleConfigArn})`);
      kept.put(name, is);
      return { NotebookInstanceLifecycleConfigArn };
    },
    UpdateNotebookInstanceLifecycleConfig(input: UpdateNotebookInstanceLifecycleConfigInput) {
      valid(input);
      const is = there(input, 'update');
      kept.put(is.NotebookInstanceLifecycleConfigName, updated(is, input, now()));
      return {};
    },
    DeleteNotebookInstanceLifecycleConfig(input: Named) {
      kept.put(there(input, 'delete').NotebookInstanceLifecycleConfigName, undefined);
      return {};
    },
  };
}
