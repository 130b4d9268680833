import * as z from 'zod/mini';
import type { Ctx, Next, Remediation } from '../../engine/remediation.ts';
import { elapsed } from '../../engine/time.ts';
import { type Act, LATE } from '../../resources/call-history.ts';
import { callers, isAmong } from '../../resources/callers.ts';
import { type LifecycleConfigState, type LifecycleConfigTable, lifecycleConfig } from '../../resources/lifecycle-config.ts';
import { HOOKS, type Hook, type WritingHistory } from '../../resources/lifecycle-history.ts';
import { SIGNS } from '../../resources/script-signs.ts';
import { trailing } from '../../resources/trailing.ts';
import { cloudtrail } from '../../triggers/cloudtrail.ts';

const named = { type: 'AWS::SageMaker::NotebookInstanceLifecycleConfig', id: 'notebookInstanceLifecycleConfigName' };

const settings = z.strictObject({
  /** Who may write scripts. Empty = anybody: then only signs are judged. */
  writers: callers,
  /** Which signs in a script are judged (src/resources/script-signs.ts). */
  rules: z._default(z.array(z.enum(SIGNS)), [...SIGNS]),
});
type Settings = z.infer<typeof settings>;
type Writings = WritingHistory['writings'];

const may = (act: Act, { writers }: Settings): boolean => isAmong(writers, act);
const signsIn = ({ signs }: LifecycleConfigState, script: string | null | undefined, { rules }: Settings) =>
  (script ? signs[script] : undefined)?.filter((sign) => rules.includes(sign)) ?? [];

/** Whoever made it be as it is. Where a hook is gone that somebody had written, that is whoever left it out next. */
function authorOf(hook: Hook, is: string | undefined, writings: Writings): Act | undefined {
  let remover: Act | undefined;
  for (const one of writings) {
    const said = one[hook];
    if (said === undefined) {
      remover = one;
      continue;
    }
    if ((said ?? undefined) === is) return one;
    if (is === undefined && remover) return remover;
  }
  return undefined;
}

/**
 * The newest that somebody wrote there who may, without a sign; null = that there be none. AWS does not say whether an update takes away the hook
 * that it leaves out, so what stood there before one is not put back.
 */
function goodFor(hook: Hook, state: LifecycleConfigState, settings: Settings): string | null | undefined {
  let left = false;
  for (const one of state.history?.writings.filter((w) => may(w, settings)) ?? []) {
    const said = one[hook];
    if (said === undefined) left = true;
    else if (signsIn(state, said, settings).length === 0) return said !== null && left ? undefined : said;
  }
  return undefined;
}

/** What is wrong with one hook. `sure`: CloudTrail need not tell more. `back`: what is to be there again. `since`: when it came, at the earliest. */
interface Fault {
  readonly hook: Hook;
  readonly says: string;
  readonly sure: boolean;
  readonly back: string | null | undefined;
  readonly since: string;
}

function faultIn(hook: Hook, state: LifecycleConfigState, settings: Settings): Fault | undefined {
  const is = state.scripts[hook];
  const { writings, told, reach } = state.history ?? { writings: [], told: true, reach: 'part' };
  const back = goodFor(hook, state, settings);
  const author = authorOf(hook, is, writings);
  const fault = (says: string, sure: boolean): Fault => ({ hook, says: `its ${hook} ${says}`, sure, back, since: author?.at ?? state.at });
  const signs = signsIn(state, is, settings);
  const by = author ? `by ${author.by}` : 'by somebody whom CloudTrail does not know';
  if (signs.length > 0) return fault(`bears the signs ${signs.join(', ')}, and was written ${by}`, true);
  if (back !== undefined && (back ?? undefined) === is) return undefined;
  // What nobody had written there nobody took away.
  const was = is !== undefined || (author && writings.some((one) => one[hook]));
  if (settings.writers.length === 0 || !was) return undefined;
  if (author && !may(author, settings)) return fault(`was ${is ? 'written' : 'taken away'} ${by}, who may not write it`, told);
  if (told && (author || reach === 'part')) return undefined;
  // Where not all was read, it may be somebody's who may.
  return { ...fault(`was written ${by}`, told), ...(reach === 'cut' && { back: undefined }) };
}
const faultsIn = (state: LifecycleConfigState, settings: Settings): readonly Fault[] =>
  HOOKS.flatMap((hook) => faultIn(hook, state, settings) ?? []);

/** The notebooks that were started since, and may have run it. */
function startedSince({ running }: LifecycleConfigState, faults: readonly Fault[]): string {
  const since = faults.map((one) => one.since).toSorted()[0] ?? '';
  const names = Object.entries(running).flatMap(([name, at]) => (at >= since ? [name] : []));
  return names.length > 0 ? `; started since, and run with it: ${names.join(', ')}` : '';
}

type Scripts = { readonly [H in Hook]?: string | null | undefined };
/** Both hooks as they are to be, each by the digest of its script. A hook that is nowhere is not named. */
const put = (NotebookInstanceLifecycleConfigName: string, to: Scripts, before: Scripts) => {
  const hooks = HOOKS.filter((hook) => to[hook] || before[hook]).map((hook) => [hook, to[hook] ? [{ Content: to[hook] }] : []]);
  return {
    api: 'UpdateNotebookInstanceLifecycleConfig',
    input: { NotebookInstanceLifecycleConfigName, ...Object.fromEntries(hooks) },
  } as const;
};

type Step = Next<LifecycleConfigState, LifecycleConfigTable>;
function putBack(name: string, { scripts }: LifecycleConfigState, faults: readonly Fault[]): Step {
  const after: Scripts = { ...scripts, ...Object.fromEntries(faults.map(({ hook, back }) => [hook, back])) };
  const expected = HOOKS.filter((hook) => after[hook] || scripts[hook]);
  return {
    do: 'step',
    call: put(name, after, scripts),
    effect: 'reversible',
    expect: { scripts: Object.fromEntries(expected.map((hook) => [hook, after[hook]])) },
    undo: put(name, scripts, after),
  };
}

/** As often as that somebody who may not has to have written it, since the case was found, until nobody waits any longer to hear that he did. */
const PATIENCE = 3;
/** `open`: what could be put back. Whoever goes on writing it gains no time by it. */
function mayBeTold({ history, at }: LifecycleConfigState, { now, found = at, settings }: Ctx<Settings>, open: readonly Fault[]): boolean {
  if (history?.told !== false || elapsed(at, now) >= LATE) return false;
  if (open.length === 0) return elapsed(found, now) < LATE;
  return history.writings.filter((one) => one.at > found && !may(one, settings)).length < PATIENCE;
}

/** A script runs at the next start of each notebook that has it, as root. What runs already is told of: nobody's work is stopped for it. */
export const remediation: Remediation<LifecycleConfigState, LifecycleConfigTable, 'UpdateNotebookInstanceLifecycleConfig', Settings> = {
  id: 'notebook-lifecycle-script',
  family: 'notebooks',
  title: 'What runs as root when a notebook starts was written by who may, and bears no sign of an attack or of a secret',
  severity: 'high',
  standards: ['ATT&CK T1037', 'ATT&CK T1552.001'],
  triggers: [cloudtrail('sagemaker', { CreateNotebookInstanceLifecycleConfig: named, UpdateNotebookInstanceLifecycleConfig: named })],
  kind: lifecycleConfig,
  calls: ['UpdateNotebookInstanceLifecycleConfig'],
  settings,
  flaw(state, { settings }) {
    const faults = faultsIn(state, settings);
    if (faults.length === 0) return undefined;
    return { says: faults.map(({ says }) => says).join('; ') + startedSince(state, faults), contained: false };
  },
  repair(state, { name }, ctx) {
    const faults = faultsIn(state, ctx.settings);
    const open = faults.filter(({ back }) => back !== undefined);
    // What is known for sure goes first, whatever time it is.
    const sure = open.filter((one) => one.sure);
    if (sure.length === 0 && mayBeTold(state, ctx, open))
      return { do: 'wait', for: 'CloudTrail to tell who wrote it, and what was there before', again: 120 };
    if (open.length === 0) {
      const cut = state.history?.reach === 'cut' ? ', among the calls that CloudTrail lists first' : '';
      return {
        do: 'tell',
        why: `no script is known that could be put back${cut}: a person has to write one${startedSince(state, faults)}`,
      };
    }
    return trailing(ctx, lifecycleConfig, 'SageMaker') ?? putBack(name, state, sure.length > 0 ? sure : open);
  },
};
