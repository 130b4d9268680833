/** The environment of a build project as content. What stands in it in clear text may be a secret, which nobody may store: it stands veiled. */
import { createHash, scryptSync } from 'node:crypto';
import type { ProjectEnvironment } from '@aws-sdk/client-codebuild';
import type { Plain } from '../engine/remediation.ts';

export type Environment = Plain<ProjectEnvironment>;
type Variable = NonNullable<Environment['environmentVariables']>[number];

/** The values in clear text are not those that were seen when the call was recorded. */
export class NotAsSeen extends Error {
  constructor(arn: string) {
    super(`${arn} has other environment variables than when it was looked at.`);
    this.name = 'NotAsSeen';
  }
}

/** A variable without a type is in clear text (CodeBuild API reference, EnvironmentVariable). */
const isPlain = ({ type }: Variable): boolean => type === undefined || type === 'PLAINTEXT';
const plain = ({ environmentVariables = [] }: Environment): readonly Variable[] => environmentVariables.filter(isPlain);

/** Digests of this process, by an unsalted digest that never leaves it: the slow one is computed once. */
const known = new Map<string, string>();
const MOST = 2_000;

/**
 * One digest for all values in clear text, salted with whose they are and slow to compute: there is no key to hold, so whoever reads the
 * record could try guesses, and has to guess all of them at once.
 */
function digest(variables: readonly Variable[], arn: string): string {
  const content = JSON.stringify(variables.map(({ name, value }) => [name, value]));
  const id = createHash('sha256').update(`${arn} ${content}`).digest('base64');
  const found = known.get(id) ?? scryptSync(content, arn, 18, { N: 8192, r: 8, p: 1 }).toString('base64url');
  if (known.size >= MOST) known.clear();
  known.set(id, found);
  return found;
}

/** The same with each value in clear text replaced by one and the same digest of them all. */
export function veiled(environment: Environment, arn: string): Environment {
  const open = plain(environment);
  if (open.length === 0) return environment;
  const value = `veiled:${digest(open, arn)}`;
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
