/** A recorded environment as it is sent: with what stands in clear text in place, moved into parameters, or come back out of them. */
import { isDeepStrictEqual } from 'node:util';
import { type Environment, isPlain, type Variable, variablesOf, veiled } from './build-environment.ts';
import { moved, reference, type Whose } from './build-moved.ts';
import { NotAsSeen } from './veil.ts';

/** What a parameter holds. */
type Read = (parameter: string) => Promise<string>;
/** A variable that is there, and what was recorded in its place. */
type Pair = readonly [is: Variable, to: Variable | undefined];

const goes = ([is, to]: Pair): boolean => isPlain(is) && to !== undefined && !isPlain(to);
const returns = (project: string, [is, to]: Pair): boolean =>
  to !== undefined && isPlain(to) && isDeepStrictEqual(is, reference(project, to));

/** Whether the parameter that is referred to from now on holds what the variable holds. */
async function kept([is, to]: Pair, read: Read): Promise<boolean> {
  try {
    return (await read(to?.value ?? '')) === is.value;
  } catch (error) {
    if ((error as Error).name === 'ParameterNotFound') return false;
    throw error;
  }
}

/**
 * All of it is written back for one change, be it of variables or of privileges, so whatever else has changed since would be lost, and nobody
 * could say what it was. So would a value be whose parameter holds another by now, or is gone. Throws NotAsSeen.
 */
export async function unveiled(recorded: Environment, there: Environment, { arn, name }: Whose, read: Read): Promise<Environment> {
  const { privilegedMode, ...wanted } = recorded;
  const { privilegedMode: was, ...is } = JSON.parse(JSON.stringify(there)) as Environment;
  const to = variablesOf(wanted);
  const pairs = variablesOf(is).map((v, i): Pair => [v, to[i]]);
  const moves = pairs.filter((pair) => goes(pair) || returns(name, pair));
  if (moves.length > 0 && privilegedMode !== was) throw new NotAsSeen(arn);
  const clear = await Promise.all(
    pairs.map(async ([v, w]): Promise<Variable> => (returns(name, [v, w]) ? { name: v.name, ...w, value: await read(v.value ?? '') } : v)),
  );
  const names = to.flatMap((v) => (isPlain(v) ? [] : [v.name ?? '']));
  const veil = moved(name, veiled({ ...is, environmentVariables: clear }, arn), names);
  if (!isDeepStrictEqual({ ...veil, environmentVariables: variablesOf(veil) }, { ...wanted, environmentVariables: to }))
    throw new NotAsSeen(arn);
  const all = await Promise.all(moves.filter(goes).map((pair) => kept(pair, read)));
  if (all.includes(false)) throw new NotAsSeen(arn);
  const sent = variablesOf(veil).map((v, i) => (isPlain(v) ? (clear[i] ?? v) : v));
  return {
    ...is,
    ...(is.environmentVariables && { environmentVariables: sent }),
    ...(privilegedMode !== undefined && { privilegedMode }),
  };
}
