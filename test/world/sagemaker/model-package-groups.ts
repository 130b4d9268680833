/** Model package groups and their policies. */
import type {
  CreateModelPackageGroupInput,
  ListModelPackageGroupsInput,
  PutModelPackageGroupPolicyInput,
  Tag,
} from '@aws-sdk/client-sagemaker';
import type { Operations } from '../cloudtrail.ts';
import type { Habitat } from '../habitat.ts';
import { rule } from '../habitat.ts';
import type { Shelf } from '../stale.ts';
import { shelf } from '../stale.ts';
import { arnOf, invalid, nameFrom, page } from './requests.ts';

rule(
  'model-package-group.texts',
  'observed',
  '"ModelPackageGroup … does not exist.", "Cannot find Model Package Group: …", "Cannot find resource policy for: …", each a ValidationException',
  'aws-cloudformation/aws-cloudformation-resource-providers-sagemaker; hashicorp/terraform-provider-aws',
);
rule('model-package-group.status', 'assumed', 'a group is Completed as soon as it is created', 'no durations are documented');
rule('model-package-group.policy', 'assumed', 'a policy is given back as it was put', 'not documented');

export interface ModelPackageGroup {
  readonly ModelPackageGroupName: string;
  readonly ModelPackageGroupArn: string;
  readonly CreationTime: Date;
  readonly ModelPackageGroupStatus: 'Completed' | 'Deleting';
  readonly policy?: string | undefined;
  readonly Tags?: Tag[] | undefined;
}
interface Named {
  readonly ModelPackageGroupName?: string | undefined;
}
export interface ModelPackageGroups extends Operations {
  readonly shelf: Shelf<ModelPackageGroup>;
  /** Furnishes a group that has always been there. `policy`: as JSON. */
  place(
    given: Pick<ModelPackageGroup, 'ModelPackageGroupName' | 'CreationTime'> & { readonly policy?: unknown; readonly Tags?: Tag[] },
  ): void;
}

const arn = (habitat: Habitat, name: string) => arnOf(habitat, 'model-package-group', name);
const made = (habitat: Habitat, name: string) => ({
  ...{ ModelPackageGroupName: name, ModelPackageGroupArn: arn(habitat, name) },
  ModelPackageGroupStatus: 'Completed' as const,
});
const name = ({ ModelPackageGroupName }: Named) => nameFrom(ModelPackageGroupName, 'modelPackageGroupName');
function found(habitat: Habitat, group: ModelPackageGroup | undefined, input: Named): ModelPackageGroup {
  if (!group) throw invalid(`Cannot find Model Package Group: ${arn(habitat, name(input))}`);
  return group;
}
function policyOf({ policy, ModelPackageGroupArn }: ModelPackageGroup): string {
  if (policy === undefined) throw invalid(`Cannot find resource policy for: ${ModelPackageGroupArn}`);
  return policy;
}

export function modelPackageGroups(habitat: Habitat): ModelPackageGroups {
  const kept = shelf<ModelPackageGroup>(habitat, 20);
  return {
    shelf: kept,
    place: ({ policy, ...given }) =>
      kept.place(given.ModelPackageGroupName, {
        ...made(habitat, given.ModelPackageGroupName),
        ...given,
        ...(policy !== undefined && { policy: JSON.stringify(policy) }),
      }),
    reads: reads(habitat, kept),
    writes: writes(habitat, kept),
  };
}

const reads = (habitat: Habitat, kept: Shelf<ModelPackageGroup>): Operations['reads'] => ({
  DescribeModelPackageGroup(input: Named) {
    const group = kept.read(name(input));
    if (!group) throw invalid(`ModelPackageGroup ${arn(habitat, name(input))} does not exist.`);
    const { policy, Tags, ...described } = group;
    return { ...described, CreatedBy: {} };
  },
  GetModelPackageGroupPolicy: (input: Named) => ({ ResourcePolicy: policyOf(found(habitat, kept.read(name(input)), input)) }),
  ListModelPackageGroups(input: ListModelPackageGroupsInput) {
    const all = kept.list().sort((a, b) => (a.ModelPackageGroupName < b.ModelPackageGroupName ? -1 : 1));
    const { items, ...rest } = page(all, input, (group) => ({ name: group.ModelPackageGroupName }));
    return { ModelPackageGroupSummaryList: items.map(({ policy, Tags, ...summary }) => summary), ...rest };
  },
});

function writes(habitat: Habitat, kept: Shelf<ModelPackageGroup>): Operations['writes'] {
  const there = (input: Named) => found(habitat, kept.truth(name(input)), input);
  return {
    CreateModelPackageGroup(input: CreateModelPackageGroupInput) {
      const of = name(input);
      if (kept.truth(of)) throw invalid(`Model Package Group already exists: ${arn(habitat, of)}`);
      kept.put(of, { ...made(habitat, of), CreationTime: new Date(habitat.clock.now()), Tags: input.Tags });
      return { ModelPackageGroupArn: arn(habitat, of) };
    },
    DeleteModelPackageGroup(input: Named) {
      kept.put(there(input).ModelPackageGroupName, undefined);
      return {};
    },
    PutModelPackageGroupPolicy(input: PutModelPackageGroupPolicyInput) {
      const group = there(input);
      kept.put(group.ModelPackageGroupName, { ...group, policy: input.ResourcePolicy });
      return { ModelPackageGroupArn: group.ModelPackageGroupArn };
    },
    DeleteModelPackageGroupPolicy(input: Named) {
      const group = there(input);
      policyOf(group);
      kept.put(group.ModelPackageGroupName, { ...group, policy: undefined });
      return {};
    },
  };
}
