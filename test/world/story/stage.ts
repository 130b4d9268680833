/** The real handlers in the world: each behind its own rule and queue, as the template puts them. */
import { patternsOf, ruleNames } from '../../../scripts/generate/rules.ts';
import { connect } from '../../../src/aws.ts';
import type { House } from '../../../src/engine/house.ts';
import type { Policy } from '../../../src/engine/policy.ts';
import type { AnyRemediation, Resource } from '../../../src/engine/remediation.ts';
import type { Entry } from '../../../src/ledger/items.ts';
import { remediations } from '../../../src/registry.ts';
import { furnish } from '../../../src/site.ts';
import type { Chaos } from '../faults.ts';
import { violations } from '../handlers.ts';
import { World } from '../world.ts';
import { furnishWorld, type WorldFile } from './furnish.ts';
import { type Services, services } from './services.ts';

export interface Told {
  readonly at: Date;
  readonly entry: Entry;
  readonly resource: Resource;
}
export interface Counted {
  readonly what: string;
  readonly fields: Readonly<Record<string, string>>;
}
export interface Stage {
  readonly world: World;
  readonly services: Services;
  /** Every record, in the order they became safe. */
  readonly told: readonly Told[];
  readonly counted: readonly Counted[];
}
export interface StageOptions {
  readonly policy: Policy;
  readonly seed: number;
  readonly start: Date;
  readonly account: string;
  readonly region: string;
  readonly chaos?: Chaos;
  readonly file: Partial<WorldFile>;
  /** Told of each record as it comes: progress. */
  readonly onEntry?: (told: Told) => void;
}

/** What the rule of a violation matches: any of its triggers, from its own account only. */
export function patternOf({ triggers }: AnyRemediation, account: string): unknown {
  const patterns = triggers.map(({ pattern }) => ({ account: [account], ...pattern }));
  return patterns.length === 1 ? patterns[0] : { $or: patterns };
}

let latest: World | undefined;
/** The world of the stage made last: where `attach` may send every client. */
export function staged(): World {
  if (!latest) throw new Error('No stage was made.');
  return latest;
}

export async function stage(o: StageOptions): Promise<Stage> {
  const { account, region, seed, start, chaos, policy } = o;
  const world = new World({ seed, start, account, region, ...(chaos && { chaos }) });
  latest = world;
  const told: Told[] = [];
  const counted: Counted[] = [];
  // What the template gives a function.
  const prefix = `https://sqs.${region}.amazonaws.com/${account}/mlwarden-`;
  Object.assign(process.env, {
    AWS_REGION: region,
    HOME_ACCOUNT: account,
    TABLE: 'mlwarden-ledger',
    MODE: 'policy',
    QUEUE_URL_PREFIX: prefix,
    FAMILIES: [...new Set(remediations.map(({ family }) => family))].join(' '),
  });
  connect(world.connection());
  const tell: House['tell'] = (entry, resource) => {
    const line = { at: new Date(world.clock.now()), entry, resource };
    told.push(line);
    o.onEntry?.(line);
  };
  const made = services(world);
  const count: House['count'] = (what, fields) => {
    counted.push({ what, fields });
    logged(made.logs, what, fields);
  };
  furnish({ policy, tell, count, release: 'replay' });
  furnishWorld(world, made, o.file);
  const handlers = await violations();
  for (const remediation of remediations) {
    made.logs.groups.set(groupOf(remediation), []);
    const handler = handlers.get(remediation.id);
    if (!handler) throw new Error(`no handler of ${remediation.id}`);
    patternsOf(remediation.id, remediation.triggers).forEach((pattern, i) => {
      made.eventBridge.place({ Name: ruleNames(remediation)[i] ?? '', EventPattern: pattern as object });
    });
    world.subscribe({ name: remediation.id, pattern: patternOf(remediation, account), handler, queue: `mlwarden-${remediation.id}` });
  }
  return { world, services: made, told, counted };
}

const groupOf = ({ family }: AnyRemediation): string => `/mlwarden/${family}`;

/** As src/log.ts has it: that both are read alike is told in test/operator/heard.test.ts. */
function logged(logs: Services['logs'], what: string, fields: Counted['fields']): void {
  const of = remediations.find(({ id }) => id === fields.violation);
  const message = what === 'failed' ? 'not done' : what;
  if (of) logs.write(groupOf(of), JSON.stringify({ level: 'INFO', message, service: 'mlwarden', ...fields }));
}
