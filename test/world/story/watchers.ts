/** What watches an account, as a world file has it. */
import * as z from 'zod/mini';
import type { Config } from '../config.ts';
import type { GuardDuty } from '../guardduty.ts';
import type { SecurityHub } from '../security-hub.ts';
import type { Trails } from '../trails.ts';

const text = z.optional(z.string());
/** The one detector of GuardDuty, where it is not enabled; `Status: none`: there is none. */
const detector = z.strictObject({ DetectorId: text, Status: text });
/** The one recorder of Config and its delivery channel, where they do not record; `name: none`: there is no recorder. */
const recorder = z.strictObject({ name: text, recording: z.optional(z.boolean()), channel: z.optional(z.boolean()) });
/** The one hub of Security Hub, where it has not the one standard that it has else; `standards`: their status, by the last part of their ARN. */
const hub = z.strictObject({
  on: z.optional(z.boolean()),
  central: z.optional(z.boolean()),
  standards: z.optional(z.record(z.string(), z.string())),
});
/** It logs where nothing else is said. `account`: an organization's, of another account. */
const trail = z.strictObject({
  Name: z.string(),
  account: text,
  HomeRegion: text,
  logging: z.optional(z.boolean()),
  tags: z.optional(z.array(z.strictObject({ Key: z.string(), Value: z.string() }))),
});
export const watchers = {
  detectors: z._default(z.array(detector), []),
  recorders: z._default(z.array(recorder), []),
  hubs: z._default(z.array(hub), []),
  trails: z._default(z.array(trail), []),
};

interface Given {
  readonly detectors: readonly z.infer<typeof detector>[];
  readonly recorders: readonly z.infer<typeof recorder>[];
  readonly hubs: readonly z.infer<typeof hub>[];
  readonly trails: readonly z.infer<typeof trail>[];
}
interface Made {
  readonly guardDuty: GuardDuty;
  readonly config: Config;
  readonly securityHub: SecurityHub;
  readonly trails: Trails;
}
export function furnishWatchers({ guardDuty, config, securityHub, trails }: Made, given: Given): void {
  for (const one of given.detectors) guardDuty.detectors.place(one);
  for (const one of given.recorders) config.recorder.place(one);
  for (const one of given.hubs) securityHub.place(one);
  for (const one of given.trails) trails.place(one);
}
