/** What each record is told as, to programs and to people. */
import { describe, expect, test } from 'vitest';
import { SAMPLES } from '../../scripts/generate/samples.ts';
import { OUTCOMES } from '../../src/ledger/items.ts';
import type { Caller } from '../../src/operator/caller.ts';
import { DETAILS, misfit } from '../../src/telling/detail.ts';
import { approver, Counter, reader, second } from '../operator/desk.ts';
import { ANA, change, record, resourceOf, Stage } from './stage.ts';

const call = { api: 'StopNotebookInstance', input: { NotebookInstanceName: 'Churn' } };
const next = { call, effect: 'disruptive' };
const until = '2026-11-26T12:00:00.000Z';
const left = 'left off: nobody knows whether our call did it';

describe('a record', () => {
  test.each<[string, Parameters<typeof record>[1], string | undefined, string | undefined]>([
    ['found', { says: 'open', cause: { by: ANA } }, 'mlwarden Case Opened', undefined],
    ['warned', { until, remind: false, next, says: 'open' }, 'mlwarden Case Warned', 'will be repaired when its grace is over'],
    ['warned', { until, remind: true, next, says: 'open' }, 'mlwarden Case Warned', 'will be repaired soon: half of its grace is over'],
    ['asked', { until, call, effect: 'disruptive', says: 'open' }, 'mlwarden Approval Asked', 'asks for approval'],
    ['intent', { call }, undefined, undefined],
    ['sent', { call }, undefined, undefined],
    ['refused', { call, says: 'no' }, undefined, undefined],
    ['void', { call, says: 'never seen' }, undefined, undefined],
    ['held', { what: 'off' }, undefined, undefined],
    ['released', { what: 'off' }, undefined, undefined],
    ['applied', { call }, undefined, undefined],
    ['applied', { call, inferred: true }, undefined, undefined],
    ['applied', { call, inferred: true, says: left }, 'mlwarden Change Left', 'was left as we found it'],
    [
      'tripped',
      { budget: 'budget#111122223333', says: 'none begins' },
      'mlwarden Budget Tripped',
      'has used up its budget: no repair begins',
    ],
    ['undone', { id: 'u', by: ANA, why: 'a test' }, 'mlwarden Case Undone', undefined],
    ['of a later release', { says: 'new' }, undefined, undefined],
    ['outcome', { outcome: 'fixed', says: 'right' }, 'mlwarden Case Fixed', undefined],
    ['outcome', { outcome: 'contained', flaw: 'open', why: 'observe', line: 'defaults' }, 'mlwarden Case Contained', undefined],
    ['outcome', { outcome: 'waiting', flaw: 'open', why: 'grace', until }, 'mlwarden Case Waiting', undefined],
    ['outcome', { outcome: 'asking', flaw: 'open', why: 'asking', next }, 'mlwarden Case Asking', undefined],
    ['outcome', { outcome: 'withheld', flaw: 'open', why: 'observe', next }, 'mlwarden Case Withheld', undefined],
    ['outcome', { outcome: 'withheld', flaw: 'open', why: 'over-budget', next }, 'mlwarden Case Withheld', undefined],
    [
      'outcome',
      { outcome: 'withheld', flaw: 'open', why: 'denied', next },
      'mlwarden Case Withheld',
      'stays as it is: its repair was denied',
    ],
    [
      'outcome',
      { outcome: 'contained', flaw: 'open', why: 'denied', next },
      'mlwarden Case Contained',
      'stays as it is: its repair was denied',
    ],
    [
      'outcome',
      { outcome: 'contained', flaw: 'open', says: 'build it anew' },
      'mlwarden Case Contained',
      'can only be put right by a person',
    ],
    ['outcome', { outcome: 'told', flaw: 'open', says: 'start it' }, 'mlwarden Case Told', 'can only be put right by a person'],
    ['outcome', { outcome: 'stuck', flaw: 'open', says: 'undone 3 times', by: [ANA], next }, 'mlwarden Case Stuck', 'is stuck'],
    ['outcome', { outcome: 'failed', says: 'AccessDenied', call }, 'mlwarden Case Failed', 'failed'],
    ['outcome', { outcome: 'gone', says: 'gone' }, 'mlwarden Case Gone', undefined],
  ])('%s that says %j is told as %s, and people hear that it %s', async (type, body, event, headline) => {
    const stage = new Stage();
    expect(await stage.batch([change(record(type, body))])).toBeUndefined();
    expect(stage.types).toEqual(event ? [event] : []);
    expect(stage.subjects).toEqual(headline ? [`mlwarden: notebook-encryption ${headline}`] : []);
    for (const e of stage.events) expect(misfit(e.type, e.detail)).toBeUndefined();
  });

  test('is told with all that its case is known by, and its hash is the identity of the event', async () => {
    const stage = new Stage();
    const asked = record('asked', {
      until,
      call,
      effect: 'disruptive',
      says: 'open',
      line: 'defaults.disruptive',
      by: ANA,
      loses: 'work',
      undo: call,
    });
    await stage.batch([change(asked)]);
    expect(stage.events[0]?.detail).toEqual({
      hash: asked.hash,
      violation: 'notebook-encryption',
      title: 'The notebook encrypts its volume with an allowed customer managed key',
      severity: 'medium',
      resource: resourceOf('Churn'),
      says: 'open',
      line: 'defaults.disruptive',
      until,
      by: [ANA],
      call: {
        api: 'StopNotebookInstance',
        input: '{"NotebookInstanceName":"Churn"}',
        effect: 'disruptive',
        loses: 'work',
        undo: 'StopNotebookInstance',
      },
      seq: 7,
      at: '2026-11-25T12:00:00.000Z',
      release: '0.1.0+test',
      policy: 'p'.repeat(64),
      runbook: 'docs/runbooks/notebook-encryption.md',
    });
  });

  test('whose case cannot be read is told by its key', async () => {
    const stage = new Stage();
    stage.resources = async () => () => undefined;
    await stage.batch([change(record('outcome', { outcome: 'stuck', says: 'no' }))]);
    const { arn: _, ...rest } = resourceOf('churn');
    expect(stage.events[0]?.detail.resource).toEqual(rest);
    expect(stage.posts[0]?.letter).toContain('npx mlwarden show \\\n');
  });

  test('of a violation that has left the release is told by its name', async () => {
    const stage = new Stage();
    await stage.batch([change(record('outcome', { outcome: 'stuck', says: 'no' }, { violation: 'constructor' }))]);
    expect(stage.events[0]?.detail).toMatchObject({ violation: 'constructor', title: 'constructor', runbook: 'docs/operating.md' });
  });
});

describe('what the operator orders', () => {
  /** The events of what these verbs, really said at the desk, have left on record. */
  async function said(...orders: readonly [verb: string, input: object, who?: Caller][]) {
    const counter = new Counter();
    for (const [verb, input, who] of orders) await counter.ask(verb, input, who);
    const stage = new Stage();
    expect(await stage.batch((await counter.record()).map(change))).toBeUndefined();
    expect(stage.subjects).toEqual([]);
    for (const e of stage.events) expect(misfit(e.type, e.detail)).toBeUndefined();
    return stage.events.map(({ type, detail: { says, by, until, resource } }) => ({ type, says, by, until, resource }));
  }
  const why = 'incident 42';
  const lamps = { level: 'violation', of: 'lamp-off', why };

  test('a pause and its end are events without a resource, which say who and why', async () => {
    expect(await said(['pause', lamps, reader], ['resume', { ...lamps, why: 'it is over' }])).toEqual([
      { type: 'mlwarden Paused', says: 'violation lamp-off is paused: incident 42', by: [reader.arn] },
      { type: 'mlwarden Resumed', says: 'violation lamp-off goes on: it is over', by: [approver.arn] },
    ]);
  });
  test('a pause says until when it lasts', async () => {
    const [event] = await said(['pause', { level: 'global', why, until: '2h' }]);
    expect(event).toMatchObject({ says: 'everything is paused: incident 42', until: '2026-11-23T14:00:00.000Z' });
  });
  test('what takes two goes on when the second person has said so, and both are named', async () => {
    const all = { level: 'global', why };
    expect(await said(['pause', all], ['resume', all])).toHaveLength(1);
    const events = await said(['pause', all], ['resume', all], ['resume', all, second]);
    expect(events.map(({ type, by }) => [type, by])).toEqual([
      ['mlwarden Paused', [approver.arn]],
      ['mlwarden Resumed', [approver.arn, second.arn]],
    ]);
  });
  test('all else that is ruled is no event of its own', async () => {
    const counter = new Counter();
    counter.street.place('a', { paint: 'red' });
    await counter.looked();
    await counter.ask('deny', { case: 'lamp-off a', why });
    const stage = new Stage();
    await stage.batch((await counter.record()).map(change));
    expect(stage.types).toEqual([]);
  });
});

describe('what nobody can read', () => {
  const good = record('outcome', { outcome: 'fixed', says: 'right' });
  test.each<[string, string]>([
    ['is no JSON', 'rubbish'],
    ['is of another version', JSON.stringify({ ...good, v: 2 })],
    ['holds half a character', JSON.stringify({ ...good, body: { says: '\ud83d' } })],
    ['was altered', JSON.stringify({ ...good, at: '2026-11-25T12:00:01.000Z' })],
    ['has an outcome that nobody knows', JSON.stringify(record('outcome', { outcome: 'blown up', says: 'x' }))],
    ['asks without a time', JSON.stringify(record('asked', { call, says: 'open' }))],
  ])('because it %s is told to people, and is not in the way of what follows', async (_, doc) => {
    const stage = new Stage();
    expect(await stage.shard([change(doc), change(record('outcome', { outcome: 'gone', says: 'gone' }))])).toBe('done');
    expect(stage.types).toEqual(['mlwarden Case Gone']);
    expect(stage.subjects).toEqual(['mlwarden: a record cannot be read']);
    expect(stage.posts[0]?.letter).toMatch(/^Why {6}(it is|it does not|its hash|there is no|its event)/m);
  });
});

test('every outcome of the ledger has an event, and every event a sample', () => {
  for (const outcome of OUTCOMES) expect(Object.keys(DETAILS).map((t) => t.toLowerCase())).toContain(`mlwarden case ${outcome}`);
  expect(Object.keys(SAMPLES).toSorted()).toEqual(Object.keys(DETAILS).toSorted());
});
