/** What a role called of S3, as IAM has seen it: a report that IAM has to be asked to make first. */
import { reported } from './role-use.ts';

/** `used`: whether at all, refused attempts included, in the 400 days that are tracked. `calls`: the actions that IAM tracks one by one, in order. */
export type S3Calls = { readonly used: boolean; readonly calls: readonly string[] };

/** Milliseconds before each time that the report is asked for again. */
const PAUSES = [250, 250, 500, 500, 1000, 1000, 1000];

/**
 * Undefined: it is not ready yet. Reading and writing objects is not among the actions that are tracked one by one, only in `used`; what
 * happened in the last four hours may be missing (IAM API reference, GenerateServiceLastAccessedDetails; IAM guide, "IAM action last accessed
 * information services and actions").
 */
export async function s3Calls(Arn: string): Promise<S3Calls | undefined> {
  const [status, services] = await reported({ Arn, Granularity: 'ACTION_LEVEL' }, PAUSES);
  if (status !== 'COMPLETED') return undefined;
  for await (const { ServiceNamespace, LastAuthenticated, TrackedActionsLastAccessed = [] } of services) {
    if (ServiceNamespace !== 's3') continue;
    const called = TrackedActionsLastAccessed.filter((action) => action.LastAccessedTime);
    const calls = called.flatMap(({ ActionName }) => ActionName ?? []).map((name) => `s3:${name.replace(/^s3:/, '')}`);
    return { used: LastAuthenticated !== undefined || calls.length > 0, calls: calls.toSorted() };
  }
  return { used: false, calls: [] };
}
