/** A function dies between its change and the record of it. Another that looks at the same resource waits for it, and wakes its successor. */
import type { AnyRemediation } from '../../../src/engine/remediation.ts';
import { remediations } from '../../../src/registry.ts';
import type { Logged } from '../../../test/world/platform/log.ts';
import { played, stories } from '../../../test/world/story/all.ts';
import { staged, type Told } from '../../../test/world/story/stage.ts';
import { onStage } from './stories.ts';

/** How often each story is tried. Where several wait for the dead one, only the first to come back wakes its successor. */
const TRIES = 5;

const queueUrl = (id: string): string => {
  const { region, account } = staged();
  return `https://sqs.${region}.amazonaws.com/${account}/mlwarden-${id}`;
};

/** The one dies as it would write down what came of its call; the other is told to look in the same moment. */
function dies({ resource, entry }: Told, other: string): void {
  const world = staged();
  world.faults.plan({ what: 'crash-before', on: 'dynamodb:TransactWriteItems', where: entry.key });
  const cause = { source: 'mlwarden.operator', detailType: 'Look', id: 'look', time: new Date(world.clock.now()).toISOString() };
  world.call('sqs', 'SendMessage', { QueueUrl: queueUrl(other), MessageBody: JSON.stringify({ look: { resource, cause } }) });
}

/** Until the other has woken it; all that was asked of AWS in the story in which it did, or in the last one. */
async function woken(other: AnyRemediation, owner: AnyRemediation): Promise<readonly Logged[]> {
  const own = stories.filter(({ file, story }) => file === `${owner.family}/${owner.id}.stories.yaml` && story.calls.length > 0);
  let log: readonly Logged[] = [];
  for (const [{ story, file }, seed] of own.flatMap((told) => Array.from({ length: TRIES }, (_, i) => [told, i + 1] as const))) {
    let dead = false;
    const onEntry = (told: Told): void => {
      if (dead || told.entry.violation !== owner.id || told.entry.type !== 'intent') return;
      dead = true;
      dies(told, other.id);
    };
    ({ log } = (await played(story, file, { seed, onEntry })).stage.world);
    const wakes = ({ operation, caller, input }: Logged): boolean =>
      operation === 'SendMessage' && caller.includes(`/mlwarden-${other.id}/`) && JSON.stringify(input).includes(queueUrl(owner.id));
    if (log.some(wakes)) break;
  }
  return log;
}

/** Each of those that change the same type, with each that looks at it. */
export const neighbours = () =>
  remediations.flatMap((owner) =>
    remediations
      .filter((other) => other !== owner && owner.calls.length > 0 && other.kind.types[0] === owner.kind.types[0])
      .map((other) => async () => await onStage(async () => await woken(other, owner))),
  );
