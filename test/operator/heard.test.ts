import { afterEach, describe, expect, test, vi } from 'vitest';
import { count } from '../../src/log.ts';
import { type LogLine, type Office, Unanswered } from '../../src/operator/office.ts';
import { resourceOf } from '../engine/lamp.ts';
import { Counter, unknown } from './desk.ts';

const ID = '4105a4fc-f944-11e6-9d32-8fb2db27a909';
const KEY = resourceOf('a').key;
const minute = (n: number): Date => new Date(Date.parse('2026-11-23T11:00:00Z') + n * 60_000);
const at = (n: number): string => minute(n).toISOString();

afterEach(() => void vi.restoreAllMocks());

/** What the functions' own log makes of it. */
function line(n: number, what: string, fields: Record<string, string>, family = 'lamps'): LogLine {
  const written: string[] = [];
  for (const to of [process.stdout, process.stderr]) vi.spyOn(to, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  count(what, { violation: 'lamp-off', event: ID, ...fields });
  vi.restoreAllMocks();
  return { family, at: minute(n), text: written[0] ?? '' };
}
const looked = (n: number, outcome: string, more: object = {}) => line(n, 'looked', { key: KEY, outcome, says: 'so it is', ...more });
const failed = (n: number, messageId = 'm1') => line(n, 'failed', { messageId, error: 'LookFailed', says: 'no answer' });

async function why(lines: readonly LogLine[], unread: readonly string[] = [], input: object = {}) {
  const asked: unknown[] = [];
  const logs: Office['logs'] = async (...of) => {
    asked.push(of);
    return { lines, unread };
  };
  return { asked, ...(await new Counter().ask('why', { resource: ID, ...input }, unknown, { logs })) };
}

describe('what came of an event', () => {
  test('is told for each violation and resource that heard of it, by its last look, with the case', async () => {
    const b = { key: resourceOf('b').key };
    const other = { violation: 'lamp-shut', key: KEY };
    // Newest first, as they are found; two of them in one millisecond.
    const lines = [looked(4, 'withheld', other), looked(3, 'fixed'), looked(3, 'sent'), looked(2, 'compliant', b)];
    const { says, data, wrong } = await why(lines);
    expect(says).toEqual([
      'Heard of by lamp-off, lamp-shut',
      `${at(2)}  lamp-off looked at b: compliant, so it is`,
      `${at(3)}  lamp-off looked at a (2 times): fixed, so it is; npx mlwarden show 'lamp-off/${KEY}'`,
      `${at(4)}  lamp-shut looked at a: withheld, so it is; npx mlwarden show 'lamp-shut/${KEY}'`,
    ]);
    expect([data.event, data.unread, wrong]).toEqual([ID, [], undefined]);
    expect(data.heard).toMatchObject([
      { violation: 'lamp-off', family: 'lamps', is: 'looked', outcome: 'compliant', at: at(2), times: 1 },
      { is: 'looked', outcome: 'fixed', times: 2, key: KEY, case: `lamp-off/${KEY}` },
      { violation: 'lamp-shut', outcome: 'withheld' },
    ]);
    expect((data.heard as object[])[0]).not.toHaveProperty('case');
  });

  test.each([
    ['compliant', 'it says that all is right'],
    ['archived', 'its finding is archived'],
    ['sample', 'its finding is a sample'],
    ['failed-call', 'that call failed'],
    ['foreign', 'of another account or Region'],
    ['ours', 'about mlwarden itself'],
    ['names-nothing', 'it names nothing of ours'],
    ['something-new', 'something-new'],
  ])('where it was ignored as %s, is told in plain words', async (reason, says) => {
    const answer = await why([line(1, 'ignored', { reason })]);
    expect(answer.says[1]).toBe(`${at(1)}  lamp-off ignored it: ${says}`);
    expect(answer.data.heard).toMatchObject([{ is: 'ignored', reason }]);
  });

  test.each([
    ['comes again', [failed(1)], 'failed, LookFailed: no answer; it comes again, or is in mlwarden-lamps-dead-letters'],
    ['is dead', [1, 2, 3, 4, 5].map((n) => failed(n)), 'failed (5 times), LookFailed: no answer; it is in mlwarden-lamps-dead-letters'],
    ['came through', [failed(1), looked(2, 'compliant')], 'failed, LookFailed: no answer; a later try came through'],
    ['came through before another failed', [looked(1, 'sent'), failed(2)], 'it comes again, or is in mlwarden-lamps-dead-letters'],
  ])('where it failed, is told with what comes next: it %s', async (_, lines, says) => {
    const answer = await why(lines);
    expect(answer.says.find((one) => one.includes('failed'))).toContain(says);
    expect(answer.data.heard).toContainEqual(expect.objectContaining({ is: 'failed', messageId: 'm1', error: 'LookFailed' }));
  });

  test('is not taken from lines that only mention it, or that nobody can read', async () => {
    const texts = ['REPORT', '{', 'null', JSON.stringify({ message: 'record', event: ID, violation: 'lamp-off' })];
    const others = texts.map((text) => ({ family: 'lamps', at: minute(1), text }));
    const { says } = await why([...others, looked(2, 'fixed', { event: 'another', says: ID }), line(3, 'looked', { event: 'x' })]);
    expect(says[0]).toContain(`No line of the logs names ${ID}`);
  });
});

describe('where no line names it', () => {
  test('it never arrived, or longer ago than is kept; what to check is said, and which id is meant', async () => {
    const { says, data, wrong, asked } = await why([]);
    expect(says).toEqual([
      `No line of the logs names ${ID}: it never arrived, or longer ago than logs are kept, or only just now.`,
      expect.stringMatching(/npx mlwarden doctor .* not the eventID in its detail; .* goes by its ARN\.$/),
    ]);
    expect([data, wrong, asked]).toEqual([{ event: ID, heard: [], unread: [] }, undefined, [[ID, undefined]]]);
  });
  test('since a time, it may have come before', async () => {
    const { says, data, asked } = await why([], [], { since: '2h' });
    const since = new Date(Date.parse('2026-11-23T10:00:00Z'));
    expect([asked, data.since]).toEqual([[[ID, since]], since.toISOString()]);
    expect(says[0]).toContain(`never arrived, or before ${since.toISOString()}`);
  });
  test('and not all could be read, nobody can tell', async () => {
    const answer = await why([], ['/mlwarden/lamps: denied']).catch((error: unknown) => error);
    expect(answer).toBeInstanceOf(Unanswered);
    expect((answer as Error).message).toBe(`No line that was read names ${ID}, and not all logs could be read: /mlwarden/lamps: denied`);
  });
});

test('what was found is told where not all could be read, and that this is so', async () => {
  const { says, wrong, data } = await why([looked(1, 'compliant')], ['/mlwarden/lamps: denied']);
  expect([says.at(-1), wrong, data.unread]).toEqual([
    'But not all logs could be read: /mlwarden/lamps: denied',
    true,
    ['/mlwarden/lamps: denied'],
  ]);
});

test('the id may be typed in capitals, and a sweep has one, too', async () => {
  expect((await why([], [], { resource: ID.toUpperCase() })).asked).toEqual([[ID, undefined]]);
  expect((await why([], [], { resource: 'sweep 2026-11-23T12:00:00.000Z' })).asked).toEqual([
    ['sweep 2026-11-23T12:00:00.000Z', undefined],
  ]);
});
