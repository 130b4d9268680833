/** From a job to what launched it. */
import type { Kind, Ref, Table } from '../engine/remediation.ts';
import { parseArn } from './arn.ts';
import type { Life } from './job.ts';

/**
 * A reference to the parent of that noun, where the reference is to a job of one of these kinds; the reference itself where it is to none of
 * them. Nothing where nothing of that noun launched the job, or where the job is not known.
 */
export async function upFrom<S extends Life>(ref: Ref, noun: string, kinds: readonly Kind<S, Table>[]): Promise<Ref | undefined> {
  const kind = kinds.find(({ types }) => types[0] === ref.type);
  if (!kind) return ref;
  const [job] = await kind.locate(ref);
  const parent = job && (await kind.inspect(job))?.state.parent;
  return parent && parseArn(parent).type === noun ? { ...ref, id: parent } : undefined;
}
