/** What the oracle knows: every change on record, every change that reached AWS, who moved what. It knows nothing of the engine. */
import type { Json, Seen } from '../../src/engine/remediation.ts';
import type { Case, Entry, Lock } from '../../src/ledger/items.ts';
import type { Ruling } from '../../src/ledger/rulings.ts';
import type { Asked } from '../world/platform/refusals.ts';

/** A broken promise. The numbers are those of docs/simulation.md. */
export interface Breach {
  readonly invariant: number;
  readonly at: number;
  readonly says: string;
}
/** A change that was written down before it was made. */
export interface Intent {
  readonly entry: Entry;
  readonly at: number;
  readonly token: number;
  readonly purpose: string;
  readonly call: { readonly api: string; readonly input: Json };
  readonly hash: string;
  readonly expect: Json;
  readonly undo: Json | undefined;
  readonly born: string;
  /** What the look saw that led to it. */
  readonly seen: Seen<Json> | undefined;
  readonly from: object | undefined;
  /** The other violations that claimed the resource as it was when this was admitted. Who claims it later cannot call a request back. */
  readonly beside: readonly string[];
  /** When its request reached AWS. */
  readonly arrived: number[];
  effective: boolean;
}
/** One run of a function: what it saw, counted and sent. */
export interface Run {
  readonly seen: Map<string, Seen<Json>>;
  /** When it read a resource last. */
  readonly read: Map<string, number>;
  readonly counted: { readonly what: string; readonly fields: Readonly<Record<string, string>> }[];
  queued: number;
}

export class Watch {
  readonly breaches: Breach[] = [];
  readonly intents: Intent[] = [];
  /** Every record, by chain, as the table has it. */
  readonly chains = new Map<string, Entry[]>();
  readonly cases = new Map<string, Case>();
  /** When a case was last written, and by which run. */
  readonly writers = new Map<string, { readonly at: number; readonly run: Run | undefined }>();
  /** Cases that were paused or exempt when they were last written: they could take no hold. */
  readonly paused = new Set<string>();
  /** What people have ruled last, by its key in the table. */
  readonly rulings = new Map<string, Ruling>();
  /** Approval → the changes it was spent on. */
  readonly spent = new Map<string, readonly number[]>();
  readonly locks = new Map<string, Lock>();
  /** Violation, key and outcome of what was told or came of a look, and so alarmed where it is loud. */
  readonly alarmed = new Set<string>();
  /** The last change of ours that had an effect on a resource, as long as nobody else moved it since. */
  readonly ours = new Map<string, Intent>();
  /** Resources that somebody else moved, and when last. */
  readonly touched = new Map<string, number>();
  /** Names of resources that AWS lets fail by itself. */
  readonly fickle = new Set<string>();
  /** Two releases have run side by side, or one after the other. */
  mixed = false;
  /** Repairs begun since the budgets were last reset, by the clocks of those who began them. */
  begun: { readonly at: number; readonly violation: string }[] = [];
  readonly tokens = new Set<string>();
  readonly tripped = new Set<string>();
  readonly #runs = new WeakMap<object, Run>();
  readonly #now: () => number;
  /** Milliseconds by which two workers' clocks may differ. */
  readonly skew: number;

  readonly account: string;
  readonly #lies: () => readonly Asked[];

  /** `lies`: calls to which AWS has said of something that is there that it is not. */
  constructor(now: () => number, skew: number, account: string, lies: () => readonly Asked[]) {
    this.#now = now;
    this.skew = skew;
    this.account = account;
    this.#lies = lies;
  }

  now(): number {
    return this.#now();
  }

  breach(invariant: number, says: string): void {
    this.breaches.push({ invariant, says, at: this.now() });
  }

  ruling(pk: string): Ruling | undefined {
    return this.rulings.get(pk);
  }

  run(from: object): Run {
    const run = this.#runs.get(from) ?? { seen: new Map(), read: new Map(), counted: [], queued: 0 };
    this.#runs.set(from, run);
    return run;
  }

  /** Somebody else, or AWS by itself, moved what `input` names. */
  touch(input: unknown): void {
    for (const key of this.locks.keys()) if (names(input, key)) this.touched.set(key, this.now());
    for (const key of this.ours.keys()) if (names(input, key)) this.ours.delete(key);
  }

  /** Whether a function of ours was told of a resource, or of what it looked at beside it, that it is not there. */
  liedAbout(key: string): boolean {
    return this.#lies().some(({ input, from }) => {
      const looked = from !== undefined && this.run(from).counted.some(({ fields }) => fields.key === key);
      return looked || names(input, key) || this.intents.some((i) => i.from === from && i.entry.key === key);
    });
  }
}

/** Whether what is sent names a resource. Under its name stands what belongs to it, too: the parameters of a project. */
function names(input: unknown, key: string): boolean {
  const text = JSON.stringify(input).toLowerCase();
  return [`"${nameOf(key)}`, `/${nameOf(key)}"`, `/${nameOf(key)}/`].some((part) => text.includes(part));
}

/** Of another account, or of a Region that is not home. */
export function isForeign({ account: home }: Watch, key: string): boolean {
  const [, , account, region = ''] = key.split('/');
  return account !== home || !['eu-west-1', 'aws-global'].includes(region);
}
export const nameOf = (key: string): string => key.slice(key.lastIndexOf('/') + 1).toLowerCase();
/** The violation whose function calls; undefined = not one of ours. */
export const violationOf = ({ caller }: Pick<Asked, 'caller'>): string | undefined => /assumed-role\/mlwarden-([^/]+)\//.exec(caller)?.[1];
export const READS = /^(Describe|List|Get|Batch(Get|Describe)|Select|LookupEvents|GenerateServiceLastAccessedDetails)/;
