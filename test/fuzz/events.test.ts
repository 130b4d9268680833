import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Home, read } from '../../src/engine/read.ts';
import type { AnyRemediation, Ref } from '../../src/engine/remediation.ts';
import { remediations } from '../../src/registry.ts';
import { type Arrived, arrive, type Ending, homeOf, isAccount, listeners } from './arrival.ts';
import { attack } from './attack.ts';
import { worth } from './cost.ts';
import { type Heard, heardBy, refsOf } from './heard.ts';
import { malformed, type Path, planted, ways, without } from './mutate.ts';
import { type Event, events, texts } from './samples.ts';

const bySource = Map.groupBy(events, ({ source }) => source);

function trustworthy(ref: Ref, { kind }: AnyRemediation, home: Home): void {
  expect(ref.account).toBe(home.account);
  expect([home.region, 'aws-global']).toContain(ref.region);
  expect(kind.types).toContain(ref.type);
  expect(ref.id).toMatch(/^[^\p{Cc}\p{Cs}]{1,2048}$/u);
  expect(ref.id, 'nothing of our own').not.toMatch(/(^|[/:])mlwarden-[^/:]*$/i);
  expect(Number.isNaN(Date.parse(ref.at))).toBe(false);
}

/** What is meant stands in the event, letter for letter. */
function spelt(ref: Ref, text: string): void {
  if (isAccount(ref)) return;
  for (const part of ref.id.split('/')) expect(text).toContain(JSON.stringify(part).slice(1, -1));
}

/** Ours, or AWS's own of a name that nothing can have. */
const REFUSALS = ['Unreadable', 'UnreadableArn', 'LookFailed', 'ValidationException'];
const BROKEN = /cannot be looked at: (Type|Range|Reference|Syntax)?Error:/;

/** Refused: tried again as often as the queue says, and a dead letter then. Ignored: done with, and counted once. AWS is asked of neither. */
function endsAsDocumented(heard: Heard, { calls, counted, dead }: Ending): void {
  const said = counted.map(({ what, fields }) => ({ what, why: fields.reason ?? fields.error ?? '' }));
  if (typeof heard === 'string') {
    const refused = heard === 'refused';
    expect({ calls, dead }).toEqual({ calls: [], dead: refused });
    expect(said).toEqual(refused ? Array(5).fill({ what: 'failed', why: 'Unreadable' }) : [{ what: 'ignored', why: heard }]);
  }
  for (const { what, why } of said) if (what === 'failed') expect(REFUSALS).toContain(why);
  for (const { fields } of counted) expect(fields.says ?? '').not.toMatch(BROKEN);
}

function changesNothingElse({ changes, told }: Ending, { meant, unsaid }: Arrived, text: string): void {
  const intents = told.filter(({ entry }) => entry.type === 'intent');
  for (const { resource } of intents) expect(meant).toContain(resource.key);
  const foreseen = intents.map(({ entry }) => (entry.body.call as { api: string }).api);
  for (const { operation, input } of changes) {
    expect(foreseen.splice(foreseen.indexOf(operation), 1)).toEqual([operation]);
    const named = JSON.stringify(input).toLowerCase();
    expect(unsaid.filter((word) => named.includes(word) && !text.includes(word))).toEqual([]);
  }
}

/** Whatever it names: of another account, or of a call that AWS refused. */
function disowned(event: unknown, { account }: Home): boolean {
  const { account: of, 'detail-type': type, detail } = (event ?? {}) as { [member: string]: unknown };
  const failed = typeof detail === 'object' && detail !== null && 'errorCode' in detail;
  return of !== account || (failed && type === 'AWS API Call via CloudTrail');
}

/** The ways to the fields of a sample that some violation heeds: without them it reads something else. */
const telling = new Map<Event, readonly Path[]>();
function heeded(sample: Event): readonly Path[] {
  const found = telling.get(sample) ?? ways(sample).filter((path) => outcomes(without(sample, path), sample) !== outcomes(sample, sample));
  telling.set(sample, found);
  return found;
}
const outcomes = (event: unknown, sample: Event): string =>
  who(sample.source, sample)
    .map((r) => {
      try {
        return JSON.stringify(read(event, r.triggers, homeOf(sample)));
      } catch (error) {
        return (error as Error).message;
      }
    })
    .join();

const wrong = (samples: readonly Event[]) =>
  fc.oneof(
    { weight: 5, arbitrary: malformed<Event>(samples, heeded) },
    { weight: 1, arbitrary: planted<Event>(samples, [[], ['detail']]) },
  );

describe('a malformed event', () => {
  test.each([...bySource])('of %s is refused in words of ours, or changes what it names and nothing else', async (source, samples) => {
    await attack(`events of ${source}`, wrong(samples), async ({ of, text }) => {
      const home = homeOf(of);
      const event: unknown = JSON.parse(text);
      const all = new Map<AnyRemediation, Heard>();
      // Parsing is the least that anything can do with an event: reading it for one violation may cost as much again.
      worth(text, remediations.length, () => {
        for (const r of remediations) all.set(r, heardBy(event, r, home));
      });
      for (const [r, told] of all) {
        for (const ref of refsOf(told)) {
          trustworthy(ref, r, home);
          spelt(ref, text);
        }
      }
      const told = new Map(who(source, event).map((r) => [r, all.get(r) ?? 'refused']));
      const refs = new Map([...told].map(([r, heard]) => [r, refsOf(heard)]));
      const arrived = await arrive({ sample: of, text, heard: refs, wire: text.length % 4 === 0 });
      for (const [r, heard] of told) endsAsDocumented(heard, arrived.of(r));
      for (const r of remediations) {
        changesNothingElse(arrived.of(r), arrived, text.toLowerCase());
        if (disowned(event, home)) expect(arrived.of(r).changes).toEqual([]);
      }
    });
  });
});

/** Whoever listens to its source: that of the sample, and the one that it says it has. Where nobody does, whoever comes first. */
function who(source: string, event: unknown): readonly AnyRemediation[] {
  const all = new Set([source, (event as Partial<Event> | null)?.source].flatMap(listeners));
  return all.size > 0 ? [...all] : remediations.slice(0, 3);
}

// Or else nothing would be proven by what does not happen.
const able = remediations.filter(({ calls }) => calls.length > 0);
test.each(able.map((r) => [r.id, r] as const))('%s changes what a sample of its own names, or asks to', async (id, r) => {
  for (const { text } of texts(`events/${r.family}/${id}.*.json`)) {
    const sample = JSON.parse(text) as Event;
    const heard = new Map([[r, refsOf(heardBy(sample, r, homeOf(sample)))]]);
    const { changes, told } = (await arrive({ sample, text, heard, wire: false })).of(r);
    if (changes.length > 0 || told.some(({ entry }) => entry.body.outcome === 'asking')) return;
  }
  expect.unreachable('none of them makes it act');
});
