/** The words of the house. Read this file first: a kind says HOW a resource is found and moved, a remediation says WHAT is wrong with it. */
import type * as z from 'zod/mini';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [k: string]: Json | undefined };
/** An SDK input shape as plain data, so that a call can be stored, hashed and compared. */
export type Plain<T> = T extends Date | Uint8Array ? never : T extends object ? { [K in keyof T]: Plain<T[K]> } : T;
export type Schema<X> = z.core.$ZodType<X>;

/** What an event says of a resource: an ARN, a name or a unique id, not yet looked at. `at` is the event's time, `by` who caused it. */
export interface Ref {
  readonly type: string;
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly at: string;
  readonly by?: string;
}

/** `key` is the one name of a resource in ledger, lease and policy: partition/type/account/region/id, lower case where AWS folds case. */
export interface Resource {
  readonly key: string;
  readonly type: string;
  readonly arn: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
}

/** Well-formed, but nothing for us: acknowledged and counted by its reason. */
export interface Ignored {
  readonly ignored: 'compliant' | 'archived' | 'sample' | 'failed-call' | 'foreign' | 'ours' | 'names-nothing';
}

/** One way to hear of a flaw. `pattern` is the EventBridge pattern; `schema` reads the same events (unknown fields pass). */
export interface Trigger {
  readonly source: string;
  readonly detailType: string;
  readonly schema: Schema<unknown>;
  readonly pattern: { readonly [k: string]: Json };
  refs(event: unknown): readonly Ref[] | Ignored;
}

export interface Client {
  // biome-ignore lint/suspicious/noExplicitAny: SDK clients are generic over their own command types; the command table ties input to command.
  send(command: any, options: { abortSignal: AbortSignal }): Promise<unknown>;
}
// biome-ignore lint/suspicious/noExplicitAny: an input type is contravariant; `Call` recovers it from the concrete table.
type Command = new (input: any) => object;
/** A role or a connection that a call hands on: the IAM action, on what (CloudFormation substitution text), and to which service. */
export interface Pass {
  readonly action: string;
  readonly arn: string;
  readonly to: string;
}
/** One mutating API operation: its client, its command class and the IAM actions it needs, spelt out. */
export interface Api {
  readonly client: (r: Resource) => Client;
  readonly command: Command;
  readonly iam: readonly string[];
  /** What of the customer's the call hands to a service: allowed for that service alone. */
  readonly passes?: readonly Pass[];
  /** By IAM action, under which condition it is allowed, as a policy states conditions. */
  readonly only?: Readonly<Record<string, Json>>;
  /**
   * Where the call repeats what may not be stored: the input as recorded, with its secrets in place, read again at send. Throws where they
   * are not what was seen.
   */
  // biome-ignore lint/suspicious/noExplicitAny: as for the command.
  readonly reveal?: (r: Resource, input: any, abortSignal: AbortSignal) => Promise<object>;
}
export interface Table {
  readonly [api: string]: Api;
}
/** A mutating call as data, typed by its kind's table. */
export type Call<T extends Table> = {
  [K in keyof T]: T[K] extends { command: new (input: infer I) => object } ? { readonly api: K; readonly input: Plain<I> } : never;
}[keyof T];

/** A JSON Merge Patch (RFC 7396): seen when laying it over the state changes nothing. `null` = the key is not there. */
export type Expect<S> = S extends readonly unknown[] ? S : S extends object ? { readonly [K in keyof S]?: Expect<S[K]> | null } : S;

/**
 * reversible: settings only, one recorded call restores it, nobody's running work can stop.
 * disruptive: running work may stop; what is lost can be run again from what the record holds.
 * destructive: something no recorded call brings back.
 */
export type Effect = 'reversible' | 'disruptive' | 'destructive';
export const EFFECTS = ['reversible', 'disruptive', 'destructive'] as const satisfies readonly Effect[];

/** `contained`: still wrong, but it can do no harm as it stands. `holds`: what must stay so while the flaw lasts, and what that costs. */
export interface Flaw {
  readonly says: string;
  readonly contained: boolean;
  readonly holds?: { readonly what: string; readonly effect: Effect };
}
/** `'gone'` = nothing of this `born` is there. A step without `undo` says what is lost. `U`: what an undo may call, which need not be ours to call. */
export interface Step<S, T extends Table, U extends Table = T> {
  readonly do: 'step';
  readonly call: Call<T>;
  readonly effect: Effect;
  readonly expect: Expect<S> | 'gone';
  readonly undo?: Call<U>;
  readonly loses?: string;
  /** It is never done unasked, whatever policy says. */
  readonly ask?: true;
}
/** Look again in `again` seconds, doubling to 15 minutes. */
export interface Wait {
  readonly do: 'wait';
  readonly for: string;
  readonly again: number;
}
export interface Tell {
  readonly do: 'tell';
  readonly why: string;
}
export type Next<S, T extends Table, U extends Table = T> = Step<S, T, U> | Wait | Tell;

/**
 * `born` tells two resources of one name apart (CreationTime, RoleId). `linked` names what ties it to ML, for scope. `depends`: what
 * people should know before they approve a change, a sentence each; never judged.
 */
export interface Seen<S> {
  readonly born: string;
  readonly state: S;
  readonly linked?: readonly string[];
  readonly depends?: readonly string[];
}

/** HOW a kind of resource is found, listed, read and moved. `lag`: seconds a read may trail a write. */
export interface Kind<S extends Json, T extends Table> {
  /** First the subject's own type, then the types `locate` climbs from. */
  readonly types: readonly [string, ...string[]];
  /** Of the latter, those that are subjects too and only told of: nobody changes anything of them. */
  readonly told?: readonly string[];
  readonly api: T;
  /** IAM actions of every read below; with `arns`, all a look may do. */
  readonly reads: readonly string[];
  /** Those of `list` alone, where nothing else needs them: only the sweep has them. */
  readonly lists?: readonly string[];
  /** What the actions may touch, as CloudFormation substitution text. */
  readonly arns: readonly string[];
  readonly lag: number;
  /** The 0..n subjects an event's reference leads to. */
  locate(ref: Ref): Promise<readonly Resource[]>;
  list(): AsyncIterable<Resource>;
  /** Only what is judged; undefined = not there. */
  inspect(r: Resource): Promise<Seen<S> | undefined>;
  /** Its tags, for people; never judged. `tagRights`: what that takes beyond `reads`. */
  tags?(r: Resource): Promise<Readonly<Record<string, string>>>;
  readonly tagRights?: { readonly reads: readonly string[]; readonly arns: readonly string[] };
  /** How it is used at present, as `depends`: read when people are asked, at no other look. `signal`: nobody waits any longer. */
  readonly inUse?: {
    readonly reads: readonly string[];
    readonly arns: readonly string[];
    read(r: Resource, s: S, signal: AbortSignal): Promise<readonly string[]>;
  };
  /** AWS is at work on it and refuses every change: what to wait for. No step and no hand-back is proposed meanwhile. */
  busy?(s: S): Wait | undefined;
}

/** `found`: when the case was opened (ISO 8601), where there is one. As long as the flaw lasts, nobody moves it. */
export interface Ctx<X> {
  readonly now: Date;
  readonly found?: string | undefined;
  readonly settings: X;
}

/** WHAT is wrong, who tells us, what next. `title` states the safe state. `flaw` and `repair` are pure; `now` may change an effect, or end a wait, never a call. */
export interface Remediation<S extends Json, T extends Table, A extends keyof T, X> {
  readonly id: string;
  readonly family: string;
  readonly title: string;
  readonly severity: 'low' | 'medium' | 'high' | 'critical';
  /** What the field knows it by: controls of Security Hub, rules of Config, findings of GuardDuty; the MITRE technique (ATT&CK, ATLAS) it stands in the way of. */
  readonly standards: readonly string[];
  readonly triggers: readonly Trigger[];
  readonly kind: Kind<S, T>;
  /** Every API its steps and its kind's hand-backs call: permissions are derived from these. */
  readonly calls: readonly A[];
  /** Every further API that only an undo calls. */
  readonly undos?: readonly (keyof T)[];
  readonly settings: Schema<X>;
  flaw(s: S, c: Ctx<X>): Flaw | undefined;
  repair(s: S, r: Resource, c: Ctx<X>): Next<S, Pick<T, A>, T>;
}

/** Any remediation, as the engine sees it: the engine knows no violation. */
export type AnyRemediation = Remediation<Json, Table, string, unknown>;
