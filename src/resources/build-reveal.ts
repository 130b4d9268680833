/** What is sent about a build project: as recorded, with what may not be recorded read again and in place. */
import { isDeepStrictEqual } from 'node:util';
import type { UpdateProjectInput } from '@aws-sdk/client-codebuild';
import type { PutParameterRequest } from '@aws-sdk/client-ssm';
import type { Resource } from '../engine/remediation.ts';
import type { Environment } from './build-environment.ts';
import { heldBy } from './build-moved.ts';
import { described, held } from './build-reads.ts';
import { closed, type Source, stripped } from './build-source.ts';
import { unveiled } from './build-unveiled.ts';
import { NotAsSeen } from './veil.ts';

async function now(r: Resource, abortSignal: AbortSignal) {
  const there = await described(r, abortSignal);
  if (!there?.environment) throw new NotAsSeen(r.arn);
  const { environment, source, secondarySources = [] } = there;
  return { environment: environment as Environment, sources: source ? [source] : [], secondarySources };
}

/** A parameter is given what its variable holds. */
export async function ofVariable(r: Resource, input: PutParameterRequest, abortSignal: AbortSignal): Promise<PutParameterRequest> {
  const { environment } = await now(r, abortSignal);
  return { ...input, Value: heldBy(input.Name ?? '', environment, r) };
}

/** UpdateProject replaces environment and sources each as a whole, so all of them is written back. */
export async function whole(r: Resource, input: UpdateProjectInput, abortSignal: AbortSignal): Promise<UpdateProjectInput> {
  const { environment, source, secondarySources: more } = input;
  if (!environment && !source && !more) return input;
  const there = await now(r, abortSignal);
  const same = (recorded: readonly object[], is: readonly Source[]): Source[] => {
    const seen = is.map((one) => closed(one, r.arn));
    if (!isDeepStrictEqual(recorded, seen)) throw new NotAsSeen(r.arn);
    return is.map(stripped);
  };
  const read = (parameter: string) => held(r, parameter, abortSignal);
  return {
    ...input,
    ...(environment && { environment: await unveiled(environment as Environment, there.environment, r, read) }),
    ...(source && { source: same([source], there.sources as Source[])[0] }),
    ...(more && { secondarySources: same(more, there.secondarySources as Source[]) }),
  };
}
