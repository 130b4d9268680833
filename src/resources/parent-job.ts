/** What the kinds of jobs that launch others share: they are found by those, too. */
import type { Kind, Ref, Resource, Table } from '../engine/remediation.ts';
import { isArn, parseArn } from './arn.ts';
import type { Life } from './job.ts';
import { type Listing, listedOf, named } from './sagemaker.ts';

/**
 * A job of one of the `children` leads to what launched it, if that is of this noun and listed: where it is not, it runs no more, and nobody
 * knows the capitals of its name, without which SageMaker finds nothing.
 */
export function launching<S extends Life>(type: string, noun: string, listed: Listing, children: readonly Kind<S, Table>[]) {
  const itself = named(type, noun, listed);
  return {
    ...itself,
    async locate(ref: Ref): Promise<readonly Resource[]> {
      const kind = children.find(({ types }) => types[0] === ref.type);
      if (!kind) return await itself.locate(ref);
      // Its events name it. By an ARN alone it would have to be looked up, for which there is no right.
      const [job] = isArn(ref.id) ? [] : await kind.locate(ref);
      const parent = job && (await kind.inspect(job))?.state.parent;
      return parent && parseArn(parent).type === noun ? await listedOf({ ...ref, id: parent }, type, noun, listed) : [];
    },
  };
}
