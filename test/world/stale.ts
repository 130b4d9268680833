/** Stored state with its whole past, so that a read can lie by telling what was true a moment ago. */
import type { Habitat } from './habitat.ts';
import { rule } from './habitat.ts';

rule(
  'stale.reads',
  'assumed',
  'a read tells the state of any one moment of the last `lag` seconds (SageMaker 20, CodeBuild, CodePipeline, CodeDeploy, CodeArtifact, KMS, ECR and S3 30, IAM 60, GuardDuty, Config, CloudTrail, Systems Manager and Security Hub 5); two reads in a row may go back in time',
  'IAM user guide, troubleshoot: eventual consistency; DataDog/stratus-red-team PR 358 (seconds, rarely a minute); S3 guide, data consistency model: bucket configurations are eventually consistent; SageMaker API, CreateEndpoint: eventually consistent reads',
);

export interface Version<T> {
  readonly key: string;
  readonly at: number;
  readonly value: T | undefined;
}

/** Values are never changed in place: every write puts a new one, so `truth(key) === mine` tells whether anybody wrote since. */
export interface Shelf<T> {
  /** undefined = deleted. */
  put(key: string, value: T | undefined): void;
  /** Furnishes: what stood under the key is forgotten, and the value has always been there. */
  place(key: string, value: T): void;
  truth(key: string): T | undefined;
  truths(): T[];
  /** May be up to `lag` seconds old. */
  read(key: string): T | undefined;
  /** One moment for the whole list, up to `lag` seconds ago. */
  list(): T[];
  /** Everything that ever was, oldest first. */
  versions(): readonly Version<T>[];
}

export function shelf<T>(habitat: Habitat, lag: number): Shelf<T> {
  const past = new Map<string, Version<T>[]>();
  const asOf = (key: string, at: number) => past.get(key)?.findLast((v) => v.at <= at)?.value;
  const all = (at: number) => [...past.keys()].map((key) => asOf(key, at)).filter((value) => value !== undefined);
  const someMoment = () => habitat.clock.now() - (habitat.stale ? habitat.random.next() * lag * 1000 : 0);
  return {
    put: (key, value) => {
      const versions = past.get(key) ?? [];
      habitat.wrote?.(key, versions.at(-1)?.value, value);
      versions.push({ key, at: habitat.clock.now(), value });
      past.set(key, versions);
    },
    place: (key, value) => past.set(key, [{ key, at: Number.NEGATIVE_INFINITY, value }]),
    truth: (key) => asOf(key, Number.POSITIVE_INFINITY),
    truths: () => all(Number.POSITIVE_INFINITY),
    read: (key) => asOf(key, someMoment()),
    list: () => all(someMoment()),
    versions: () => [...past.values()].flat().sort((a, b) => a.at - b.at),
  };
}
