import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { drawScenario } from './draw.ts';
import { FOUND, scenarioOf } from './found.ts';
import { breachesOf } from './run.ts';
import { SABOTAGES } from './sabotage.ts';
import { sentences } from './tell.ts';
import { thread } from './thread.ts';

const handlers = await thread();

describe('what the simulation found once holds now', () => {
  test.each(FOUND)('$says', async (found) => {
    expect((await breachesOf(scenarioOf(found), handlers)).breaches).toEqual([]);
  });
});

test('the first seeds hold, and their observing twins', async () => {
  for (let seed = 1; seed <= 8; seed++) {
    const { breaches } = await breachesOf(drawScenario(seed), handlers, true);
    expect({ seed, breaches }).toEqual({ seed, breaches: [] });
  }
});

test('a seed is the same story every time it is played', async () => {
  const tell = async (): Promise<string> => {
    const scenario = drawScenario(3);
    const { breaches, theatre } = await breachesOf(scenario, handlers);
    return sentences(scenario, breaches, theatre, true).join('\n');
  };
  const first = await tell();
  expect(first.length).toBeGreaterThan(2_000);
  expect(await tell()).toBe(first);
});

test.each(SABOTAGES)('sabotage "$name" still finds what it is to break', ({ edits }) => {
  for (const { file, from } of edits) {
    const times = readFileSync(new URL(`../../src/${file}`, import.meta.url), 'utf8').split(from).length - 1;
    expect({ file, from, times }).toEqual({ file, from, times: 1 });
  }
});
