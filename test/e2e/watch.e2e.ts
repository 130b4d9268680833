/** The watch, deployed beside what it watches: CloudFormation's own words for what it deployed, and a canary on the real way. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Round } from '../../src/watch/watch.ts';
import { ACCOUNT } from '../wire/emulator.ts';
import { stories } from '../world/story/all.ts';
import type { WorldFile } from '../world/story/furnish.ts';
import { type Deployment, deployment } from './deployment.ts';

let d: Deployment;
beforeAll(async () => {
  d = await deployment();
  await d.deploy('prod');
  await d.deploy('watch');
  await d.renew(stories[0]?.story.world as WorldFile);
});
afterAll(() => d?.end());

const FUNCTION = 'mlwarden-notebook-encryption';
const RULE = { Name: FUNCTION };
const events = (operation: string) => d.ask('events', 'POST', '/', RULE, `AWSEvents.${operation}`);
const watch = async () => (await d.ask('lambda', 'POST', '/2015-03-31/functions/wardenwatch-watch/invocations', {})) as Round;
const paused = async () => (await d.ledger.open({ key: 'k', violation: 'notebook-encryption', account: ACCOUNT })).paused;

test('finds everything as it was deployed, and its canary at the end of the way', async () => {
  expect(await watch()).toEqual({ says: 'as deployed', grave: [], righted: [] });
});

test('switches a rule on again that was switched off, and pauses nothing', async () => {
  await events('DisableRule');
  expect(await watch()).toEqual({ says: 'different', grave: [], righted: [`The rule ${FUNCTION} was DISABLED.`] });
  expect(await events('DescribeRule')).toMatchObject({ State: 'ENABLED' });
  expect(await paused()).toEqual([]);
});

test('pauses everything where a function is not what was deployed', async () => {
  // By the emulator's clock, too, this is after the deployment.
  await new Promise((done) => setTimeout(done, 6_000));
  await d.ask('lambda', 'PUT', `/2015-03-31/functions/${FUNCTION}/configuration`, { Description: 'something else' });
  expect((await watch()).grave).toEqual([expect.stringContaining(`The function ${FUNCTION} was changed at`)]);
  expect(await paused()).toEqual(['pause#global']);
});
