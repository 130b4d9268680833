import { describe, expect, test } from 'vitest';
import { charge, decide, type Question } from '../../src/engine/decide.ts';
import { type Attempt, type Budget, freshBudget } from '../../src/ledger/items.ts';
import { resourceOf } from './lamp.ts';
import { policy } from './policies.ts';

const now = new Date('2026-11-23T12:00:00Z');
const ago = (minutes: number): string => new Date(now.getTime() - minutes * 60_000).toISOString();
type Rulings = Pick<NonNullable<Question['ruling']>, 'answer' | 'undo'>;
const ruling = (says: Rulings): NonNullable<Question['ruling']> => {
  const resource = resourceOf('a');
  return { v: 1, violation: 'lamp-off', key: resource.key, resource, rev: 1, ...says };
};
const denial = {
  id: 'a',
  says: 'no' as const,
  born: 'b',
  hash: 'r',
  until: ago(-60),
  by: ['ann', 'bob'],
  why: 'not by night',
} satisfies Rulings['answer'];
const budgets: readonly [Budget, Budget] = [freshBudget('budget#account'), freshBudget('budget#violation')];
const question: Question = {
  policy: policy({ budget: { account: { repairs: 3, per: '10m' }, violation: { repairs: 2, per: '10m' } } }),
  cap: 'policy',
  violation: 'lamp-off',
  resource: resourceOf('a'),
  linked: [],
  born: 'b',
  purpose: 'repair',
  effect: 'disruptive',
  now,
  paused: [],
  hash: 'h',
  request: 'r',
  case: { charged: false, attempts: [] },
  budgets,
};
const riding: Question = { ...question, case: { charged: true, worst: 'disruptive', attempts: [] } };
const attempt = (over: Partial<Attempt> = {}): Attempt => ({ hash: 'h', at: ago(60), end: 'applied', ...over });
const begun = (budget: Budget, ...minutes: number[]): Budget => ({ ...budget, rev: minutes.length, begun: minutes.map(ago) });

describe('the gate', () => {
  test('opens for what policy enforces, names the line, and charges both budgets', () => {
    expect(decide(question)).toEqual({
      may: 'enforce',
      line: 'defaults.disruptive',
      charged: budgets.map((b) => ({ ...b, rev: 1, begun: [now.toISOString()] })),
    });
  });

  test('charges nothing for a step that rides on a repair begun', () => {
    expect(decide(riding)).toEqual({ may: 'enforce', line: 'defaults.disruptive' });
  });

  test('stays shut for a step that rides on a repair begun, too, while everything is paused', () => {
    expect(decide({ ...riding, paused: ['pause#global'] })).toMatchObject({ may: 'not', why: 'paused' });
  });

  test.each<[string, Partial<Question>, string, string]>([
    ["mlwarden's own", { resource: resourceOf('mlwarden-x') }, 'own', 'refused in code: */mlwarden-*'],
    ['what is not in scope', { resource: { ...resourceOf('a'), type: 'AWS::IAM::Role' } }, 'out-of-scope', 'scope.AWS::IAM::Role'],
    ['what is protected', { policy: policy({ protected: ['*:lamp/a'] }) }, 'protected', 'protected: *:lamp/a'],
    ['what policy observes', { effect: 'destructive' }, 'observe', 'defaults.destructive'],
    ['everything, in a deployment that observes', { cap: 'observe' }, 'observe-only-deployment', 'Mode=observe'],
    ['what people have denied', { ask: true, ruling: ruling({ answer: denial }) }, 'denied', 'denied by ann, bob: not by night'],
    ['what is paused', { paused: ['pause#global', 'pause#account#111122223333'] }, 'paused', 'pause#global'],
  ])('stays shut for %s', (_, over, why, line) => {
    expect(decide({ ...question, ...over })).toEqual({ may: 'not', why, line });
  });

  test('names the reason that no control lifts before the one that a control does', () => {
    const everything = { resource: resourceOf('mlwarden-x'), paused: ['pause#global'], cap: 'observe', effect: 'destructive' } as const;
    expect(decide({ ...question, ...everything })).toMatchObject({ why: 'own' });
  });
});

describe('an undo', () => {
  const observes = policy({ defaults: { reversible: 'observe', disruptive: 'observe', destructive: 'observe' } });
  const undoing: Question = { ...question, policy: observes, purpose: 'undo' };
  const undo = { id: 'u', born: 'b', by: 'ann', why: 'wrong lamp', at: ago(1) };

  test('is made because somebody has asked for it, whatever policy says of its effect', () => {
    expect(decide({ ...undoing, ruling: ruling({ undo }) })).toEqual({ may: 'enforce', line: 'undo asked for by ann' });
  });

  test('that nobody has asked for goes by policy, and so does a repair while one is asked for', () => {
    for (const other of [
      undoing,
      { ...undoing, ruling: ruling({}) },
      { ...undoing, purpose: 'repair', ruling: ruling({ undo }) },
    ] as const) {
      expect(decide(other)).toMatchObject({ may: 'not', why: 'observe' });
    }
  });

  test('goes back on what was done before policy left it out of its scope', () => {
    const left = policy({ scope: { 'AWS::SageMaker::Lamp': { arns: [] } } });
    expect(decide({ ...undoing, policy: left, ruling: ruling({ undo }) }).may).toBe('enforce');
    expect(decide({ ...question, policy: left })).toMatchObject({ may: 'not', why: 'out-of-scope' });
  });
});

describe('a request that nobody answers', () => {
  const WEEK = 7 * 24 * 60;
  const requested = (minutes: number, hash = 'r') => {
    const asked = {
      hash,
      call: { api: 'SwitchOff', input: {} },
      effect: 'disruptive',
      at: ago(minutes),
      until: ago(minutes - 24 * 60),
    } as const;
    return decide({ ...question, ask: true, case: { charged: false, attempts: [], asked } });
  };
  test.each<[string, Parameters<typeof requested>, object]>([
    ['is open for a day', [24 * 60 - 1], { may: 'ask' }],
    ['counts as denied after it', [24 * 60], { may: 'not', why: 'denied', line: `nobody approved it by ${ago(0)}` }],
    ['counts as denied for a week', [WEEK], { may: 'not', why: 'denied' }],
    ['is made anew when that is over', [WEEK + 1], { may: 'ask' }],
    ['denies no other call', [25 * 60, 'another'], { may: 'ask' }],
  ])('%s', (_, request, is) => {
    expect(requested(...request)).toMatchObject(is);
  });
});

describe('attempts', () => {
  const three = (...over: Partial<Attempt>[]) => decide({ ...question, case: { charged: false, attempts: over.map(attempt) } });
  test.each<[string, Partial<Attempt>[], string]>([
    ['worked and was undone', [{}, {}, {}], 'the same call worked and was undone 3 times in a day'],
    [
      'never worked',
      [
        { end: 'refused', text: 'no' },
        { end: 'void', text: 'not seen' },
        { end: 'refused', text: 'no' },
      ],
      'the same call did not take effect 3 times in a day: no; not seen',
    ],
    [
      'worked once',
      [{}, { end: 'refused', text: 'no' }, { end: 'void' }],
      'the same call worked 1 times and was undone or failed 3 times in a day: no',
    ],
    ['was tried four times', [{}, {}, {}, {}], 'the same call worked and was undone 4 times in a day'],
  ])('end with a call that %s', (_, over, why) => {
    expect(three(...over)).toEqual({ may: 'never', why, line: 'defaults.disruptive' });
  });

  test.each<[string, Partial<Attempt>[]]>([
    ['two', [{}, {}]],
    ['another call', [{}, {}, { hash: 'another' }]],
    ['one a day and more ago', [{}, {}, { at: ago(24 * 60) }]],
  ])('go on after %s', (_, over) => {
    expect(three(...over).may).toBe('enforce');
  });

  test('made by a clock that runs ahead count, too', () => {
    expect(three({}, {}, { at: ago(-5) }).may).toBe('never');
  });
});

describe('a budget', () => {
  const limit = { repairs: 2, per: 600 };
  const [account, violation] = budgets;

  test('slides: what was begun before its window is forgotten', () => {
    expect(charge(begun(account, 20, 10, 9.99), limit, now)).toEqual({ ...account, rev: 4, begun: [ago(9.99), ago(0)] });
  });
  test('never holds more than its limit', () => {
    expect(charge(begun(account, 9, 8), limit, now)).toBeUndefined();
  });
  test('that has tripped stays so, however long ago', () => {
    expect(charge({ ...account, tripped: ago(10_000) }, limit, now)).toBeUndefined();
  });

  const full = begun(violation, 3, 2);
  const fuller = begun(account, 3, 2, 1);
  test.each<[string, readonly [Budget, Budget], string, readonly Budget[] | undefined]>([
    ['of the account', [fuller, violation], 'budget.account', [fuller]],
    ['of the violation', [account, full], 'budget.violation', [full]],
    ['of both', [fuller, full], 'budget.account', [fuller, full]],
    ['of the violation, tripped before', [account, { ...full, tripped: ago(1) }], 'budget.violation', undefined],
    ['of the account, tripped before, and the violation', [{ ...fuller, tripped: ago(1) }, full], 'budget.account', [full]],
  ])('%s that is spent stops the repair and trips once', (_, spent, line, trips) => {
    expect(decide({ ...question, budgets: spent })).toEqual({ may: 'not', why: 'over-budget', line, ...(trips && { trips }) });
  });
});
