/** What a person can type in answer. Nothing of a stranger's wording gets into a command: a key that is no plain word gets none. */
import { awsCall } from '../operator/aws-call.ts';
import type { Detail } from './detail.ts';
import { plain } from './escape.ts';
import type { Matter, State } from './matter.ts';
import { STATES } from './matter.ts';

/** `args` of a command that is too long for a line stand on lines of their own. */
export interface Command {
  readonly label: string;
  readonly words: readonly string[];
}
const cli = (label: string, ...words: string[]): Command => ({ label, words: ['npx', 'mlwarden', ...words] });

/** Needs nothing of ours: docs/operating.md. */
function breakGlass(violation: string | undefined, table: string): Command {
  const pk = violation ? `control#pause#violation#${violation}` : 'control#pause#global';
  const item = `'{"pk":{"S":"${pk}"},"sk":{"S":"-"},"reason":{"S":"by hand"},"by":{"S":"on call"}}'`;
  return { label: 'Pause, without us', words: ['aws', 'dynamodb', 'put-item', '--table-name', table, '--item', item] };
}

/** An approval names what was read; what is asked by then may be another call. */
const exactly = (hash: string | undefined): string[] => (hash && plain(hash) ? ['--call', hash.slice(0, 8)] : []);

const ANSWERS: Partial<Record<State, (of: string, hash: string | undefined) => readonly Command[]>> = {
  asked: (of, hash) => [cli('Approve', 'approve', of, ...exactly(hash), '--why', 'REASON'), cli('Deny', 'deny', of, '--why', 'REASON')],
  warned: (of) => [cli('More time', 'extend', of)],
  reminded: (of) => [cli('More time', 'extend', of)],
};

const undo = (of: string, ...more: string[]): Command => cli('Undo', 'undo', of, '--exempt-until', '2d', ...more, '--why', 'REASON');
/** Where something may have been changed that can be put back: who is asked or given time is so before anything is. */
const CHANGED: readonly State[] = ['told', 'denied', 'stuck', 'failed'];
function undoes(state: State, of: string, detail?: Detail): readonly Command[] {
  if (state === 'owed') return detail ? back(detail, of) : [undo(of)];
  // Nobody knows whether it was our call: it is put back by force, or not at all.
  if (state === 'left') return [undo(of, '--force')];
  return CHANGED.includes(state) ? [undo(of)] : [];
}

/** Reasons for which an undo would not be made either, whoever asks for it. */
const BARRED = ['own', 'protected', 'observe-only-deployment'];
/** What brings back what is owed: by us, or where the gate refuses that, too, by whoever reads it. */
function back({ why = '', call, resource }: Detail, of: string): readonly Command[] {
  if (!BARRED.includes(why)) return [undo(of)];
  const { api = '', input = '' } = call ?? {};
  // Cut off, or of letters that do not come through a chat as they are, it is none to be typed: `list --held` has it.
  if (!/^\w+$/.test(api) || !/^\{(?!.*[<>&`])[ -~]*\}$/.test(input)) return [cli('List', 'list', '--held')];
  return [{ label: 'Put back', words: awsCall(resource?.key ?? '', { api, input: JSON.parse(input) }) }];
}

const pauses = (violation: string, table: string): readonly Command[] => {
  const named = /^[a-z0-9-]+$/.test(violation) ? violation : undefined;
  const pause = named ? ['violation', named] : ['global'];
  return [cli('Pause', 'pause', ...pause, '--why', 'REASON'), breakGlass(named, table)];
};

/** For one case. */
export function commandsFor({ state, violation, detail }: Matter, table: string): readonly Command[] {
  const { budget, resource } = detail ?? {};
  const of = `${violation}/${resource?.key}`;
  const reset =
    state === 'tripped' && budget && plain(budget)
      ? [cli('Reset', 'budget', 'reset', ...budget.split('#').slice(1), '--why', 'REASON')]
      : [];
  const own =
    resource && plain(of)
      ? [...(ANSWERS[state]?.(of, detail?.call?.hash) ?? []), ...undoes(state, of, detail), cli('Look', 'show', of)]
      : [];
  return [...reset, ...own, ...pauses(violation, table)];
}

export const listing = (violation: string, state: State): Command =>
  cli('List', 'list', STATES[state].list, ...(/^[a-z0-9-]+$/.test(violation) ? ['--violation', violation] : []));

/** For many cases of one violation: CASE and CALL stand in the list, each with its case. */
export const commandsForMany = (violation: string, state: State, table: string): readonly Command[] => [
  listing(violation, state),
  ...(ANSWERS[state]?.('CASE', 'CALL') ?? []),
  ...undoes(state, 'CASE'),
  ...pauses(violation, table),
];
