/** The environment of a build project as content, with what stands in it in clear text veiled. */
import { isDeepStrictEqual } from 'node:util';
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

/**
 * A veiled environment with its values in place, taken from what is there. All of it is written back for one switch, so whatever else has
 * changed since would be lost, and nobody could say what it was: throws NotAsSeen.
 */
export function unveiled(recorded: Environment, there: Environment, arn: string): Environment {
  const { privilegedMode, ...others } = recorded;
  const { privilegedMode: _, ...values } = JSON.parse(JSON.stringify(there)) as Environment;
  if (!isDeepStrictEqual(veiled(values, arn), others)) throw new NotAsSeen(arn);
  return { ...values, ...(privilegedMode !== undefined && { privilegedMode }) };
}
