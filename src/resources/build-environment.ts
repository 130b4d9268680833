/** The environment of a build project as content, with what stands in it in clear text veiled. */
import type { ProjectEnvironment } from '@aws-sdk/client-codebuild';
import type { Plain } from '../engine/remediation.ts';
import { NotAsSeen, veilOf } from './veil.ts';

export type Environment = Plain<ProjectEnvironment>;
type Variable = NonNullable<Environment['environmentVariables']>[number];

/** A variable without a type is in clear text (CodeBuild API reference, EnvironmentVariable). */
const isPlain = ({ type }: Variable): boolean => type === undefined || type === 'PLAINTEXT';
const plain = ({ environmentVariables = [] }: Environment): readonly Variable[] => environmentVariables.filter(isPlain);

/** The same with each value in clear text replaced by one and the same digest of them all. */
export function veiled(environment: Environment, arn: string): Environment {
  const open = plain(environment);
  if (open.length === 0) return environment;
  const value = veilOf(
    open.map((v) => [`${v.name}`, `${v.value}`] as const),
    arn,
  );
  return { ...environment, environmentVariables: environment.environmentVariables?.map((v) => (isPlain(v) ? { ...v, value } : v)) };
}

/** A veiled environment with its values in place, taken from what is there. Throws NotAsSeen. */
export function unveiled(recorded: Environment, there: Environment, arn: string): Environment {
  if (plain(recorded).length === 0) return recorded;
  const values = new Map(plain(there).map(({ name, value }) => [name, value]));
  const now = new Map(plain(veiled(there, arn)).map(({ name, value }) => [name, value]));
  const environmentVariables = recorded.environmentVariables?.map((v) => {
    if (!isPlain(v)) return v;
    const value = values.get(v.name);
    if (value === undefined || now.get(v.name) !== v.value) throw new NotAsSeen(arn);
    return { ...v, value };
  });
  return { ...recorded, environmentVariables };
}
