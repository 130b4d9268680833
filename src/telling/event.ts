/** From a record to the event that tells of it. Pure: the same record is always the same event. */
import type { Resource } from '../engine/remediation.ts';
import { type Detail, EVENT_OF, outcomeType } from './detail.ts';
import { cut } from './escape.ts';
import { ordered } from './ordered.ts';
import type { Told } from './record.ts';
import { VIOLATIONS } from './violations.ts';

export interface BusEvent {
  readonly type: string;
  readonly detail: Detail;
}

type Body = Told['body'];
/** Characters of a text that are told; the record holds it whole. */
const LONGEST = 1000;
/** Of what a call is made with: it is read before somebody says yes to it. */
const INPUT = 1500;
const NAMES = 10;

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? cut(value, LONGEST) : undefined);
const members = (value: unknown): Record<string, unknown> => (typeof value === 'object' && value !== null ? { ...value } : {});
const apiOf = (call: unknown): string | undefined => text(members(call).api);

const optional = <K extends string>(name: K, value: string | undefined) => (value === undefined ? {} : { [name]: value });

/** Undefined: nothing of it is news. */
export function typeOf({ type, body }: Told): string | undefined {
  if (type === 'outcome') return typeof body.outcome === 'string' ? outcomeType(body.outcome) : undefined;
  if (type === 'ruled') return ordered(body)?.type;
  // That a change is seen is news only where nobody knows whether it was ours.
  if (type === 'applied' && !(body.inferred === true && body.says !== undefined)) return undefined;
  return EVENT_OF[type];
}

function byWhom(body: Body): { by?: string[] } {
  const named = [body.by ?? members(body.cause).by].flat().flatMap((one) => text(one) ?? []);
  return named.length > 0 ? { by: named.slice(0, NAMES).map((one) => cut(one, 300)) } : {};
}

/** The call that was made, or would be. */
function callOf(body: Body): { call?: Detail['call'] } {
  const next = members(body.next);
  const { input, ...made } = members(next.call ?? body.call);
  const api = text(made.api);
  if (!api) return {};
  const call = {
    api,
    ...(input !== undefined && { input: cut(JSON.stringify(input), INPUT) }),
    ...optional('hash', text(body.hash)),
    ...optional('purpose', text(body.purpose)),
    ...optional('effect', text(next.effect ?? body.effect)),
    ...optional('loses', text(body.loses)),
    ...optional('undo', apiOf(body.undo ?? next.undo)),
  };
  // Whether its words are those of its type is for `misfit` to judge.
  return { call: call as Detail['call'] };
}

/** What hangs on the resource: as much as anybody reads. */
function dependsOf({ depends }: Body): { depends?: string[] } {
  const named = [depends].flat().flatMap((one) => text(one) ?? []);
  return named.length > 0 ? { depends: named.slice(0, NAMES).map((one) => cut(one, 300)) } : {};
}

/** As far as a key tells: partition, type, account, Region, name. The operator's desk has none. */
function resourceOf(key: string): Detail['resource'] {
  const [, partition, type, account, region, name] = /^([^/]+)\/([^/]+)\/(\d{12})\/([^/]+)\/(.+)$/.exec(key) ?? [];
  return partition && type && account && region && name ? { key, type, name, account, region } : undefined;
}

/** `resource` as the case has it; records name it by its key alone. */
export function eventOf(record: Told, ofCase: Resource | undefined): BusEvent | undefined {
  const type = typeOf(record);
  if (!type) return undefined;
  const { violation, key, seq, at, release, policy, hash } = record;
  const body = (record.type === 'ruled' && ordered(record.body)?.body) || record.body;
  const known = Object.hasOwn(VIOLATIONS, violation) ? VIOLATIONS[violation] : undefined;
  const resource = ofCase ?? resourceOf(key);
  const says = text(body.says) ?? text(body.flaw) ?? text(body.reason) ?? known?.title ?? violation;
  const detail = {
    hash,
    violation,
    title: known?.title ?? violation,
    ...(known && { severity: known.severity }),
    ...(resource && { resource }),
    ...optional('outcome', text(body.outcome)),
    says,
    ...optional('flaw', text(body.flaw)),
    ...optional('why', text(body.why)),
    ...optional('line', text(body.line)),
    ...optional('until', text(body.until)),
    ...byWhom(body),
    ...optional('owner', text(body.owner)),
    ...optional('stack', text(body.stack)),
    ...callOf(body),
    ...dependsOf(body),
    ...optional('budget', text(body.budget)),
    ...(body.remind === true && { reminder: true as const }),
    ...{ seq, at, release, policy },
    runbook: known ? `docs/runbooks/${violation}.md` : 'docs/operating.md',
  };
  // Whether it is what it says is for `misfit` to judge.
  return { type, detail: detail as Detail };
}
