/** A request as it may stand in a record: what is secret in it is sent, and never stored. */
import type { Json } from '../../src/engine/remediation.ts';
import { type Environment, isPlain, veiled } from '../../src/resources/build-environment.ts';
import { pathOf } from '../../src/resources/build-moved.ts';
import { closed, type Source } from '../../src/resources/build-source.ts';
import { digestOf, HOOKS, type Hook } from '../../src/resources/lifecycle-history.ts';
import { type Definition, veiled as veiledPipeline } from '../../src/resources/pipeline-definition.ts';
import type { Asked } from '../world/platform/refusals.ts';

/** The input as it may be recorded: a build's variables and buildspec, a parameter's value, a pipeline's parameters, a script are sent, and never stored. */
export function recordable({ account, region, input }: Asked): readonly unknown[] {
  const {
    name = '',
    environment,
    source,
    secondarySources: more,
    pipeline,
    Name,
    Value,
    NotebookInstanceLifecycleConfigName,
  } = input as Sent;
  const arn = `arn:aws:codebuild:${region}:${account}:project/${name}`;
  if (source || more) {
    return [
      { ...input, ...(source && { source: closed(source, arn) }), ...(more && { secondarySources: more.map((one) => closed(one, arn)) }) },
    ];
  }
  if (environment) {
    const veil = veiled(environment, arn);
    return [veil, ...movedFrom(veil, name)].map((one) => ({ ...input, environment: one }));
  }
  if (NotebookInstanceLifecycleConfigName) {
    const arn = `arn:aws:sagemaker:${region}:${account}:notebook-instance-lifecycle-config/${NotebookInstanceLifecycleConfigName.toLowerCase()}`;
    const digests = HOOKS.flatMap((hook) =>
      ((input as Sent)[hook] ?? []).map(({ Content }) => [hook, [{ Content: digestOf(hook, Content, { arn }) }]]),
    );
    return [{ ...input, ...Object.fromEntries(digests) }];
  }
  if (pipeline) return [{ pipeline: veiledPipeline(pipeline, `arn:aws:codepipeline:${region}:${account}:${pipeline.name}`) }];
  return [Name && Value ? { ...input, Value: digestIn(Name) } : input];
}
interface Sent extends Partial<Readonly<Record<Hook, readonly { readonly Content: string }[]>>> {
  readonly NotebookInstanceLifecycleConfigName?: string;
  readonly name?: string;
  readonly environment?: Environment;
  readonly source?: Source;
  readonly secondarySources?: readonly Source[];
  readonly pipeline?: Definition;
  readonly Name?: string;
  readonly Value?: string;
}
/** A parameter of ours is named after the digest of what stood in clear text when it was made. */
const digestIn = (parameter: string): string => `veiled:${parameter.slice(parameter.lastIndexOf('/') + 1)}`;
/** What refers to such parameters, as it was recorded: with the digest of before, when what they hold stood there, too. */
function movedFrom(veil: Environment, project: string): Environment[] {
  const variables = veil.environmentVariables ?? [];
  const ours = variables.flatMap(({ value }) => (value?.startsWith(`${pathOf(project)}/`) ? [digestIn(value)] : []));
  return ours.map((value) => ({ ...veil, environmentVariables: variables.map((v) => (isPlain(v) ? { ...v, value } : v)) }));
}
/** Which version a definition is of is on record, and not sent. */
export function unversioned(input: Json): Json {
  const { pipeline } = input as { readonly pipeline?: { readonly [k: string]: Json } };
  return pipeline ? { pipeline: Object.fromEntries(Object.entries(pipeline).filter(([k]) => k !== 'version')) } : input;
}
