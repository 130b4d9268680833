/** One message to people: what it says, before it is put into the words of a chat or of a letter. */
import { type Command, commandsFor, commandsForMany, listing } from './commands.ts';
import { cut } from './escape.ts';
import { type Fact, fact, factsOf, lineOf } from './facts.ts';
import { type Matter, STATES, type State } from './matter.ts';

export interface Message {
  readonly violation: string;
  readonly state: State;
  readonly severity: string;
  /** Of our own words alone. */
  readonly headline: string;
  readonly title: string;
  readonly facts: readonly Fact[];
  /** Of a storm, case by case: what it is, and who, why, until when. */
  readonly cases: readonly { readonly name: string; readonly of: string; readonly says: string; readonly more: string }[];
  readonly commands: readonly Command[];
  readonly arns: readonly string[];
  readonly runbook: string;
  /** The same for every message about these cases. */
  readonly about: readonly string[];
}

/** A violation of another release could be named in any way. */
const named = (violation: string): string => (/^[a-z0-9-]+$/.test(violation) ? violation : 'a violation of an unknown name');
const caseOf = ({ violation, detail }: Matter): string => `${violation}/${detail?.resource?.key ?? ''}`;
const RANK = ['low', 'medium', 'high', 'critical'];
const worst = (matters: readonly Matter[]): string =>
  RANK[Math.max(...matters.map((m) => RANK.indexOf(m.detail?.severity ?? 'low')))] ?? 'low';

function headlineOf([first, ...more]: readonly [Matter, ...Matter[]]): string {
  const { one, many } = STATES[first.state];
  if (first.state === 'unreadable') return more.length > 0 ? `${more.length + 1} ${many}` : `a ${one}`;
  return more.length > 0 ? `${more.length + 1} cases of ${named(first.violation)} ${many}` : `${named(first.violation)} ${one}`;
}

/** `last`: what follows of this sort is kept back for a while. `table`: the ledger's name. */
export function message(matters: readonly [Matter, ...Matter[]], table: string, last: boolean): Message {
  const [first, ...more] = matters;
  const { violation, state, detail } = first;
  const single = more.length === 0;
  const rest = `for ten minutes no more of these are told; then all at once. Meanwhile: ${listing(violation, state).words.join(' ')}`;
  return {
    violation: named(violation),
    state,
    severity: worst(matters),
    headline: headlineOf(matters),
    title: detail?.title ?? 'every record can be read',
    facts: [...(single ? factsOf(first) : []), ...(last ? fact('More', rest) : [])],
    cases: single
      ? []
      : matters.map((m) => ({
          name: m.detail?.resource?.name ?? m.unreadable?.where ?? '-',
          of: caseOf(m),
          says: cut(m.detail?.flaw ?? m.detail?.says ?? m.unreadable?.why ?? '', 160),
          more: lineOf(m),
        })),
    commands: single ? commandsFor(first, table) : commandsForMany(violation, state, table),
    arns: matters.flatMap((m) => m.detail?.resource?.arn ?? []),
    runbook: detail?.runbook ?? 'docs/operating.md',
    about: single ? [caseOf(first)] : [violation, state],
  };
}
