import { describe, expect, test } from 'vitest';
import type { AnyRemediation, Json } from '../../../src/engine/remediation.ts';
import { remediation } from '../../../src/remediations/notebooks/notebook-lifecycle-script.ts';
import type { LifecycleConfigState } from '../../../src/resources/lifecycle-config.ts';
import type { Writing, WritingHistory } from '../../../src/resources/lifecycle-history.ts';
import { sagemaker } from '../../../src/resources/sagemaker.ts';
import type { Sign } from '../../../src/resources/script-signs.ts';
import { flaw, next, step } from '../promise.ts';

const TYPE = 'AWS::SageMaker::NotebookInstanceLifecycleConfig';
const place = { partition: 'aws', account: '111122223333', region: 'eu-west-1' };
const resource = sagemaker(TYPE, 'notebook-instance-lifecycle-config', place, 'Team-A-Setup');
const session = (role: string, name: string) => `arn:aws:sts::111122223333:assumed-role/${role}/${name}`;
const [ana, eve] = [session('DataScientist', 'ana'), session('Platform', 'eve')];
const LIST = { writers: [session('Platform', '*'), 'arn:aws:iam::*:role/platform/*'] };

/** Minutes before the tests' noon. */
const ago = (minutes: number) => new Date(Date.parse('2026-11-01T12:00:00Z') - minutes * 60_000).toISOString();
const SIGNS: { readonly [digest: string]: readonly Sign[] } = { bad: ['reverse-shell'], leaky: ['token'] };
const [good, better, bad, other, leaky] = ['good', 'better', 'bad', 'other', 'leaky'] as const;
const writing = (minutes: number, by: string, scripts: Partial<Pick<Writing, 'OnCreate' | 'OnStart'>>): Writing => ({
  ...{ by, at: ago(minutes) },
  ...scripts,
});
const wrote = (minutes: number, by: string, OnStart?: string | null) => writing(minutes, by, OnStart === undefined ? {} : { OnStart });
const made = writing(900, eve, { OnCreate: null, OnStart: good });
type More = Partial<Omit<LifecycleConfigState, 'history'>> & Partial<Omit<WritingHistory, 'writings'>>;
function state(
  OnStart: string | undefined,
  writings: readonly Writing[],
  { told = true, reach = 'all', ...more }: More = {},
): LifecycleConfigState {
  const history = { writings, told, reach };
  return { scripts: OnStart ? { OnStart } : {}, signs: SIGNS, at: writings[0]?.at ?? ago(30), history, running: {}, ...more };
}
const given = (s: LifecycleConfigState, settings: Json = LIST) => ({
  remediation: remediation as unknown as AnyRemediation,
  ...{ resource, state: s as Json, settings },
});
const without = ({ history: _, ...rest }: LifecycleConfigState): LifecycleConfigState => rest;

describe('a script', () => {
  test.each<[says: string, state: LifecycleConfigState, settings: Json, wrong: RegExp | undefined]>([
    ['of somebody on the list is right', state(good, [made]), LIST, undefined],
    [
      'of a role on the list is right, by its path',
      state(other, [{ ...wrote(30, ana, other), role: 'arn:aws:iam::1:role/platform/X' }, made]),
      LIST,
      undefined,
    ],
    ['of somebody on no list is wrong', state(other, [wrote(30, ana, other), made]), LIST, /its OnStart was written by .*ana, who may not/],
    ['of a role elsewhere is wrong', state(other, [{ ...wrote(30, ana, other), role: 'arn:aws:iam::1:role/x/X' }, made]), LIST, /may not/],
    ['is right where anybody may write', state(other, [wrote(30, ana, other), made]), {}, undefined],
    ['of nobody whom CloudTrail knows is right where anybody may write', state(other, [made]), {}, undefined],
    ['with a sign is wrong where anybody may write', state(bad, [wrote(30, ana, bad), made]), {}, /bears the signs reverse-shell, .*ana/],
    ['with a sign is wrong, whoever wrote it', state(bad, [wrote(30, eve, bad), made]), LIST, /bears the signs reverse-shell, .*eve/],
    ['with a sign is wrong, however old it is', without(state(bad, [])), LIST, /CloudTrail does not know/],
    ['with a sign that is not judged is right', state(bad, [wrote(30, eve, bad), made]), { ...LIST, rules: ['miner'] }, undefined],
    ['that never was is missed by nobody', state(undefined, [writing(900, ana, { OnCreate: null, OnStart: null })]), LIST, undefined],
    ['that is older than what CloudTrail remembers is right', without(state(other, [])), LIST, undefined],
    ['is right where what we put back was written by who may', state(good, [wrote(30, ana, other), made]), LIST, undefined],
    ['is right where who may not wrote the same again', state(good, [wrote(30, ana, good), made]), LIST, undefined],
    [
      'that was put back to an older one by who may not is wrong',
      state(good, [wrote(30, ana, good), wrote(60, eve, better), made]),
      LIST,
      /ana, who may not/,
    ],
    ['that who may put back to an older one is right', state(good, [wrote(30, eve, good), wrote(60, eve, better), made]), LIST, undefined],
    ["that CloudTrail should know and does not is nobody's", state(other, [made]), LIST, /by somebody whom CloudTrail does not know/],
    ['of a hook that known calls left out is older than what they say', state(other, [wrote(30, eve)], { reach: 'part' }), LIST, undefined],
    ['that who may not took away is wrong', state(undefined, [wrote(30, ana, null), made]), LIST, /its OnStart was taken away by .*ana/],
    ['that who may took away is right', state(undefined, [wrote(30, eve, null), made]), LIST, undefined],
    [
      'that is gone since who may not left it out was taken away by him',
      state(undefined, [wrote(30, ana), made]),
      LIST,
      /taken away by .*ana/,
    ],
    [
      'that is gone since who may left it out was taken away by her',
      state(undefined, [wrote(20, ana), wrote(30, eve), made]),
      LIST,
      undefined,
    ],
    ['that is gone since nobody knows when is not judged', state(undefined, [made]), LIST, undefined],
  ])('%s', (_, s, settings, wrong) => {
    const found = flaw(given(s, settings));
    if (wrong) expect(found?.says).toMatch(wrong);
    else expect(found).toBeUndefined();
  });

  test('of the one hook is judged without the other', () => {
    const s = state(good, [writing(30, ana, { OnCreate: other, OnStart: good }), made]);
    const both = { ...s, scripts: { OnStart: good, OnCreate: other } };
    expect(flaw(given(both))?.says).toMatch(/^its OnCreate was written by [^;]*$/);
  });
});

const backTo = (s: LifecycleConfigState, settings: Json = LIST) => {
  const does = next(given(s, settings));
  const [{ Content = '' } = {}] = does.do === 'step' ? ((does.call.input as { OnStart?: { Content: string }[] }).OnStart ?? []) : [];
  return does.do === 'step' ? Content || 'nothing' : does.do;
};

describe('put back is', () => {
  test.each<[says: string, state: LifecycleConfigState, settings: Json, back: string]>([
    ['the newest that who may wrote', state(other, [wrote(30, ana, other), wrote(60, eve, better), made]), LIST, 'better'],
    ['none that who may not wrote', state(other, [wrote(30, ana, other), wrote(60, ana, better), made]), LIST, 'good'],
    ['none that bears a sign', state(bad, [wrote(30, ana, bad), wrote(60, eve, leaky), made]), LIST, 'good'],
    [
      'one whose sign is not judged',
      state(bad, [wrote(30, ana, bad), wrote(60, eve, leaky), made]),
      { ...LIST, rules: ['miner', 'reverse-shell'] },
      'leaky',
    ],
    ['what anybody wrote, where anybody may', state(bad, [wrote(30, ana, bad), wrote(60, ana, better)]), {}, 'better'],
    ['nothing, where nothing was there', state(other, [wrote(30, ana, other), writing(900, eve, { OnStart: null })]), LIST, 'nothing'],
    ['what was taken away', state(undefined, [wrote(30, ana, null), made]), LIST, 'good'],
    ['what was there before who may not left it out', state(undefined, [wrote(30, ana), made]), LIST, 'good'],
    ['told where there is nothing', state(bad, [wrote(30, eve, bad)]), LIST, 'tell'],
    ['told where nothing is known', without(state(bad, [])), LIST, 'tell'],
    [
      'told where who may left the hook out since: perhaps it was to go',
      state(other, [wrote(30, ana, other), wrote(60, eve), made]),
      LIST,
      'tell',
    ],
    ['told where not all is read, and it may be of who may', state(other, [wrote(30, eve, good)], { reach: 'cut' }), LIST, 'tell'],
  ])('%s', (_, s, settings, back) => expect(backTo(s, settings)).toBe(back));

  test('each hook as it is to be, the one that is right as it is', () => {
    const s = state(other, [writing(30, ana, { OnStart: other }), writing(900, eve, { OnCreate: better, OnStart: good })]);
    const { step: does, after } = step(given({ ...s, scripts: { OnCreate: better, OnStart: other } }));
    const call = (OnStart: string) => ({
      api: 'UpdateNotebookInstanceLifecycleConfig',
      input: { NotebookInstanceLifecycleConfigName: 'Team-A-Setup', OnCreate: [{ Content: 'better' }], OnStart: [{ Content: OnStart }] },
    });
    expect(does).toMatchObject({ effect: 'reversible', call: call('good'), undo: call('other') });
    expect(does.expect).toEqual({ scripts: { OnCreate: 'better', OnStart: 'good' } });
    expect(after).toMatchObject({ scripts: { OnStart: 'good' } });
  });

  test('an empty hook where it is to go, and no word of a hook that is nowhere', () => {
    const s = state(other, [wrote(30, ana, other), writing(900, eve, { OnCreate: null, OnStart: null })]);
    const { step: does } = step(given(s));
    expect(does.call.input).toEqual({ NotebookInstanceLifecycleConfigName: 'Team-A-Setup', OnStart: [] });
    expect(does.undo?.input).toEqual({ NotebookInstanceLifecycleConfigName: 'Team-A-Setup', OnStart: [{ Content: 'other' }] });
    expect(does.expect).toEqual({ scripts: { OnStart: null } });
  });
});

describe('a configuration whose last modification CloudTrail does not know yet', () => {
  const untold = (s: string, writings: readonly Writing[], minutes: number) => state(s, writings, { told: false, at: ago(minutes) });
  test.each<[says: string, state: LifecycleConfigState, does: string]>([
    ['is waited for', untold(other, [made], 10), 'wait'],
    [
      'is waited for where who may not is known to have written just that: somebody who may has, too, perhaps',
      untold(other, [wrote(30, ana, other), made], 10),
      'wait',
    ],
    ['is not waited for longer than CloudTrail takes', untold(other, [wrote(80, ana, other), made], 61), 'good'],
    ['is not waited for where it bears a sign, and something can be put back', untold(bad, [made], 1), 'good'],
    ['is waited for where nothing can be put back yet', untold(bad, [], 1), 'wait'],
    ['is told of where nothing could be put back in time', untold(bad, [], 61), 'tell'],
    ["is somebody's whom CloudTrail does not know, in the end", untold(other, [made], 61), 'good'],
  ])('%s', (_, s, does) => expect(backTo(s)).toBe(does));

  test('needs none, where it is the newest that who may wrote', () => expect(flaw(given(untold(good, [made], 1)))).toBeUndefined());

  test('is waited for no longer where who may not has written it three times since it was found', () => {
    const times = (n: number) => Array.from({ length: n }, (_, i) => wrote(12 - i, ana, `x${i}`));
    const does = (n: number, found = ago(20)) => next({ ...given(untold(other, [...times(n), made], 1)), found }).do;
    expect([does(2), does(3), does(3, ago(11.5))]).toEqual(['wait', 'step', 'wait']);
    // A script that somebody wrote who may is waited for, however old the case is.
    expect(does(0, ago(600))).toBe('wait');
  });

  test('is told of where nothing could be put back within the hour in which it was found, whoever goes on modifying it', () => {
    const s = given(untold(bad, [], 1));
    expect(next({ ...s, found: ago(59) }).do).toBe('wait');
    expect(next({ ...s, found: ago(61) }).do).toBe('tell');
  });

  test('has what is surely wrong put back first, and by the same call later', () => {
    const s = untold(bad, [made], 1);
    const both = given({ ...s, scripts: { OnStart: bad, OnCreate: other } });
    const early = next(both);
    expect(early).toMatchObject({ do: 'step', call: { input: { OnCreate: [{ Content: 'other' }], OnStart: [{ Content: 'good' }] } } });
    expect(next({ ...both, now: '2026-11-02T12:00:00.000Z' })).toEqual(early);
  });
});

test('what is put back was read so long after it was found that what happened before is in it', () => {
  const found = { ...given(state(other, [wrote(30, ana, other), made])), found: '2026-11-01T12:00:00.000Z' };
  expect(next({ ...found, now: '2026-11-01T12:00:19.999Z' })).toMatchObject({ do: 'wait', again: 20 });
  expect(next({ ...found, now: '2026-11-01T12:00:20.000Z' })).toMatchObject({ do: 'step' });
});

describe('notebooks that were started since', () => {
  const running = { Old: ago(31), New: ago(29), Newer: ago(2) };
  test('are named', () => {
    expect(flaw(given(state(bad, [wrote(30, ana, bad), made], { running })))?.says).toMatch(/started since, and run with it: New, Newer$/);
    expect(next(given(state(bad, [wrote(30, ana, bad)], { running })))).toMatchObject({
      do: 'tell',
      why: expect.stringMatching(/: New, Newer$/),
    });
  });
  test('are those since it was written, whatever was modified later', () =>
    expect(flaw(given(state(bad, [wrote(30, ana, bad), made], { running, at: ago(5) })))?.says).toMatch(/: New, Newer$/));
  test('are those since it was last modified, where nobody is known to have written it', () =>
    expect(flaw(given(without(state(bad, [], { running, at: ago(10) }))))?.says).toMatch(/: Newer$/));
  test('and nobody, where there are none', () =>
    expect(flaw(given(state(bad, [wrote(1, ana, bad)], { running })))?.says).not.toMatch(/started/));
});

test('people are told that there is more than is read', () =>
  expect(next(given(state(bad, [wrote(30, ana, bad)], { reach: 'cut' })))).toMatchObject({
    do: 'tell',
    why: expect.stringMatching(/lists first/),
  }));
