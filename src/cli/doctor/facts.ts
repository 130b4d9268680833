/** What the doctor has read, before anything is judged. */

/** What could not be read is no fact, and no fault either. */
export type Got<T> = { readonly is: T } | { readonly unread: string };

/** `manages`: changes of resources (management events that write) are among what it logs. `global`: IAM's calls, too. */
export interface Trail {
  readonly name: string;
  readonly logging: boolean;
  readonly manages: boolean;
  readonly global: boolean;
}
/** An event rule; `targets` are ARNs. */
export interface Rule {
  readonly state: string;
  readonly targets: readonly string[];
}
/** `trusted`: Lambda may take it on. `boundary`: the ARN of its boundary. `policies`: the names of those written into it. `is` undefined = gone. */
export interface Role {
  readonly arn: string;
  readonly is: { readonly trusted: boolean; readonly boundary: string; readonly policies: readonly string[] } | undefined;
}
/** `queue`: how the mapping from its queue stands, undefined = there is none. `reserved`: its reserved concurrency, where there is one. */
export interface Fn {
  readonly state: string;
  readonly lastUpdate: string;
  readonly role: Role;
  readonly reserved?: number;
  readonly queue?: string;
  /** The families that the reader was deployed with. */
  readonly families?: readonly string[];
}
/** What it records: all types but some (`global`: IAM's are among all), or only some. */
export interface Recorder {
  readonly name: string;
  readonly role: string;
  readonly recording: boolean;
  readonly types: { readonly all: true; readonly but: readonly string[]; readonly global: boolean } | { readonly only: readonly string[] };
}
export interface Build {
  readonly release: string;
  readonly policy: string;
}
/** What this release needs where its families are on. */
export interface Needs {
  readonly violations: readonly string[];
  /** Without `mlwarden-`. */
  readonly sweeps: readonly string[];
  /** The policies that each function's role is deployed with; `act` only in a stack that acts. */
  readonly policies: Readonly<Record<string, readonly string[]>>;
  /** By name. */
  readonly rules: readonly string[];
  /** Of AWS Config. */
  readonly types: readonly string[];
  /** Event sources such as `aws.guardduty`. */
  readonly sources: readonly string[];
}
/** Undefined inside `is` = not there. */
export interface Facts {
  readonly region: string;
  readonly needs: Needs;
  readonly local: Build;
  readonly deployed: Got<(Build & { readonly cap: string }) | undefined>;
  readonly functions: Readonly<Record<string, Got<Fn | undefined>>>;
  readonly rules: Readonly<Record<string, Got<Rule | undefined>>>;
  /** The rule in us-east-1 that sends IAM's events home; undefined where home is us-east-1. */
  readonly forwarder?: Got<Rule | undefined>;
  readonly trails: Got<readonly Trail[]>;
  /** Where CloudTrail delivers IAM's calls: us-east-1. */
  readonly globalTrails: Got<readonly Trail[]>;
  readonly recorders: Got<readonly Recorder[]>;
  readonly detectors: Got<readonly { readonly id: string; readonly status: string }[]>;
  readonly hub: Got<boolean>;
}
