/** What a message says of a case: fact by fact, or of one among many in a line. */
import type { Detail } from './detail.ts';
import { cut } from './escape.ts';
import type { Matter } from './matter.ts';

/** `whole`: a name that is copied, and so never broken over two lines. `long`: read to its end before somebody says yes. */
export interface Fact {
  readonly label: string;
  readonly text: string;
  readonly whole?: true;
  readonly long?: true;
}
export const fact = (label: string, text: string | undefined, whole?: true): readonly Fact[] =>
  text === undefined ? [] : [{ label, text, ...(whole && { whole }) }];

/** What the call that is asked for is made with: all that people say yes to. */
function inputFact({ state, detail }: Matter): readonly Fact[] {
  const { input } = detail?.call ?? {};
  if (state !== 'asked' || input === undefined) return [];
  const text = input.endsWith('…') ? `${input} (cut off here: show --json has all of it)` : input;
  return [{ label: 'Input', text, long: true }];
}

function called({ call }: Detail): string | undefined {
  if (!call) return undefined;
  const how = [call.effect, call.hash && `call ${call.hash.slice(0, 8)}`].filter(Boolean).join(', ');
  return `${call.api}${how && ` (${how})`}`;
}

function callFacts(matter: Matter): readonly Fact[] {
  const { detail } = matter;
  const { loses, undo } = detail?.call ?? {};
  return [
    ...fact('Call', detail && called(detail)),
    ...inputFact(matter),
    ...fact('Loses', loses),
    ...fact('Undone', undo && `by ${undo}`),
  ];
}

/** What is wrong, and what is said of it; of what is owed, how we have left it. */
function whatFacts({ state, detail }: Matter): readonly Fact[] {
  const { says = '', flaw, call } = detail ?? {};
  if (state !== 'owed') return [...fact('What', flaw ?? says), ...(flaw !== undefined && flaw !== says ? fact('Says', says) : [])];
  return [...fact('What', `it is as mlwarden has left it: ${call?.api}, which would put it back, is not made`), ...fact('Flaw', flaw)];
}

const reasonOf = ({ why, line }: Detail): string | undefined => [why, line].filter(Boolean).join(': ') || undefined;

/** Of the only case of a message. */
export function factsOf(matter: Matter): readonly Fact[] {
  const { detail, unreadable } = matter;
  if (!detail) return [...fact('Where', unreadable?.where, true), ...fact('Why', unreadable?.why)];
  const { resource: r, until, by, owner, stack, budget } = detail;
  return [
    ...whatFacts(matter),
    ...fact('Where', r && `${r.name}, account ${r.account}, ${r.region}`),
    ...fact('ARN', r?.arn, true),
    ...callFacts(matter),
    ...fact('In use', detail.depends?.join('; ')),
    ...fact('Budget', budget, true),
    ...fact('Who', by?.join(', ')),
    ...fact('Owner', owner),
    ...fact('Stack', stack),
    ...fact('Why', reasonOf(detail)),
    ...fact('Until', until),
    ...fact('Record', `${detail.seq}, ${detail.hash}`),
  ];
}

const some = (word: string, text: string | undefined): readonly string[] => (text === undefined ? [] : [`${word}${cut(text, 120)}`]);
/** One case among many, in a line: the call, who, why, until when. */
export function lineOf({ detail: d }: Matter): string {
  if (!d) return '';
  return [
    ...some('', called(d)),
    ...some('by ', d.by?.join(', ')),
    ...some('owner ', d.owner),
    ...some('why: ', reasonOf(d)),
    ...some('until ', d.until),
  ].join('; ');
}
