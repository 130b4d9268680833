/** Stories played against what is deployed: the same worlds, samples and ends, in real time. */
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { remediations } from '../../src/registry.ts';
import { root } from '../rie/sandbox.ts';
import type { BusEvent } from '../world/bus.ts';
import type { Logged } from '../world/platform/log.ts';
import { stories } from '../world/story/all.ts';
import { outcomeOf } from '../world/story/cases.ts';
import type { Story } from '../world/story/story.ts';
import type { World } from '../world/world.ts';
import type { Deployment } from './deployment.ts';

export interface Scene {
  readonly violation: string;
  readonly family: string;
  readonly story: Story;
  readonly events: readonly BusEvent[];
}

/** Only events, no people, no word of theirs, no weather, at home, and something to repair. */
const plain = ({ people, rulings, aws, faults, sweeps, dead, account, calls }: Story): boolean =>
  people.length + rulings.length + aws.length + faults.length + sweeps + dead === 0 && account === undefined && calls.length > 0;

/** The first plain story of a violation. Throws where there is none. */
function sceneOf(violation: string, family: string): Scene {
  const found = stories.find(({ story }) => plain(story) && story.ends.length === 1 && story.ends[0]?.violation === violation);
  if (!found) throw new Error(`${violation} has no story of one event, one resource and a repair: what is deployed cannot be tried.`);
  const { story, file } = found;
  const events = story.events.map(({ file: name, replace }) => {
    const text = readFileSync(`${root}/events/${dirname(file)}/${name}`, 'utf8');
    return JSON.parse(Object.entries(replace).reduce((t, [from, to]) => t.replaceAll(from, to), text)) as BusEvent;
  });
  return { violation, family, story, events };
}
/**
 * Deployed with all others, and not shown to repair there: what stands in for AWS there passes nothing of S3 and CodeArtifact on to the model, has no
 * Parameter Store to write to and does not know who approved a model, no endpoint is deleted unasked in the account that is deployed to, no key is
 * switched off and no role narrowed unasked anywhere, and what is wrong with a policy is wrong with its roles, too: none of its stories ends with one case. How a registry
 * scans, jobs that launch others, and who wrote a script have not been tried there yet; nor has a version whose object was written over: it is S3's, too.
 */
const NOT_YET = [
  ...['bucket-public-access', 'bucket-foreign-access', 'endpoint-isolation', 'access-key-exposed', 'policy-default-version'],
  ...['repository-external-connection', 'package-origin', 'build-credentials', 'model-approval', 'registry-scanning'],
  ...['tuning-isolation', 'automl-isolation', 'notebook-lifecycle-script', 'role-data-scope', 'model-artifact'],
];
/** Who only tells repairs nothing that could be seen. */
export const scenes: readonly Scene[] = remediations
  .filter(({ id, calls }) => calls.length > 0 && !NOT_YET.includes(id))
  .map(({ id, family }) => sceneOf(id, family));

/** Waits until it holds. Throws what it last was when three minutes are over. */
export async function until<T>(what: string, see: () => Promise<T>, holds: (seen: T) => boolean): Promise<T> {
  for (const end = Date.now() + 180_000; ; await sleep(200)) {
    const seen = await see();
    if (holds(seen)) return seen;
    if (Date.now() > end)
      throw new Error(`In three minutes, ${what} has not come about: ${JSON.stringify(seen, undefined, 1).slice(-3000)}`);
  }
}

const READS = /^(Describe|List|Get|Batch(Get|Describe)|LookupEvents|GenerateServiceLastAccessedDetails)/;
/** What our functions changed in the customer's account. */
export const changes = ({ log }: World): readonly Logged[] =>
  log.filter(({ caller, operation, outcome }) => caller.includes('/mlwarden-') && outcome === 'ok' && !READS.test(operation));
export const called = (world: World): readonly string[] => changes(world).map(({ operation }) => operation);

/** Resolves once the scene's case has ended as `outcome`, by default as its story says. */
export async function ended(d: Deployment, { violation, story }: Scene, outcome = story.ends[0]?.outcome): Promise<void> {
  await until(
    `"${story.story}", ${outcome},`,
    async () => await d.cases(),
    (cases) => cases.some((c) => c.violation === violation && outcomeOf(c)?.body.outcome === outcome),
  );
}

/** Begins the scene anew, puts its events on the bus, each so many times, and waits for the end. */
export async function played(d: Deployment, scene: Scene, outcome?: string, times = 1): Promise<World> {
  const world = await d.renew(scene.story.world);
  for (const event of scene.events) for (let n = 0; n < times; n++) await d.publish(event);
  await ended(d, scene, outcome);
  return world;
}
