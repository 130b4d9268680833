/** Tags, which no description shows. */
import type { AddTagsInput, ListTagsInput, Tag } from '@aws-sdk/client-sagemaker';
import type { Operations } from '../cloudtrail.ts';
import { rule } from '../habitat.ts';
import type { Shelf } from '../stale.ts';
import { invalid } from './requests.ts';

rule('sagemaker.tags', 'documented', 'tags are listed by ARN, 50 and more a page; no description shows them', 'SageMaker API, ListTags');
rule('sagemaker.add-tags', 'documented', 'a tag that is added overwrites one of its key; the answer holds them', 'SageMaker API, AddTags');

interface Tagged {
  readonly NotebookInstanceArn?: string | undefined;
  readonly EndpointArn?: string | undefined;
  readonly EndpointConfigArn?: string | undefined;
  readonly TrainingJobArn?: string | undefined;
  readonly ModelPackageGroupArn?: string | undefined;
  readonly NotebookInstanceLifecycleConfigArn?: string | undefined;
  /** Of a processing or a transform job. */
  readonly arn?: string | undefined;
  readonly Tags?: Tag[] | undefined;
}
const arnOf = (r: Tagged): string | undefined =>
  r.NotebookInstanceArn ??
  r.EndpointArn ??
  r.EndpointConfigArn ??
  r.TrainingJobArn ??
  r.ModelPackageGroupArn ??
  r.NotebookInstanceLifecycleConfigArn ??
  r.arn;

/** Of all that is on these shelves. The world gives nothing more tags than one page holds. What never changes (`fixed`) is read as it is. */
export const tags = (shelves: readonly Shelf<Tagged>[], fixed: Shelf<Tagged>): Operations => ({
  reads: {
    ListTags({ ResourceArn }: ListTagsInput) {
      const is = (r: Tagged) => arnOf(r) === ResourceArn;
      const found = shelves.flatMap((s) => s.list()).find(is) ?? fixed.truths().find(is);
      if (!found) throw invalid(`Could not find resource "${ResourceArn}".`);
      return { Tags: found.Tags ?? [] };
    },
  },
  writes: {
    AddTags({ ResourceArn, Tags = [] }: AddTagsInput) {
      for (const kept of [...shelves, fixed]) {
        const last = kept.versions().findLast(({ value }) => value && arnOf(value) === ResourceArn);
        const found = last && kept.truth(last.key);
        if (!found) continue;
        const stay = (found.Tags ?? []).filter(({ Key }) => !Tags.some((tag) => tag.Key === Key));
        kept.put(last.key, { ...found, Tags: [...stay, ...Tags] });
        return { Tags };
      }
      throw invalid(`Could not find resource "${ResourceArn}".`);
    },
  },
});
