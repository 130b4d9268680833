/** From any starting state of the world, repeated looks come to rest: whatever the violation, whatever the kind. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { settingsFor } from '../../src/engine/policy.ts';
import type { AnyRemediation, Resource } from '../../src/engine/remediation.ts';
import { readPolicy } from '../../src/policy-file.ts';
import { remediations } from '../../src/registry.ts';
import { anyWorld } from './any-world.ts';
import { attach } from './direct.ts';
import type { Handler } from './lambda.ts';
import { caseOf } from './ruling.ts';
import { casesOf, chains, outcomeOf } from './story/cases.ts';
import { changed, sweep } from './story/play.ts';
import { type Stage, stage, staged } from './story/stage.ts';

beforeAll(() => attach(staged));

const known = new Map(remediations.map((r) => [r.id, r.settings]));
const budget = { repairs: 1_000, per: 3_600 };
const policy = {
  ...readPolicy(readFileSync('events/policy.yaml', 'utf8'), 'events/policy.yaml', known),
  budget: { account: budget, violation: budget },
};
/** With a key for endpoints; a sandbox without one, where newborns may be deleted; one that observes what is disruptive. */
const ACCOUNTS = ['111122223333', '444455556666', '777788889999'];
const SWEEPS = 6;

interface Found {
  readonly r: AnyRemediation;
  readonly resource: Resource;
  readonly says: string | undefined;
}
/** What is wrong with what is there, seen as it is. */
async function flaws({ world }: Stage): Promise<readonly Found[]> {
  const found: Found[] = [];
  const handler: Handler = async () => {
    for (const r of remediations) {
      const ctx = { now: new Date(world.clock.now()), settings: z.parse(r.settings, settingsFor(policy, r.id, world.account)) };
      for await (const resource of r.kind.list()) {
        const seen = await r.kind.inspect(resource);
        if (seen) found.push({ r, resource, says: r.flaw(seen.state, ctx)?.says });
      }
    }
  };
  world.stale = false;
  const role = `arn:aws:iam::${world.account}:user/observer`;
  const looked = world.lambda.invoke({ name: 'observer', role, handler, event: {}, timeout: 900_000 });
  await world.run();
  await looked;
  world.stale = true;
  return found;
}

/** Sweeps until one has nothing more to tell. */
async function comesToRest(on: Stage): Promise<boolean> {
  for (let n = 0; n < SWEEPS; n++) {
    const told = on.told.length;
    expect(await sweep(on)).toBe(true);
    if (n > 0 && on.told.length === told) return true;
  }
  return false;
}

test('every flaw is on record and what can be repaired is, no call is sent twice, and then nothing happens any more', async () => {
  const property = fc.asyncProperty(anyWorld(2), fc.constantFrom(...ACCOUNTS), fc.nat(), async (file, account, seed) => {
    const on = await stage({ policy, seed, start: new Date('2026-11-02T10:00:00Z'), account, region: 'eu-west-1', file });
    expect(await comesToRest(on)).toBe(true);
    const calls = on.world.log.filter(changed).map(({ operation, input }) => `${operation} ${JSON.stringify(input)}`);
    expect(calls).toEqual([...new Set(calls)]);
    // Whatever is tried there is refused, and in the end nobody tries any more.
    const forbidden = on.world.log.filter(({ outcome }) => outcome === 'BlockedByOrganizationPolicyException').map(({ caller }) => caller);
    const cases = await casesOf(on, account);
    expect([...chains(cases)]).toEqual([]);
    for (const { r, resource, says } of await flaws(on)) {
      const kase = cases.find((c) => c.violation === r.id && c.key === resource.key);
      const { outcome } = (kase && outcomeOf(kase)?.body) ?? {};
      const where = `${r.id} on ${resource.name}: ${says ?? 'nothing wrong'}`;
      const refused = forbidden.some((caller) => caller.includes(`/mlwarden-${r.id}/`)) ? ['failed', 'stuck'] : [];
      if (says) expect(['contained', 'told', 'withheld', 'asking', ...refused], where).toContain(outcome);
      else expect(caseOf(on.world, r.id, resource.key)?.open ?? false, where).toBe(false);
    }
    expect(on.world.deadLetters).toEqual([]);
  });
  await fc.assert(property, { numRuns: Number(process.env.RUNS ?? 20) });
});
