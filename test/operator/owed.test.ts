/** What we have taken away and may no longer hand back: people are told, find it, and put it back. */
import { describe, expect, test } from 'vitest';
import type { Policy } from '../../src/engine/policy.ts';
import { resourceOf } from '../engine/lamp.ts';
import { policy } from '../engine/policies.ts';
import { change, Stage } from '../telling/stage.ts';
import { APPROVER, Counter } from './desk.ts';

const CASE = `lamp-off/${resourceOf('a').key}`;
const HOUR = 3_600_000;
const of = (over: Record<string, unknown> = {}): Policy => policy({ approvers: [APPROVER], ...over });
const modes = (reversible: string, disruptive: string) => of({ defaults: { reversible, disruptive, destructive: 'observe' } });
const SWITCH_ON = `aws sagemaker switch-on --region eu-west-1 --cli-input-json '{"LampName":"a"}'`;

/** A red lamp that we have switched off and hold so. */
async function held() {
  const counter = new Counter(of());
  const lamp = counter.street.place('a', { paint: 'red' });
  await counter.looked();
  counter.street.now += HOUR;
  return { counter, lamp, street: counter.street };
}
/** The same, after policy has become another; `told` is what people were told from then on. */
async function dropped(now: (counter: Counter) => void) {
  const { counter, lamp, street } = await held();
  const before = street.entries.length;
  now(counter);
  for (let i = 0; i < 2; i++) {
    await counter.looked();
    street.now += HOUR;
  }
  return { counter, lamp, street, told: await toldOf(street.entries.slice(before)) };
}
async function toldOf(entries: readonly Parameters<typeof change>[0][]) {
  const stage = new Stage();
  stage.resources = async () => () => resourceOf('a');
  await stage.shard(entries.map(change));
  return stage.posts.map(({ subject, letter, attributes }) => ({
    subject,
    state: attributes.state,
    letter: letter.replace(/\s*\\?\s+/g, ' '),
  }));
}
const became = (over: Policy) => (counter: Counter) => {
  counter.street.policy = over;
};

describe('a lamp that policy does not want held any more', () => {
  test('is handed back where reversible steps are enforced, and nobody is called', async () => {
    const { lamp, told } = await dropped(became(modes('enforce', 'observe')));
    expect([lamp.power, told]).toEqual(['on', []]);
  });

  test.each<[string, Policy, string]>([
    ['is out of scope', of({ scope: { 'AWS::SageMaker::Lamp': { 'ml-linked': false } } }), 'out-of-scope: scope.AWS::SageMaker::Lamp'],
    ['is only observed', modes('observe', 'observe'), 'observe: defaults.reversible'],
  ])('and that %s stays off: people are told once with the undo line, find it as owed, and put it back', async (_, over, why) => {
    const { counter, lamp, street, told } = await dropped(became(over));
    expect(lamp.power).toBe('off');
    expect(told).toHaveLength(1);
    const [{ subject, state, letter } = { subject: '', state: '', letter: '' }] = told;
    expect([subject, state]).toEqual(['mlwarden: lamp-off stays as we left it: it is not put back', 'owed']);
    expect(letter).toContain('What it is as mlwarden has left it: SwitchOn, which would put it back, is not made Flaw it is painted red');
    expect(letter).toContain(`Why ${why} `);
    expect(letter).toContain(`Undo: npx mlwarden undo ${CASE} --exempt-until 2d --why REASON`);
    const { says, data } = await counter.ask('list', { held: true });
    const undo = `npx mlwarden undo '${CASE}' --exempt-until 7d --why REASON`;
    expect(says).toEqual([expect.stringMatching(/^lamp-off a: contained since .*, owed: SwitchOn$/), undo]);
    expect(data.cases).toMatchObject([{ is: 'owed', what: 'SwitchOn', undo }]);
    await counter.ask('undo', { case: 'lamp-off a', exemptUntil: '2d', why: 'it may burn' });
    await street.rest();
    expect(lamp.power).toBe('on');
    expect(street.trail('lamp-off', 'a').slice(-3)).toEqual(['applied SwitchOn', 'undone', 'outcome withheld']);
    expect((await counter.ask('list', { held: true })).says).toEqual(['There is no such case.']);
  });

  test.each<[string, (counter: Counter) => void, string]>([
    ['policy protects', became(of({ protected: ['*lamp/a'] })), 'protected: *lamp/a'],
    [
      'a deployment only observes',
      ({ street }) => {
        street.cap = 'observe';
      },
      'Mode=observe',
    ],
  ])('and that %s stays off, and cannot be undone either: people are told the call itself, everywhere', async (_, now, bar) => {
    const { counter, lamp, street, told } = await dropped(now);
    expect(lamp.power).toBe('off');
    expect(told.map(({ state }) => state)).toEqual(['owed']);
    expect(told[0]?.letter).toContain(`Put back: ${SWITCH_ON}`);
    expect(told[0]?.letter).not.toContain('mlwarden undo');
    const shown = (await counter.ask('show', { case: 'lamp-off a' })).says.join(' ');
    expect(shown).toContain('contained: SwitchOn is not done to hand it back: ');
    expect((await counter.ask('list', { held: true })).says[1]).toBe(SWITCH_ON);
    expect((await counter.ask('uninstall', { plan: true })).says[1]).toBe(SWITCH_ON);
    expect(await counter.refusal('undo', { case: 'lamp-off a', exemptUntil: '2d', why: 'x' })).toBe(
      `mlwarden may not touch a (${bar}): put it back by ${SWITCH_ON}`,
    );
    lamp.power = 'on';
    await counter.looked();
    expect((await street.lock('a')).owed).toBeUndefined();
  });

  test('and that nothing is owed for is not undone where it is protected, and the refusal says why', async () => {
    const counter = new Counter(of());
    const lamp = counter.street.place('a', { door: 'open', power: 'off' });
    await counter.looked('lamp-shut');
    expect(lamp.door).toBe('shut');
    counter.street.policy = of({ protected: ['*lamp/a'] });
    expect(await counter.refusal('undo', { case: 'lamp-shut a', exemptUntil: '2d', why: 'x' })).toBe(
      'mlwarden may not touch a (protected: *lamp/a), and so puts nothing back.',
    );
  });

  test('and whose hand-back somebody denies stays off, and people are told so', async () => {
    const { counter, lamp, street } = await held();
    const before = street.entries.length;
    street.policy = of({ defaults: { reversible: 'ask', disruptive: 'observe', destructive: 'observe' } });
    await counter.looked();
    expect((await counter.case()).asked?.call.api).toBe('SwitchOn');
    await counter.ask('deny', { case: 'lamp-off a', why: 'it is broken' });
    await street.rest();
    expect(lamp.power).toBe('off');
    expect((await toldOf(street.entries.slice(before))).map(({ state }) => state)).toEqual(['asked', 'owed']);
  });

  test('and that is paused is told to nobody: when the pause is over it is handed back', async () => {
    const { counter, lamp, street, told } = await dropped((counter) => {
      counter.street.ledger.control('pause#global', {});
      became(modes('enforce', 'observe'))(counter);
    });
    expect([lamp.power, told]).toEqual(['off', []]);
    street.ledger.control('pause#global', undefined);
    await counter.looked();
    expect(lamp.power).toBe('on');
  });
});

describe('what is held', () => {
  test('is listed as held, with what is held and what puts it back', async () => {
    const { counter } = await held();
    const { says, data } = await counter.ask('list', { held: true });
    expect(says[0]).toMatch(/, held: off$/);
    expect(data.cases).toMatchObject([{ is: 'held', what: 'off' }]);
  });

  test('by a violation that has changed nothing is not undone for it: the refusal says what ends it', async () => {
    const { counter, street } = await held();
    Object.assign(street.lamps.get('a') ?? {}, { door: 'open' });
    street.trouble = (api) => (api === 'ShutDoor' ? { error: new Error('the hinge is stuck') } : undefined);
    await street.look('lamp-shut', 'a');
    const undo = { exemptUntil: '2d', why: 'x' };
    expect(await counter.refusal('undo', { ...undo, case: 'lamp-shut a' })).toContain(
      'mlwarden has changed nothing of a for lamp-shut; what is owed was changed for lamp-off.',
    );
    const left = new Counter(of());
    left.street.place('a', { paint: 'red', power: 'off' });
    await left.looked();
    expect(await left.refusal('undo', { ...undo, case: 'lamp-off a' })).toContain('; exempt it, and what it holds is let go of.');
  });
});
