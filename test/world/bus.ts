/** EventBridge's default bus: at least once at best, late, out of order, sometimes never. */
import { copy } from './copy.ts';
import type { Chaos } from './faults.ts';
import { type Habitat, rule } from './habitat.ts';
import { uuid } from './random.ts';
import type { Queue, Surroundings } from './sqs-queue.ts';

const GUIDE = 'Amazon EventBridge User Guide';
rule(
  'bus-best-effort',
  'documented',
  'Service events may come late, twice, out of order or never.',
  `${GUIDE}: eb-service-event, event-delivery-level`,
);
rule(
  'bus-delay',
  'assumed',
  'A service event reaches a rule after 0.2 to 2 s, a CloudTrail event after 1 to 15 s.',
  `${GUIDE} gives half a second as typical, none for CloudTrail`,
);

export interface BusEvent {
  readonly [member: string]: unknown;
}
export interface BusRule {
  readonly name: string;
  readonly matches: (event: BusEvent) => boolean;
  readonly queue: Queue;
}
const CLOUDTRAIL = 'AWS API Call via CloudTrail';

export class Bus {
  readonly rules: BusRule[] = [];
  /** Every event that reached the bus, as it was. */
  readonly events: BusEvent[] = [];
  readonly #habitat: Surroundings;
  readonly #chaos: Chaos['events'] | undefined;

  constructor(habitat: Surroundings, chaos?: Chaos) {
    this.#habitat = habitat;
    this.#chaos = chaos?.events;
  }

  /** What a service says of itself; id, account, Region and time are EventBridge's to add. */
  emit(event: Parameters<Habitat['emit']>[0]): void {
    const { account, region, clock, random } = this.#habitat;
    const time = new Date(clock.now()).toISOString().replace(/\.\d+Z/, 'Z');
    this.publish({ version: '0', id: uuid(random), account, time, region, resources: [], ...copy(event) });
  }

  /** Any whole event, own or foreign, to every rule whose pattern matches it. */
  publish(event: BusEvent): void {
    const { clock, random } = this.#habitat;
    this.events.push(event);
    const delay = event['detail-type'] === CLOUDTRAIL ? 1_000 + random.int(14_000) : 200 + random.int(1_800);
    for (const { name, matches, queue } of this.rules) {
      if (!matches(event)) continue;
      for (const late of this.#deliveries()) {
        clock.at(clock.now() + delay + late, () => void queue.send(JSON.stringify(event)), `${name}: event ${event.id}`);
      }
    }
  }

  /** The milliseconds by which each delivery is late: one delivery, none late, where there is no chaos. */
  #deliveries(): readonly number[] {
    if (!this.#chaos) return [0];
    const { random } = this.#habitat;
    const { lost, twice, late } = this.#chaos;
    if (random.next() < lost) return [];
    const once = (): number => (random.next() < late ? random.int(60_000) : 0);
    return random.next() < twice ? [once(), random.int(60_000)] : [once()];
  }
}
