/** What was told of is changed by a neighbour, and then deleted: who told of it clears its lock, the one thing that it ever writes there. */
import type { Logged } from '../../../test/world/platform/log.ts';
import { played, stories } from '../../../test/world/story/all.ts';
import { onStage } from './stories.ts';

/** A canary that no alarm watches: what endpoint-rollback tells of. */
const UNWATCHED = { BlueGreenUpdatePolicy: { TrafficRoutingConfiguration: { Type: 'CANARY', WaitIntervalInSeconds: 600 } } };
const HOUR = 3_600_000;

export async function gone(): Promise<readonly Logged[]> {
  const moved = stories.find(
    ({ file, story }) => file === 'endpoints/endpoint-data-capture.stories.yaml' && story.calls.includes('UpdateEndpoint'),
  );
  if (!moved) throw new Error('No story moves an endpoint.');
  const { world } = moved.story;
  const endpoints = world.endpoints.map((endpoint) => ({ ...endpoint, LastDeploymentConfig: UNWATCHED }));
  const people = world.endpoints.map(({ EndpointName }) => ({
    ...{ after: HOUR, by: 'user/owner', call: 'sagemaker:DeleteEndpoint', with: { EndpointName } },
  }));
  const story = { ...moved.story, world: { ...world, endpoints }, people, sweeps: 1 };
  return await onStage(async () => (await played(story, moved.file, { seed: 1 })).stage.world.log);
}
