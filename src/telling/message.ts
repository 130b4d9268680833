/** One message to people: what it says, before it is put into the words of a chat or of a letter. */
import { type Command, commandsFor, commandsForMany, listing } from './commands.ts';
import { cut } from './escape.ts';
import { type Matter, STATES, type State } from './matter.ts';

/** `whole`: a name that is copied, and so never broken over two lines. `long`: read to its end before somebody says yes. */
export interface Fact {
  readonly label: string;
  readonly text: string;
  readonly whole?: true;
  readonly long?: true;
}
export interface Message {
  readonly violation: string;
  readonly state: State;
  readonly severity: string;
  /** Of our own words alone. */
  readonly headline: string;
  readonly title: string;
  readonly facts: readonly Fact[];
  /** Of a storm: one line a case. */
  readonly cases: readonly { readonly name: string; readonly of: string; readonly says: string }[];
  readonly commands: readonly Command[];
  readonly arns: readonly string[];
  readonly runbook: string;
  /** The same for every message about these cases. */
  readonly about: readonly string[];
}

const fact = (label: string, text: string | undefined, whole?: true): readonly Fact[] =>
  text === undefined ? [] : [{ label, text, ...(whole && { whole }) }];

/** What the call that is asked for is made with: all that people say yes to. */
function inputFact({ state, detail }: Matter): readonly Fact[] {
  const { input } = detail?.call ?? {};
  if (state !== 'asked' || input === undefined) return [];
  const text = input.endsWith('…') ? `${input} (cut off here: show --json has all of it)` : input;
  return [{ label: 'Input', text, long: true }];
}

function callFacts(matter: Matter): readonly Fact[] {
  const { call } = matter.detail ?? {};
  if (!call) return [];
  const { api, effect, hash, loses, undo } = call;
  const how = [effect, hash && `call ${hash.slice(0, 8)}`].filter(Boolean).join(', ');
  return [
    ...fact('Call', `${api}${how && ` (${how})`}`),
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

function factsOf(matter: Matter): readonly Fact[] {
  const { detail, unreadable } = matter;
  if (!detail) return [...fact('Where', unreadable?.where, true), ...fact('Why', unreadable?.why)];
  const { resource: r, why, line, until, by, owner, stack, budget } = detail;
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
    ...fact('Why', [why, line].filter(Boolean).join(': ') || undefined),
    ...fact('Until', until),
    ...fact('Record', `${detail.seq}, ${detail.hash}`),
  ];
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

/** `last`: more of this sort may follow and will not be told one by one. `table`: the ledger's name. */
export function message(matters: readonly [Matter, ...Matter[]], table: string, last: boolean): Message {
  const [first, ...more] = matters;
  const { violation, state, detail } = first;
  const single = more.length === 0;
  const rest = `for ten minutes no more of these are told one by one: ${listing(violation, state).words.join(' ')}`;
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
        })),
    commands: single ? commandsFor(first, table) : commandsForMany(violation, state, table),
    arns: matters.flatMap((m) => m.detail?.resource?.arn ?? []),
    runbook: detail?.runbook ?? 'docs/operating.md',
    about: single ? [caseOf(first)] : [violation, state],
  };
}
