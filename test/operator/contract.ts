/** What every verb must do to the records, whatever these are kept in. */
import { describe, expect, test } from 'vitest';
import { broken } from '../../src/ledger/chain.ts';
import type { Entry } from '../../src/ledger/items.ts';
import { verbs } from '../../src/operator/verbs.ts';
import { resourceOf } from '../engine/lamp.ts';
import { approveContract } from './approve-contract.ts';
import { approver, atOnce, EVERYTHING, type Open, reader, second, unknown } from './desk.ts';
import { exemptContract } from './exempt-contract.ts';
import { pauseContract } from './pause-contract.ts';

const CASE = `lamp-off/${resourceOf('a').key}`;

const reading = (open: Open): void => {
  test('shows, lists, counts, explains and exports what is there, as it is there, and changes nothing', async () => {
    const counter = await open().found();
    await counter.ask('approve', { case: 'lamp-off a', why: 'yes' });
    await counter.street.rest();
    const before = await counter.kept.all();
    const data = async (name: string, input: object = {}): Promise<object> => (await counter.ask(name, input, unknown)).data;
    expect(await data('list')).toMatchObject({ cases: [{ case: CASE, stands: 'contained', asked: { api: 'Smash' } }], more: false });
    expect(await data('list', { contained: true, held: true })).toMatchObject({ cases: [{ case: CASE }] });
    expect(await data('list', { stuck: true })).toEqual({ cases: [], more: false });
    expect(await data('show', { case: 'lamp-off a' })).toMatchObject({ chain: 'whole' });
    expect(await data('status')).toMatchObject({ pauses: [], cases: { contained: 1, stuck: 0 } });
    expect((await counter.ask('why', { resource: 'a' })).says[0]).toContain('lamp-off on a: contained since');
    expect(await data('export')).toEqual({ chains: ['operator/desk', CASE] });
    const { entries, head } = (await data('export', { case: CASE })) as { entries: Entry[]; head: { seq: number; hash: string } };
    expect([entries.length > 3, broken(entries, head)]).toEqual([true, undefined]);
    expect(await data('uninstall', { plan: true })).toMatchObject({ left: [{ is: 'held' }, { is: 'owed' }] });
    await counter.ask('look', { case: 'lamp-off a' }, unknown);
    expect(counter.street.queue.at(-1)).toMatchObject({ violation: 'lamp-off', visit: { cause: { source: 'mlwarden.operator' } } });
    expect(await counter.kept.all()).toEqual(before);
  });
};

const ruling = (open: Open): void => {
  test('on one case, each its own way, both stand in the ruling and in the record', async () => {
    const counter = await open().found();
    const both = await atOnce(
      counter.ask('exempt add', { case: CASE, until: '7d', owner: 'carl', why: 'a trial', ticket: 'OPS-1' }),
      counter.ask('deny', { case: CASE, why: 'no' }, second),
    );
    expect(both).toEqual([expect.objectContaining({ complete: true }), expect.objectContaining({ complete: true })]);
    expect(await counter.ruling()).toMatchObject({ rev: 2, exemption: { owner: 'carl' }, answer: { says: 'no', by: [second.arn] } });
    expect(new Set((await counter.record()).map((e) => e.body.verb))).toEqual(new Set(['exempt add', 'deny']));
  });

  test('who both pause, stand in the record, and the pause is of the later one', async () => {
    const counter = open();
    await atOnce(counter.ask('pause', EVERYTHING, reader), counter.ask('pause', EVERYTHING));
    const record = await counter.record();
    expect(new Set(record.map((e) => e.body.who))).toEqual(new Set([reader.arn, approver.arn]));
    expect(await counter.kept.desk.pauses(['pause#global'])).toMatchObject([{ rev: 2, by: record[1]?.body.who }]);
  });
};

export function verbsContract(name: string, open: Open): void {
  pauseContract(name, open);
  approveContract(name, open);
  exemptContract(name, open);
  describe(`${name}: two people at once`, () => ruling(open));
  describe(`${name}: whoever reads`, () => reading(open));
  test(`${name}: no verb takes what is no input of it, and nothing is changed`, async () => {
    const counter = await open().found();
    for (const { name: verb } of verbs)
      for (const input of ['x', { case: 'lamp-off a', level: 'global', why: 'x', sudo: true }, { case: 7, why: '\n' }])
        expect(await counter.refusal(verb, input as object)).toContain(`${verb}: cannot read`);
  });
}
