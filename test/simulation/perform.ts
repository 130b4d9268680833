/** What people, releases and AWS itself do in a scenario. */
import type { Finding } from '@aws-sdk/client-guardduty';
import { AwsError } from '../world/habitat.ts';
import type { Theatre } from './play.ts';
import { rule } from './rule.ts';
import { type Act, MINUTE, type Move } from './scenario.ts';

const AGAIN = 45_000;
const START_OF = new WeakMap<object, number>();

export function perform(theatre: Theatre, { at, acts, every = 0, times = 1, upon, says }: Move): void {
  const { clock } = theatre.world;
  const start = START_OF.get(theatre) ?? clock.now();
  START_OF.set(theatre, start);
  const begin = (): void => go(theatre, acts, says);
  const wait = upon && ((): void => theatre.world.upon(upon.operation, upon.calls, () => clock.at(clock.now(), begin, says)));
  for (let n = 0; n < times; n++) clock.at(start + at + n * every, wait ?? begin, says);
}

/** One act after the other; a refused call is tried again while there is patience. */
function go(theatre: Theatre, acts: readonly Act[], says: string, waited = 0): void {
  const { clock } = theatre.world;
  const [first, ...rest] = acts;
  if (!first) return;
  const again = (): void => void clock.at(clock.now() + AGAIN, () => go(theatre, acts, says, waited + AGAIN), says);
  if (!act(theatre, first) && 'patience' in first && waited < (first.patience ?? 0)) again();
  else clock.at(clock.now() + 1_000, () => go(theatre, rest, says), says);
}

/** False: it was refused. */
function act(theatre: Theatre, it: Act): boolean {
  const { world, made, watch } = theatre;
  const time = new Date(world.clock.now()).toISOString().replace(/\.\d+Z/, 'Z');
  if ('event' in it) world.bus.publish({ time, ...it.event });
  else if ('finding' in it) made.guardDuty.add(it.finding as Finding);
  else if ('sweep' in it) void theatre.sweep();
  else if ('rule' in it) rule(theatre, it);
  else if ('fails' in it) {
    watch.fickle.add(it.name.toLowerCase());
    made.sagemaker[it.fails].failNext(it.name, 'AWS has no capacity.', it.stuck);
  } else if ('deploy' in it) {
    watch.mixed = true;
    theatre.releases = [...theatre.releases.slice(-1), it.deploy];
    world.clock.at(world.clock.now() + it.minutes * MINUTE, () => {
      theatre.releases = theatre.releases.slice(-1);
    });
  } else if ('call' in it) return called(theatre, it);
  return true;
}

function called({ world, watch }: Theatre, { call, with: input, by }: Extract<Act, { readonly call: string }>): boolean {
  const [service = '', operation = ''] = call.split(':');
  try {
    world.call(service, operation, input, by);
    // An endpoint whose configuration is gone cannot be moved any more: AWS takes every update back.
    if (operation === 'DeleteEndpointConfig') for (const { EndpointName } of endpoints(input)) watch.fickle.add(EndpointName);
    return true;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return false;
  }
}
const endpoints = (input: object) => [{ EndpointName: String(Object.values(input)[0]).replace(/-cfg$/, '').toLowerCase() }];
