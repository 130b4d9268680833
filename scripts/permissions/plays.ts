/** Everything that is played to see what the functions ask of AWS. */
import type { Logged } from '../../test/world/platform/log.ts';
import { gone } from './plays/gone.ts';
import { cells, scenarios } from './plays/hostile.ts';
import { neighbours } from './plays/neighbours.ts';
import { operator, told } from './plays/people.ts';
import { askedFor, calm, rough } from './plays/stories.ts';

/** Returns every call that was made in it. */
export type Play = () => Promise<readonly Logged[]>;

/** `seeds`: of rough weather. Chance leads where nobody thought of: what only it comes to is used all the same. */
export const plays = (seeds: readonly number[]): Readonly<Record<string, readonly Play[]>> => ({
  'stories, undone and handed back': calm(),
  'stories in rough weather': rough(seeds),
  'changes that a neighbour waits for': [...neighbours(), gone],
  'looks asked for': askedFor(),
  'operator and teller': [operator, told],
  'scenarios of the simulation': scenarios(),
  'cells of the crash matrix': cells(),
});
