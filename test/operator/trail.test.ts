import { describe, expect, test } from 'vitest';
import { broken } from '../../src/ledger/chain.ts';
import { type Entry, freshLock } from '../../src/ledger/items.ts';
import { putBack } from '../../src/operator/put-back.ts';
import { resourceOf } from '../engine/lamp.ts';
import { policy } from '../engine/policies.ts';
import { wordsOf } from '../written.ts';
import { typed } from '../written-aws.ts';
import { Counter } from './desk.ts';

const CASE = `lamp-off/${resourceOf('a').key}`;
async function repaired(p = policy()): Promise<Counter> {
  const counter = new Counter(p);
  counter.street.lamps.set('a', { power: 'on', door: 'open', busy: false, paint: 'red', born: 'first' });
  await counter.looked();
  return counter;
}
const entriesOf = ({ data }: { data: object }) => (data as { entries: Entry[] }).entries;

describe('export', () => {
  test('lists every chain, the desk’s own among them, also of cases that are closed', async () => {
    const counter = await repaired();
    expect((await counter.ask('export')).data).toEqual({ chains: ['operator/desk', CASE] });
  });
  test('gives a chain whole, with where the ledger says it ends', async () => {
    const counter = await repaired();
    for (const name of [CASE, 'lamp-off a']) {
      const { data } = await counter.ask('export', { case: name });
      expect(broken(entriesOf({ data }), data.head as { seq: number; hash: string })).toBeUndefined();
      expect(data).toMatchObject({ violation: 'lamp-off', more: false });
    }
    await counter.ask('pause', { level: 'global', why: 'x' });
    expect(entriesOf(await counter.ask('export', { case: 'operator/desk' }))).toHaveLength(1);
  });
  test('gives what is behind a number, and what happened within a time', async () => {
    const counter = await repaired();
    const all = entriesOf(await counter.ask('export', { case: CASE }));
    expect(all.length).toBeGreaterThan(3);
    expect(entriesOf(await counter.ask('export', { case: CASE, after: '2' }))).toEqual(all.slice(2));
    const { at } = all[2] as Entry;
    expect(entriesOf(await counter.ask('export', { case: CASE, since: at }))).toEqual(all.filter((e) => e.at >= at));
    expect(entriesOf(await counter.ask('export', { case: CASE, until: at }))).toEqual(all.filter((e) => e.at <= at));
  });
  test('turns a page before an answer gets too long', async () => {
    const counter = await repaired();
    const [first] = entriesOf(await counter.ask('export', { case: CASE }));
    const long = { ...(first as Entry), body: { says: 'x'.repeat(2_000_001) } };
    const { desk } = counter.office();
    const entries = async function* () {
      yield long;
      yield { ...long, seq: 2 };
    };
    const over = { desk: { ...desk, entries } };
    expect((await counter.ask('export', { case: CASE }, undefined, over)).data).toMatchObject({ entries: [{ seq: 1 }], more: true });
    const { data } = await counter.ask('export', { case: CASE, after: '1' }, undefined, over);
    expect(data).toMatchObject({ entries: [{ seq: 2 }], more: false });
  });
  test.each([
    [{ case: 'lamp-off nobody' }, 'There is no case'],
    [{ case: CASE, since: 'yesterday' }, 'is no time'],
    [{ case: CASE, after: 'x' }, 'the number of an entry'],
  ])('%j is refused in a sentence', async (input, says) => {
    expect(await (await repaired()).refusal('export', input)).toContain(says);
  });
});

/** What was held when the violation, and with it its function, left the release. */
async function left() {
  const counter = new Counter(policy({ defaults: { reversible: 'observe', disruptive: 'enforce', destructive: 'observe' } }));
  counter.street.lamps.set('a', { power: 'on', door: 'open', busy: false, paint: 'red', born: 'first' });
  await counter.looked('lamp-shut');
  const known = counter.office().known.filter(({ id }) => id !== 'lamp-shut');
  const switchOn = `aws sagemaker switch-on --region eu-west-1 --cli-input-json '{"LampName":"a"}'`;
  return { counter, over: { known }, switchOn, name: `lamp-shut/${resourceOf('a').key}` };
}

describe('what a violation that has left the release holds', () => {
  test('stands in list --held, with the call that puts it back', async () => {
    const { counter, over, switchOn, name } = await left();
    const { says, data } = await counter.ask('list', { held: true }, undefined, over);
    expect(says).toEqual([expect.stringContaining('lamp-shut a: contained'), switchOn]);
    expect(data.cases).toMatchObject([{ case: name, undo: switchOn }]);
    const { says: ours } = await counter.ask('list', { held: true });
    expect(ours[1]).toBe(`npx mlwarden undo '${name}' --exempt-until 7d --why REASON`);
  });
  test('is shown from its trail, whole, by what list calls it', async () => {
    const { counter, over, name } = await left();
    for (const typed of [name, name.replace('/', ' ')]) {
      const { says, data } = await counter.ask('show', { case: typed }, undefined, over);
      expect([says[0], data.chain]).toEqual([expect.stringContaining('lamp-shut on a: contained'), 'whole']);
      expect(says).toContain('owed to its owner: SwitchOn');
    }
    expect(await counter.refusal('show', { case: 'lamp-shut a' }, undefined, over)).toContain('There is no violation "lamp-shut"');
    expect(await counter.refusal('show', { case: name.replace(/a$/, 'b') }, undefined, over)).toContain('There is no case of lamp-shut');
  });
});

describe('the call that puts back what a violation that has left held', () => {
  // Every API by which what is held is handed back, of every kind of which anything is held.
  test.each([
    ['AWS::SageMaker::NotebookInstance', { api: 'StartNotebookInstance', input: { NotebookInstanceName: 'n' } }],
    [
      'AWS::CodePipeline::Pipeline',
      { api: 'EnableStageTransition', input: { pipelineName: 'p', stageName: "it's", transitionType: 'Inbound' } },
    ],
  ])('of %s is one that AWS’s command line knows', (type, call) => {
    const key = `aws/${type}/111122223333/eu-west-1/n`;
    const owed = { what: 'off', violation: 'gone', call, expect: {}, since: '2026-11-23T12:00:00.000Z' };
    const line = putBack({ ...new Counter().office(), known: [] }, 'gone', { ...freshLock(key), owed }, 'x');
    expect(line).toMatch(/^aws .* --region eu-west-1 /);
    expect(typed(wordsOf(line))).toMatchObject({ operation: call.api, input: call.input });
  });
});

describe('uninstall --plan', () => {
  test('finds nothing where nothing was done', async () => {
    expect(await new Counter().ask('uninstall', { plan: true })).toEqual({
      says: ['Nothing is held, owed or under way.'],
      data: { left: [] },
    });
  });
  test('lists what is held and what is owed, with what puts it back', async () => {
    const counter = new Counter(policy({ defaults: { reversible: 'observe', disruptive: 'enforce', destructive: 'observe' } }));
    counter.street.lamps.set('a', { power: 'on', door: 'open', busy: false, paint: 'red', born: 'first' });
    await counter.looked('lamp-shut');
    const { data, says, wrong } = await counter.ask('uninstall', { plan: true });
    const left = data.left as { is: string; what: string; undo: string }[];
    expect(left.map((l) => [l.is, l.what])).toEqual([
      ['held', 'off'],
      ['owed', 'SwitchOn'],
    ]);
    const undo = `npx mlwarden undo 'lamp-shut/${resourceOf('a').key}' --exempt-until 7d --why uninstall`;
    expect(new Set(left.map((l) => l.undo))).toEqual(new Set([undo]));
    expect([says.length, says[1], wrong]).toEqual([4, undo, true]);
  });
  test('gives the call itself where the violation has left the release, for nobody could undo it any more', async () => {
    const { counter, over, switchOn } = await left();
    const { data, says } = await counter.ask('uninstall', { plan: true }, undefined, over);
    expect((data.left as { is: string; undo: string }[]).map((l) => [l.is, l.undo])).toEqual([
      ['held', switchOn],
      ['owed', switchOn],
    ]);
    expect(says[1]).toBe(switchOn);
  });
  test('says where nothing is owed that there is nothing to call', async () => {
    const counter = new Counter(policy({ defaults: { reversible: 'observe', disruptive: 'enforce', destructive: 'observe' } }));
    counter.street.lamps.set('a', { power: 'off', door: 'open', busy: false, paint: 'red', born: 'first' });
    await counter.looked('lamp-shut');
    const { says } = await counter.ask('uninstall', { plan: true }, undefined, { known: [] });
    expect(says).toEqual([expect.stringMatching(/^held: off since /), 'Nothing is owed to its owner: nothing is to be put back.']);
  });
  test('lists what was sent and is not seen yet, once for a resource', async () => {
    const counter = new Counter(policy());
    counter.street.lamps.set('a', { power: 'on', door: 'open', busy: false, paint: 'red', born: 'first' });
    await counter.street.look('lamp-off', 'a');
    await counter.street.look('lamp-shut', 'a');
    const { left } = (await counter.ask('uninstall', { plan: true })).data as { left: { is: string; what: string }[] };
    expect(left.filter((l) => l.is === 'under way').map((l) => l.what)).toEqual(['SwitchOff']);
  });
  test('is refused without --plan', async () => {
    expect(await new Counter().refusal('uninstall', {})).toContain('cannot read plan');
  });
});
