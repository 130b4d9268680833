/** What is there beside what was deployed. Pure. */
import type { Expected, Mapping, Rule } from './expected.ts';

/** `enable`: the rule that is as it was deployed but for being switched off. That alone the watch puts right itself. */
export interface Difference {
  readonly says: string;
  readonly enable?: string;
}
/** What is not there is missing from its map. `modified` in epoch milliseconds, `code` as Lambda's CodeSha256. */
export interface Seen {
  readonly functions: ReadonlyMap<string, { readonly modified: number; readonly code: string; readonly reserved?: number }>;
  readonly mappings: ReadonlyMap<string, Mapping & { readonly state: string }>;
  readonly rules: ReadonlyMap<string, Rule>;
}

/** Milliseconds by which the clocks of Lambda and CloudFormation may differ (assumed). */
const SKEW = 5_000;
/** A mapping that is none of these reads nothing, or soon will not (Lambda API, EventSourceMappingConfiguration, State). */
const READS = new Set(['Enabled', 'Enabling', 'Creating', 'Updating']);

const differs = (says: string): Difference => ({ says });

function* functions({ functions: wanted }: Expected, { functions: seen }: Seen): Generator<Difference> {
  for (const [name, { since }] of wanted) {
    const is = seen.get(name);
    if (!is) yield differs(`The function ${name} is gone.`);
    // Code, and with it policy, environment, role and layers: whoever changes any of them leaves this mark, even if he changes it back.
    else if (is.modified > since + SKEW) {
      const at = new Date(is.modified).toISOString();
      yield differs(`The function ${name} was changed at ${at}, by no deployment. Its code is now ${is.code}.`);
    }
    if (is?.reserved !== undefined) yield differs(`The function ${name} is held to a reserved concurrency of ${is.reserved}.`);
  }
}

function* mappings({ mappings: wanted }: Expected, { mappings: seen }: Seen): Generator<Difference> {
  for (const [id, { calls, filters }] of wanted) {
    const is = seen.get(id);
    const what = `The event source mapping ${id} of ${calls}`;
    if (!is) yield differs(`${what} is gone.`);
    else if (!READS.has(is.state)) yield differs(`${what} is ${is.state}.`);
    else if (is.calls !== calls) yield differs(`${what} calls ${is.calls} instead.`);
    else if (is.filters !== filters) yield differs(`${what} does not let through what it was deployed to.`);
  }
}

function* rules({ rules: wanted }: Expected, { rules: seen }: Seen): Generator<Difference> {
  for (const [name, { state, when, targets }] of wanted) {
    const is = seen.get(name);
    if (!is) yield differs(`The rule ${name} is gone.`);
    else if (is.when !== when) yield differs(`The rule ${name} does not hear what it was deployed to hear.`);
    else if (is.targets !== targets) yield differs(`The rule ${name} does not lead where it was deployed to lead.`);
    else if (is.state !== state) yield { says: `The rule ${name} was ${is.state}.`, ...(state === 'ENABLED' && { enable: name }) };
  }
}

export const judge = (wanted: Expected, seen: Seen): readonly Difference[] => [
  ...functions(wanted, seen),
  ...mappings(wanted, seen),
  ...rules(wanted, seen),
];
