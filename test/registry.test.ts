/** What every violation must be, whoever wrote it and whenever. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { known } from '../src/known.ts';
import { sweepName } from '../src/ledger/sweep-note.ts';
import { remediations } from '../src/registry.ts';
import { readStories } from './world/story/story.ts';

const events = (family: string): string[] => readdirSync(`events/${family}`);

describe.each(remediations.map((r) => [r.id, r] as const))('%s', (id, r) => {
  test('has one name through remediation, handler, samples, stories, test, runbook and stack', () => {
    const { family } = r;
    for (const file of [
      `src/remediations/${family}/${id}.ts`,
      `src/handlers/${family}/${id}.ts`,
      `test/remediations/${family}/${id}.test.ts`,
      `events/${family}/${id}.stories.yaml`,
      `docs/runbooks/${id}.md`,
      `stacks/${family}.yaml`,
    ]) {
      expect(existsSync(file), file).toBe(true);
    }
    expect(events(family).some((f) => f.startsWith(`${id}.`) && f.endsWith('.json'))).toBe(true);
  });

  test('listens to each source and detail-type by one trigger', () => {
    const listens = r.triggers.map((t) => `${t.source} ${t.detailType}`);
    expect(listens).toEqual([...new Set(listens)]);
    expect(listens.length).toBeGreaterThan(0);
  });

  test('may send only what its kind can send, and AWS names every permission', () => {
    for (const call of [...r.calls, ...(r.undos ?? [])]) {
      expect(Object.keys(r.kind.api)).toContain(call);
      for (const action of r.kind.api[call]?.iam ?? []) expect(action).toMatch(/^[a-z0-9-]+:[A-Z]\w+$/);
    }
    for (const action of [...r.kind.reads, ...(r.kind.lists ?? [])])
      expect(action).toMatch(/^([a-z0-9-]+:(Describe|List|Get|Batch(Get|Describe)|Lookup)\w+|iam:GenerateServiceLastAccessedDetails)$/);
    for (const action of r.kind.inUse?.reads ?? []) expect(action).toMatch(/^[a-z0-9-]+:(Get\w+|GenerateServiceLastAccessedDetails)$/);
  });

  test('judges under settings nobody gave', () => {
    expect(z.safeParse(r.settings, {}).success).toBe(true);
  });

  test('refuses a setting nobody knows', () => {
    expect(z.safeParse(r.settings, { nobodyKnows: 1 }).success).toBe(false);
  });

  test('uses every sample in a story', () => {
    const stories = readStories(readFileSync(`events/${r.family}/${id}.stories.yaml`, 'utf8'), id);
    const used = new Set(stories.flatMap((s) => s.events.map((e) => e.file)));
    const elsewhere = events(r.family)
      .filter((f) => f.endsWith('.stories.yaml') && !f.startsWith(`${id}.`))
      .flatMap((f) => readStories(readFileSync(`events/${r.family}/${f}`, 'utf8'), f).flatMap((s) => s.events.map((e) => e.file)));
    const samples = events(r.family).filter((f) => f.startsWith(`${id}.`) && f.endsWith('.json'));
    expect(samples.filter((f) => !used.has(f) && !elsewhere.includes(f))).toEqual([]);
  });
});

test('people know each by the name that the sweep has for its kind', () => {
  const swept = [...Map.groupBy(remediations, (r) => r.kind)].flatMap(([kind, all]) => all.map(({ id }) => [id, sweepName(kind, all)]));
  expect(Object.fromEntries(known.map(({ id, sweep }) => [id, sweep]))).toEqual(Object.fromEntries(swept));
});

test('ids are unique', () => {
  const ids = remediations.map((r) => r.id);
  expect(ids).toEqual([...new Set(ids)]);
});

test('violations of one kind list one and the same hand-backs, so that the last one out can hand back', () => {
  for (const [kind, all] of Map.groupBy(remediations, (r) => r.kind)) {
    // A hand-back is the undo of what a hold brings about; a kind without any of these has none yet.
    const handBacks = ['StartNotebookInstance', 'EnableStageTransition'].filter((api) => api in kind.api);
    for (const r of all) for (const api of handBacks) expect(r.calls, r.id).toContain(api);
  }
});
