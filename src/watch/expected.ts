/** What CloudFormation says that it deployed, in the words in which it is compared with what is there. */
import canonicalize from 'canonicalize';

/** Where it stands in the template, how AWS calls it, and when CloudFormation was done with it: epoch milliseconds. */
export interface Part {
  readonly logical: string;
  readonly physical: string;
  readonly type: string;
  readonly since: number;
}
/** `resources` as in the template that CloudFormation worked off, after its transforms. */
export interface Stack {
  readonly parts: readonly Part[];
  readonly resources: Readonly<Record<string, { readonly Properties?: Properties }>>;
}
type Properties = Readonly<Record<string, unknown>>;

/** `when`, `targets` and `filters` are texts that differ where what they stand for does. */
export interface Rule {
  readonly state: string;
  readonly when: string;
  readonly targets: string;
}
export interface Mapping {
  readonly calls: string;
  readonly filters: string;
}
/** By name; mappings, which have none, by UUID. */
export interface Expected {
  readonly functions: ReadonlyMap<string, { readonly since: number }>;
  readonly mappings: ReadonlyMap<string, Mapping>;
  readonly rules: ReadonlyMap<string, Rule>;
}

/** The name at the end of an ARN or a URL. */
export const tail = (id: string): string => id.split(/[:/]/).at(-1) ?? '';

/** The same text whatever the order of keys, and whether `false` came through as itself or as text. */
export const form = (value: unknown): string => canonicalize(texts(value)) ?? '';
function texts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(texts);
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.fromEntries(Object.entries(value).flatMap(([key, one]) => (one === undefined ? [] : [[key, texts(one)]])));
}

/** Whole targets: an input that replaces the event blinds as well as another address. */
export const targetsForm = (targets: readonly unknown[]): string => form(targets.map((target) => form(byName(target))).toSorted());
/** ARNs by the name they end in, which is all that the template says. */
function byName(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith('arn:') ? tail(value) : value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, byName(one)]));
}
/** `pattern` as JSON. */
export const whenForm = (pattern: unknown, schedule: unknown): string => form({ pattern: pattern ?? '', schedule: schedule ?? '' });

/** References by the name of what they refer to: everything of ours is told apart by name. */
function named(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((one) => named(one, names));
  if (typeof value !== 'object' || value === null) return value;
  const { Ref, 'Fn::GetAtt': attribute } = value as Record<string, unknown>;
  const id = Ref ?? (Array.isArray(attribute) ? attribute[0] : attribute);
  if (typeof id === 'string') return names.get(id.replace(/\.Arn$/, '')) ?? value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, named(one, names)]));
}

export function expected(stacks: readonly Stack[], account: string): Expected {
  const all = stacks.flatMap(({ parts, resources }) => {
    const names = new Map([['AWS::AccountId', account], ...parts.map(({ logical, physical }) => [logical, tail(physical)] as const)]);
    return parts.map(({ logical, physical, type, since }) => ({
      ...{ type, since, id: tail(physical) },
      properties: named(resources[logical]?.Properties ?? {}, names) as Properties,
    }));
  });
  const of = <T>(type: string, make: (p: Properties, since: number) => T) =>
    new Map(all.filter((one) => one.type === type).map(({ id, properties, since }) => [id, make(properties, since)]));
  return {
    functions: of('AWS::Lambda::Function', (_, since) => ({ since })),
    mappings: of('AWS::Lambda::EventSourceMapping', (p) => ({
      calls: tail(String(p.FunctionName)),
      filters: form((p.FilterCriteria as { Filters?: unknown } | undefined)?.Filters ?? []),
    })),
    rules: of('AWS::Events::Rule', (p) => ({
      state: String(p.State ?? 'ENABLED'),
      when: whenForm(p.EventPattern, p.ScheduleExpression),
      targets: targetsForm((p.Targets ?? []) as readonly unknown[]),
    })),
  };
}
