/** Every rule of the templates beside every event that might concern it. */
import { globSync, readFileSync } from 'node:fs';
import { all, ofType, type Part, resolve, root, watch } from '../deploy/templates.ts';
import { matches } from '../eventbridge-pattern.ts';

interface Rule {
  readonly name: string;
  /** All that it can hear. */
  readonly sources: ReadonlySet<string>;
  readonly pattern: Part;
}
interface Sample {
  readonly name: string;
  readonly event: Part;
}
export interface Pair {
  readonly rule: string;
  readonly sample: string;
  readonly pattern: Part;
  readonly event: Part;
  /** Does the rule hear it, by our matcher? */
  readonly heard: boolean;
}

function ruleOf(name: string, pattern: Part): Rule {
  const lists = JSON.stringify(pattern).matchAll(/"source":\[([^\]]+)\]/g);
  return { name, pattern, sources: new Set([...lists].flatMap(([, list]) => JSON.parse(`[${list}]`))) };
}
/** Those of CloudFormation, and those that SAM makes of a function's events. */
export const rules: readonly Rule[] = [...all, watch].flatMap((template) => {
  const functions = ofType(template, 'AWS::Serverless::Function').flatMap(([, f]) => Object.entries<Part>(f.Properties.Events ?? {}));
  return [
    ...ofType(template, 'AWS::Events::Rule').map(([id, r]) => ruleOf(`${template.path} ${id}`, r.Properties.EventPattern)),
    ...functions
      .filter(([, event]) => event.Type === 'EventBridgeRule')
      .map(([id, event]) => ruleOf(`${template.path} ${id}`, event.Properties.Pattern)),
  ];
});

const read = (path: string, as: (text: string) => string = String): Part => JSON.parse(as(readFileSync(`${root}/${path}`, 'utf8')));
const CANARY = {
  version: '0',
  id: '1',
  account: '111122223333',
  region: 'eu-west-1',
  time: '2026-11-23T12:00:00Z',
  resources: [],
  detail: {},
};
const DISABLED = 'test/events/cloudtrail.events.DisableRule.json';
export const samples: readonly Sample[] = [
  ...globSync(['events/*/*.json', 'test/events/*.json'], { cwd: root })
    .sort()
    .map((name) => ({ name, event: read(name) })),
  // What the watch hears: its own event, and that one of our rules is disabled.
  { name: 'the canary', event: { ...CANARY, source: 'mlwarden.watch', 'detail-type': 'mlwarden Canary' } },
  {
    name: `${DISABLED}, of a rule of ours`,
    event: read(DISABLED, (text) => text.replaceAll('ml-remediation-router', 'mlwarden-sweep-data')),
  },
];

/** Not AWS's word, of another account, of a failed call. */
const forgeries = ({ name, event }: Sample): readonly Sample[] => [
  { name: `${name}, its source without aws.`, event: { ...event, source: event.source.replace('aws.', '') } },
  { name: `${name}, from somebody's own source`, event: { ...event, source: `custom.${event.source}` } },
  { name: `${name}, of another account`, event: { ...event, account: '444455556666' } },
  { name: `${name}, of a failed call`, event: { ...event, detail: { ...event.detail, errorCode: 'AccessDenied' } } },
];

function pair(rule: Rule, { name, event }: Sample, home: string): Pair {
  const pattern = resolve(rule.pattern, { 'AWS::AccountId': home });
  return { rule: rule.name, sample: name, pattern, event, heard: matches(pattern, event) };
}
/** A rule beside every sample of its sources, deployed where the sample is from, and beside forgeries of those that it hears. */
export const pairs: readonly Pair[] = rules.flatMap((rule) =>
  samples
    .filter(({ event }) => rule.sources.has(event.source))
    .flatMap((sample) => {
      const { account } = sample.event;
      const real = pair(rule, sample, account);
      return [real, ...(real.heard ? forgeries(sample).map((forged) => pair(rule, forged, account)) : [])];
    }),
);
