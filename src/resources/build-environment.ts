/** The environment of a build project as content, with what stands in it in clear text veiled. */
import type { ProjectEnvironment } from '@aws-sdk/client-codebuild';
import type { Plain } from '../engine/remediation.ts';
import { veilOf } from './veil.ts';

export type Environment = Plain<ProjectEnvironment>;
export type Variable = NonNullable<Environment['environmentVariables']>[number];
export const variablesOf = ({ environmentVariables = [] }: Environment): readonly Variable[] => environmentVariables;

/** A variable without a type is in clear text (CodeBuild API reference, EnvironmentVariable). */
export const isPlain = ({ type }: Variable): boolean => type === undefined || type === 'PLAINTEXT';

/** The same with each value in clear text replaced by one and the same digest of them all. */
export function veiled(environment: Environment, arn: string): Environment {
  const open = variablesOf(environment).filter(isPlain);
  if (open.length === 0) return environment;
  const value = veilOf(
    open.map((v) => [`${v.name}`, `${v.value}`] as const),
    arn,
  );
  return { ...environment, environmentVariables: variablesOf(environment).map((v) => (isPlain(v) ? { ...v, value } : v)) };
}
