/** How variables of a build project are moved into parameters, with nothing of what they hold on record. */
import { type Environment, isPlain, type Variable, variablesOf, veiled } from './build-environment.ts';
import { NotAsSeen } from './veil.ts';

/** Below it stand all parameters of a project that are ours. */
export const pathOf = (project: string): string => `/mlwarden/codebuild/${project}`;

/**
 * The parameter for a variable: named after the digest of all that stands in clear text beside it, too, so that another value makes another
 * parameter. Whether one was made for what the variable holds can be told without reading it (docs/decisions/0036). A name has fewer characters
 * than a variable's (SSM API, PutParameter Name).
 */
export const parameterOf = (project: string, variable: string, veil: string): string =>
  `${pathOf(project)}/${variable.replaceAll(/[^\w.-]/g, '_')}/${veil.replace('veiled:', '')}`;

/** A variable that refers to the parameter which is there for it. */
export const reference = (project: string, { name = '', value = '' }: Variable): Variable => ({
  name,
  type: 'PARAMETER_STORE',
  value: parameterOf(project, name, value),
});
/** A veiled environment whose variables of these names refer to their parameters. */
export const moved = (project: string, veil: Environment, names: readonly string[]): Environment => ({
  ...veil,
  environmentVariables: variablesOf(veil).map((v) => (isPlain(v) && names.includes(v.name ?? '') ? reference(project, v) : v)),
});

export interface Whose {
  readonly arn: string;
  readonly name: string;
}
/** What the variable holds that the parameter is named after. Throws NotAsSeen where none is any more. */
export function heldBy(parameter: string, there: Environment, { arn, name }: Whose): string {
  const veil = variablesOf(veiled(there, arn));
  const at = veil.findLastIndex((v) => isPlain(v) && reference(name, v).value === parameter);
  const value = variablesOf(there)[at]?.value;
  if (value === undefined) throw new NotAsSeen(arn);
  return value;
}
