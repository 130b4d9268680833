/** Tags, which no description shows. */
import type { ListTagsInput, Tag } from '@aws-sdk/client-sagemaker';
import type { Operations } from '../cloudtrail.ts';
import { rule } from '../habitat.ts';
import type { Shelf } from '../stale.ts';
import { invalid } from './requests.ts';

rule('sagemaker.tags', 'documented', 'tags are listed by ARN, 50 and more a page; no description shows them', 'SageMaker API, ListTags');

interface Tagged {
  readonly NotebookInstanceArn?: string | undefined;
  readonly EndpointArn?: string | undefined;
  readonly TrainingJobArn?: string | undefined;
  readonly ModelPackageGroupArn?: string | undefined;
  /** Of a processing or a transform job. */
  readonly arn?: string | undefined;
  readonly Tags?: Tag[] | undefined;
}

/** Of all that is on these shelves. The world gives nothing more tags than one page holds. */
export const tags = (shelves: readonly Shelf<Tagged>[]): Operations => ({
  reads: {
    ListTags({ ResourceArn }: ListTagsInput) {
      const found = shelves
        .flatMap((s) => s.list())
        .find((r) => (r.NotebookInstanceArn ?? r.EndpointArn ?? r.TrainingJobArn ?? r.ModelPackageGroupArn ?? r.arn) === ResourceArn);
      if (!found) throw invalid(`Could not find resource "${ResourceArn}".`);
      return { Tags: found.Tags ?? [] };
    },
  },
  writes: {},
});
