import { describe, expect, test } from 'vitest';
import { connect } from '../../src/aws.ts';
import { LookFailed } from '../../src/engine/errand.ts';
import type { House } from '../../src/engine/house.ts';
import type { Policy } from '../../src/engine/policy.ts';
import { type Home, read, Unreadable } from '../../src/engine/read.ts';
import { receive } from '../../src/engine/receive.ts';
import type { AnyRemediation, Ignored, Ref } from '../../src/engine/remediation.ts';
import { memoryLedger } from '../../src/ledger/memory.ts';
import { readPolicy } from '../../src/policy-file.ts';
import { remediations } from '../../src/registry.ts';
import { UnreadableArn } from '../../src/resources/arn.ts';
import { policy } from '../engine/policies.ts';
import { furnishWorld, type WorldFile } from '../world/story/furnish.ts';
import { services } from '../world/story/services.ts';
import { suggest } from '../world/story/suggest.ts';
import { World } from '../world/world.ts';
import { attack } from './attack.ts';
import { worth } from './cost.ts';
import { malformed, type Path, ways, without } from './mutate.ts';
import { type Event, events, texts } from './samples.ts';

const IGNORED: readonly Ignored['ignored'][] = ['compliant', 'archived', 'sample', 'failed-call', 'foreign', 'ours', 'names-nothing'];
const bySource = Map.groupBy(events, ({ source }) => source);
const START = new Date('2026-03-01T12:00:00Z');
const known = new Map(remediations.map((r) => [r.id, r.settings]));
const [shipped] = texts('policy.yaml').map(({ text, file }) => readPolicy(text, file, known));

/** What a violation reads in it: references to look at, or the reason there are none. Throws whatever is no typed refusal. */
function heard(event: unknown, { triggers }: AnyRemediation, home: Home): readonly Ref[] {
  try {
    const told = read(event, triggers, home);
    if ('refs' in told) return told.refs;
    expect(IGNORED).toContain(told.ignored);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    expect(error.message.length, 'it is a sentence, not the event').toBeLessThan(1_000);
  }
  return [];
}

function trustworthy(ref: Ref, { kind }: AnyRemediation, home: Home): void {
  expect(ref.account).toBe(home.account);
  expect([home.region, 'aws-global']).toContain(ref.region);
  expect(kind.types).toContain(ref.type);
  expect(ref.id).toMatch(/^[^\p{Cc}\p{Cs}]{1,2048}$/u);
  expect(ref.id, 'nothing of our own').not.toMatch(/(^|[/:])mlwarden-[^/:]*$/i);
  expect(Number.isNaN(Date.parse(ref.at))).toBe(false);
}

/** AWS with these things in it. Who changes any of them fails the test. */
function aws(home: Home, file: Partial<WorldFile>): World {
  const world = new World({ seed: 1, start: START, ...home, stale: false });
  furnishWorld(world, services(world), file);
  Object.assign(process.env, { AWS_REGION: home.region, HOME_ACCOUNT: home.account });
  connect(world.connection());
  return world;
}

/** Ours, or AWS's own of a name that nothing can have. */
function isRefusal(error: unknown): boolean {
  if (error instanceof LookFailed) return (error.cause as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 400;
  return error instanceof Unreadable || error instanceof UnreadableArn || (error as Error).name === 'ValidationException';
}

async function lookedAt(event: unknown, r: AnyRemediation, home: Home, by: Policy, file: Partial<WorldFile>): Promise<void> {
  const world = aws(home, file);
  const house: House = {
    ...{ home, policy: by, cap: 'policy', release: 'fuzz', ledger: memoryLedger({ now: () => START }) },
    ...{ clock: { now: () => START, monotonic: () => 0 }, again: async () => {}, tell() {}, count() {} },
  };
  await receive(r, event, house).catch((error: unknown) => {
    if (!isRefusal(error)) throw error;
  });
  const changes = world.log.filter(
    ({ operation }) => !/^(Describe|List|Get|BatchGet|LookupEvents|GenerateServiceLastAccessedDetails)/.test(operation),
  );
  expect(changes).toEqual([]);
}

/** The ways to the fields of a sample that some violation heeds: without them it reads something else. */
const telling = new Map<Event, readonly Path[]>();
function heeded(sample: Event): readonly Path[] {
  const found = telling.get(sample) ?? ways(sample).filter((path) => outcomes(without(sample, path), sample) !== outcomes(sample, sample));
  telling.set(sample, found);
  return found;
}
const outcomes = (event: unknown, home: Home): string =>
  remediations
    .map((r) => {
      try {
        return JSON.stringify(read(event, r.triggers, home));
      } catch (error) {
        return (error as Error).message;
      }
    })
    .join();

const NOTHING = {} as const;

describe('a malformed event', () => {
  test.each([...bySource])('of %s is read or refused in words of ours, and changes nothing', async (source, samples) => {
    await attack(`events of ${source}`, malformed<Event>(samples, heeded), async ({ of, text }) => {
      const home = { account: of.account, region: of.region };
      const event: unknown = JSON.parse(text);
      // Parsing is the least that anything can do with an event: reading it for one violation may cost as much again.
      worth(text, remediations.length, () => {
        for (const r of remediations) heard(event, r, home);
      });
      for (const r of remediations) {
        const refs = heard(event, r, home);
        for (const ref of refs) trustworthy(ref, r, home);
        if (refs.length === 0) continue;
        // Where everything may be enforced and nothing is there; where all is as bad as the sample has it and policy only observes.
        await lookedAt(event, r, home, policy(), NOTHING);
        if (shipped) await lookedAt(event, r, home, shipped, suggest(of, heard(of, r, home)));
      }
    });
  });
});
