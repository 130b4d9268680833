/** A street of lamps: the smallest world in which everything the engine promises can go wrong. */
import * as z from 'zod/mini';
import type { House, Report, Visit } from '../../src/engine/house.ts';
import { look } from '../../src/engine/look.ts';
import type { Policy } from '../../src/engine/policy.ts';
import type { AnyRemediation, Client, Kind, Remediation, Resource } from '../../src/engine/remediation.ts';
import type { Entry } from '../../src/ledger/items.ts';
import { rulingId } from '../../src/ledger/layout.ts';
import { type MemoryItems, type MemoryLedger, type Mishap, memoryLedger } from '../../src/ledger/memory.ts';
import type { Ledger } from '../../src/ledger/port.ts';
import type { Ruling } from '../../src/ledger/rulings.ts';

export type State = { power: 'on' | 'dim' | 'off'; door: 'open' | 'shut'; busy: boolean; paint: string };
export interface Lamp extends State {
  born: string;
}
export const START = Date.parse('2026-11-23T12:00:00Z');
export const LAG = 20;

class Command {
  readonly input: { LampName: string };
  constructor(input: { LampName: string }) {
    this.input = input;
  }
}
class SwitchOff extends Command {}
class SwitchOn extends Command {}
class ShutDoor extends Command {}
class OpenDoor extends Command {}
class Smash extends Command {}
const api = (client: () => Client) => {
  const of = <C>(command: C, name: string) => ({ client, command, iam: [`lamps:${name}`] });
  return {
    SwitchOff: of(SwitchOff, 'SwitchOff'),
    SwitchOn: of(SwitchOn, 'SwitchOn'),
    ShutDoor: of(ShutDoor, 'ShutDoor'),
    OpenDoor: of(OpenDoor, 'OpenDoor'),
    Smash: of(Smash, 'Smash'),
  };
};
type Api = ReturnType<typeof api>;

/** An error in the shape the SDK throws. */
export const awsError = (name: string, message: string, status = 400): Error =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } });

export interface Sent {
  readonly api: string;
  readonly lamp: string;
  readonly on: Lamp | undefined;
}
export const resourceOf = (name: string): Resource => ({
  key: `aws/AWS::SageMaker::Lamp/111122223333/eu-west-1/${name}`,
  type: 'AWS::SageMaker::Lamp',
  arn: `arn:aws:sagemaker:eu-west-1:111122223333:lamp/${name}`,
  name,
  account: '111122223333',
  region: 'eu-west-1',
});

export class Street {
  now = START;
  readonly lamps = new Map<string, Lamp>();
  readonly sent: Sent[] = [];
  readonly entries: Entry[] = [];
  readonly queue: { violation: string; visit: Visit; at: number }[] = [];
  readonly reports: Report[] = [];
  readonly items: MemoryItems = new Map();
  readonly ledger: MemoryLedger;
  /** Where the house keeps its records: in memory, unless a test has it otherwise. */
  kept: Ledger;
  /** What AWS says instead of doing it; `after`: it does it and then says so. */
  trouble: (api: string) => { error: Error; after?: boolean } | undefined = () => undefined;
  blindness: () => Error | undefined = () => undefined;
  mishap: (request: string) => Mishap = () => undefined;
  /** What a look is shown instead of the truth. */
  stale: (name: string) => Lamp | 'nothing' | undefined = () => undefined;
  /** What the index of the ledger shows, where it trails the items. */
  index = (): MemoryItems => this.items;
  policy: Policy;
  cap: House['cap'] = 'policy';
  monotonic = () => this.now;
  /** Called whenever a lamp was moved. */
  moved = () => {};
  readonly remediations: ReadonlyMap<string, AnyRemediation>;

  constructor(policy: Policy) {
    this.policy = policy;
    this.ledger = memoryLedger({
      items: this.items,
      now: () => new Date(this.now),
      mishap: (request) => this.mishap(request),
      index: () => this.index(),
    });
    this.kept = this.ledger;
    const kind = this.kind();
    this.remediations = new Map([lampOff(kind), lampShut(kind)].map((r) => [r.id, r as AnyRemediation]));
  }

  private kind(): Kind<State, Api> {
    const client: Client = { send: async (command: Command) => this.obey(command.constructor.name, command.input.LampName) };
    const street = this;
    return {
      types: ['AWS::SageMaker::Lamp'],
      api: api(() => client),
      reads: ['lamps:DescribeLamp'],
      arns: ['*'],
      lag: LAG,
      locate: async (ref) => [resourceOf(ref.id)],
      async *list() {
        for (const name of street.lamps.keys()) yield resourceOf(name);
      },
      inspect: async ({ name }) => {
        const error = street.blindness();
        if (error) throw error;
        const shown = street.stale(name) ?? street.lamps.get(name);
        if (!shown || shown === 'nothing') return undefined;
        const { born, ...state } = shown;
        return { born, state };
      },
      busy: (s) => (s.busy ? { do: 'wait', for: 'the fitter to finish', again: 30 } : undefined),
    };
  }

  private obey(command: string, name: string): void {
    const trouble = this.trouble(command);
    const lamp = this.lamps.get(name);
    if (trouble && !trouble.after) throw trouble.error;
    this.sent.push({ api: command, lamp: name, on: lamp && { ...lamp } });
    if (!lamp) throw awsError('ResourceNotFound', `Could not find lamp ${name}`);
    if (command === 'SwitchOff') lamp.power = 'off';
    if (command === 'SwitchOn') lamp.power = 'on';
    if (command === 'ShutDoor' || command === 'OpenDoor') {
      if (lamp.power !== 'off') throw awsError('ValidationException', `Status (${lamp.power}) not in ([off]).`);
      lamp.door = command === 'ShutDoor' ? 'shut' : 'open';
    }
    if (command === 'Smash') this.lamps.delete(name);
    this.moved();
    if (trouble) throw trouble.error;
  }

  place(name: string, is: Partial<Lamp> = {}): Lamp {
    const lamp: Lamp = { power: 'on', door: 'shut', busy: false, paint: 'grey', born: '2026-11-01T00:00:00.000Z', ...is };
    this.lamps.set(name, lamp);
    return lamp;
  }

  house(): House {
    return {
      home: { account: '111122223333', region: 'eu-west-1' },
      policy: this.policy,
      cap: this.cap,
      release: 'test',
      ledger: this.kept,
      clock: { now: () => new Date(this.now), monotonic: () => this.monotonic() },
      again: async (violation, visit, delay) => {
        this.queue.push({ violation, visit, at: this.now + delay * 1000 });
      },
      tell: (entry) => this.entries.push(entry),
      count: () => undefined,
    };
  }

  visit(name: string, by?: string): Visit {
    const time = new Date(this.now - 60_000).toISOString();
    return { resource: resourceOf(name), cause: { source: 'aws.test', detailType: 'Test', id: 'e-1', time, ...(by && { by }) } };
  }

  async look(violation: string, name: string, by?: string): Promise<Report> {
    return await this.take(violation, this.visit(name, by));
  }
  async take(violation: string, visit: Visit): Promise<Report> {
    const remediation = this.remediations.get(violation);
    if (!remediation) throw new Error(`no violation ${violation}`);
    const report = await look({ remediation, visit, house: this.house() });
    this.reports.push(report);
    return report;
  }

  /** The next message is taken, at its time. False where there is none. */
  async step(): Promise<boolean> {
    const next = this.queue.sort((a, b) => a.at - b.at).shift();
    if (!next) return false;
    this.now = Math.max(this.now, next.at);
    await this.take(next.violation, next.visit);
    return true;
  }

  /** Time goes on from message to message until none is left. */
  async rest(steps = 200): Promise<void> {
    for (let i = 0; i < steps; i++) if (!(await this.step())) return;
    throw new Error('the street does not come to rest');
  }

  async case(violation: string, name: string) {
    return (await this.kept.open({ key: resourceOf(name).key, violation, account: '111122223333' })).case;
  }

  async lock(name: string) {
    return (await this.kept.open({ key: resourceOf(name).key, violation: '', account: '111122223333' })).lock;
  }

  /** People rule anew for a case. */
  rule(violation: string, name: string, says: Pick<Ruling, 'exemption' | 'answer' | 'undo'>): void {
    const resource = resourceOf(name);
    this.rulings += 1;
    const ruling: Ruling = { v: 1, violation, key: resource.key, resource, rev: this.rulings, ...says };
    this.ledger.spoil(rulingId(violation, resource.key), JSON.stringify(ruling), this.rulings);
  }
  private rulings = 0;

  /** Somebody answers what is asked. */
  async answer(violation: string, name: string, says: 'yes' | 'no' = 'yes', over: Partial<Ruling['answer']> = {}): Promise<void> {
    const { asked, born } = await this.case(violation, name);
    if (!asked) throw new Error('nothing is asked');
    const until = new Date(this.now + 3_600_000).toISOString();
    const by = asked.effect === 'destructive' ? ['ann', 'bob'] : ['ann'];
    const at = new Date(this.now).toISOString();
    const answer = { id: `a-${this.rulings}`, says, born, hash: asked.hash, until, at, by, why: 'seen', ...over };
    this.rule(violation, name, { answer });
  }

  /** What the trail of a case says, in short. */
  trail(violation: string, name: string): string[] {
    return this.entries
      .filter((e) => e.violation === violation && e.key === resourceOf(name).key)
      .map((e) => [e.type, e.body.outcome ?? (e.body.call as { api?: string } | undefined)?.api].filter(Boolean).join(' '));
  }
}

const settings = z.strictObject({ paint: z._default(z.string(), 'grey') });

/** A lamp must be off; off it can do no harm, and it must stay off. */
const lampOff = (kind: Kind<State, Api>): Remediation<State, Api, 'SwitchOff' | 'SwitchOn' | 'Smash', z.infer<typeof settings>> => ({
  id: 'lamp-off',
  family: 'lamps',
  title: 'the lamp is of the right paint',
  severity: 'high',
  standards: ['Lamp.1'],
  triggers: [],
  kind,
  calls: ['SwitchOff', 'SwitchOn', 'Smash'],
  settings,
  flaw: (s, { settings: { paint } }) =>
    s.paint === paint
      ? undefined
      : { says: `it is painted ${s.paint}`, contained: s.power === 'off', holds: { what: 'off', effect: 'disruptive' } },
  repair: (s, r) => {
    const input = { LampName: r.name };
    if (s.paint === 'unknown') return { do: 'tell', why: 'nobody knows the paint' };
    if (s.power === 'off' && s.paint === 'enamel') return { do: 'tell', why: 'enamel takes no other paint' };
    if (s.power === 'off') return { do: 'step', call: { api: 'Smash', input }, effect: 'destructive', expect: 'gone', loses: 'the lamp' };
    return {
      do: 'step',
      call: { api: 'SwitchOff', input },
      effect: 'disruptive',
      expect: { power: 'off' },
      undo: { api: 'SwitchOn', input },
    };
  },
});

/** A lamp's door must be shut, which can only be done while it is off. */
const lampShut = (kind: Kind<State, Api>): Remediation<State, Api, 'SwitchOff' | 'SwitchOn' | 'ShutDoor', z.infer<typeof settings>> => ({
  id: 'lamp-shut',
  family: 'lamps',
  title: 'the door is shut',
  severity: 'medium',
  standards: ['Lamp.2'],
  triggers: [],
  kind,
  calls: ['SwitchOff', 'SwitchOn', 'ShutDoor'],
  settings,
  flaw: (s) =>
    s.door === 'shut'
      ? undefined
      : { says: 'its door is open', contained: s.power === 'off', holds: { what: 'off', effect: 'disruptive' } },
  repair: (s, r) => {
    const input = { LampName: r.name };
    if (s.power === 'off') {
      const step = { do: 'step', call: { api: 'ShutDoor', input }, expect: { door: 'shut' } } as const;
      // Two doors that nobody can open again: of one that is a loss.
      if (s.paint === 'thick') return { ...step, effect: 'disruptive', loses: 'the way the door stood' };
      if (s.paint === 'thin') return { ...step, effect: 'reversible', loses: 'nothing' };
      return { ...step, effect: 'reversible', undo: { api: 'OpenDoor', input } };
    }
    return {
      do: 'step',
      call: { api: 'SwitchOff', input },
      effect: 'disruptive',
      expect: { power: 'off' },
      undo: { api: 'SwitchOn', input },
    };
  },
});
