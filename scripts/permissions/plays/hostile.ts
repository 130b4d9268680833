/** A fixed number of the simulation's scenarios, and of the crash matrix one cell of each story. */

import { drawScenario } from '../../../test/simulation/draw.ts';
import { FAULTS, stories, struck } from '../../../test/simulation/matrix.ts';
import { play, stageOf } from '../../../test/simulation/play.ts';
import type { Scenario } from '../../../test/simulation/scenario.ts';
import { deployed } from '../../../test/simulation/thread.ts';
import { attach } from '../../../test/world/direct.ts';
import type { Logged } from '../../../test/world/platform/log.ts';

const SEEDS = 100;
/** Stories make a few dozen calls before the sweep: the cells go through them, and come to each fault in turn. */
const CALLS = 60;

async function logOf(scenario: Scenario): Promise<readonly Logged[]> {
  const back = attach(stageOf);
  try {
    const { theatre } = await play(scenario, await deployed());
    return theatre.world.log;
  } finally {
    back();
  }
}

export const scenarios = () => Array.from({ length: SEEDS }, (_, i) => async () => await logOf(drawScenario(i + 1)));

export const cells = () =>
  stories().map((told, story) => {
    const what = FAULTS[story % FAULTS.length] ?? FAULTS[0];
    return async () => await logOf(struck(told, { call: (story * 31) % CALLS, what }).scenario);
  });
