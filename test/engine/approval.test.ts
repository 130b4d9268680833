/** What the desk would never write counts for nothing at the gate either. */
import { describe, expect, test } from 'vitest';
import { decide, type Question } from '../../src/engine/decide.ts';
import { freshBudget } from '../../src/ledger/items.ts';
import type { Ruling } from '../../src/ledger/rulings.ts';
import { resourceOf, START, Street } from './lamp.ts';
import { policy } from './policies.ts';

const at = (minutes: number): string => new Date(START + minutes * 60_000).toISOString();
const session = (role: string, name: string, account = '111122223333'): string => `arn:aws:sts::${account}:assumed-role/${role}/${name}`;
const SSO = 'AWSReservedSSO_Security_0123456789abcdef';
const ASKING = { defaults: { reversible: 'ask', disruptive: 'ask', destructive: 'ask' } };

type Answer = NonNullable<Ruling['answer']>;
function asked(
  over: Partial<Answer>,
  {
    effect = 'destructive',
    twoPersons = ['destructive'],
    culprits,
  }: { effect?: Question['effect']; twoPersons?: string[]; culprits?: string[] } = {},
) {
  const answer: Answer = { id: 'a', says: 'yes', born: 'b', hash: 'r', until: at(120), at: at(-1), by: ['ann', 'bob'], why: 'x', ...over };
  const { resource, ...rest } = { resource: resourceOf('a'), violation: 'lamp-off' };
  return decide({
    ...{ policy: policy({ ...ASKING, twoPersons }), cap: 'policy', ...rest, resource, linked: [], born: 'b', purpose: 'repair', effect },
    ...{ now: new Date(START), paused: [], request: 'r', budgets: [freshBudget('x'), freshBudget('y')] },
    ruling: { v: 1, ...rest, key: resource.key, resource, rev: 1, answer },
    case: {
      ...{ charged: false, attempts: [], ...(culprits && { culprits }) },
      asked: { hash: 'r', call: { api: 'Smash', input: {} }, effect, at: at(-60), until: at(60) },
    },
  }).may;
}

describe('what destroys takes two people', () => {
  test.each<[string, string[], string]>([
    ['two roles', [session('approver', 's1'), session('second', 's1')], 'enforce'],
    ['roles of one name in two accounts', [session('approver', 's1'), session('approver', 's1', '444455556666')], 'enforce'],
    ['two users of one permission set', [session(SSO, 'ann'), session(SSO, 'bob')], 'enforce'],
    ['one', [session('approver', 's1')], 'ask'],
    ['nobody', [], 'ask'],
    ['two whom the desk knows by name', [`ann (${session('approver', 'ann')})`, `bob (${session('approver', 'bob')})`], 'enforce'],
    ['one, twice', [session('approver', 's1'), session('approver', 's1')], 'ask'],
    ['two sessions of one role', [session('approver', 'ann'), session('approver', 'bob')], 'ask'],
    [
      'two sessions of one role in China',
      [session('approver', 'ann'), session('approver', 'bob')].map((arn) => arn.replace('arn:aws:', 'arn:aws-cn:')),
      'ask',
    ],
    ['one user by two permission sets', [session(SSO, 'Ann'), session('AWSReservedSSO_Admin_fedcba9876543210', 'ann')], 'ask'],
    ['one who is no session, twice', ['ann', 'ann'], 'ask'],
  ])('approved by %s', (_, by, may) => {
    expect(asked({ by })).toBe(may);
  });

  test('where policy says so, and for nothing else', () => {
    expect(asked({ by: ['ann'] }, { twoPersons: [] })).toBe('enforce');
    expect(asked({ by: ['ann'] }, { effect: 'disruptive' })).toBe('enforce');
  });
});

describe('what nobody is known to have caused', () => {
  const twoPersons = ['unknown-cause'];
  test('takes two people where policy says so, whatever its effect', () => {
    expect(asked({ by: ['ann'] }, { effect: 'reversible', twoPersons })).toBe('ask');
    expect(asked({ by: ['ann', 'bob'] }, { effect: 'reversible', twoPersons })).toBe('enforce');
  });
  test('takes one where somebody is known, and where policy does not ask for it', () => {
    expect(asked({ by: ['ann'] }, { effect: 'reversible', twoPersons, culprits: ['eve'] })).toBe('enforce');
    expect(asked({ by: ['ann'] }, { effect: 'reversible' })).toBe('enforce');
  });
});

describe('an approval is given while it is asked for', () => {
  test.each<[string, Partial<Answer>, string]>([
    ['in time', { at: at(60) }, 'enforce'],
    ['a moment too late', { at: new Date(START + 3_600_001).toISOString() }, 'ask'],
    ['nobody knows when', { at: undefined as never }, 'ask'],
  ])('%s', (_, over, may) => {
    expect(asked(over)).toBe(may);
  });

  test('and given too late the request counts as denied, though the ledger holds a yes', async () => {
    const street = new Street(policy(ASKING));
    street.place('a', { paint: 'red' });
    await street.look('lamp-off', 'a');
    street.now += 25 * 3_600_000;
    await street.answer('lamp-off', 'a');
    expect((await street.look('lamp-off', 'a')).says).toContain('is withheld: denied (nobody approved it by 2026-11-24T12:00');
    expect(street.sent).toEqual([]);
  });
});
