/** What each record of a trail says, for people. */
import type { Entry } from '../ledger/items.ts';
import { cut, type Paint } from './text.ts';

type Body = Entry['body'];
export const text = (value: unknown): string => (typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value));
const apiOf = (body: Body): string => text((body.call as { api?: string } | undefined)?.api);

interface Call {
  readonly api?: string;
  readonly input?: Readonly<Record<string, unknown>>;
}
const NAME = 64;
/** A call and what it is about beside the resource `own`: a thing its API is named after, or the one other word in it. */
function called(call: unknown, own: string): string {
  const { api = '', input = {} } = (call ?? {}) as Call;
  const words = Object.entries(input).filter((e): e is [string, string] => typeof e[1] === 'string' && e[1] !== own && e[1].length <= 200);
  const thing = words.find(([member]) => /(Name|Arn)$/.test(member) && api.endsWith(member.replace(/(Name|Arn)$/, '')));
  if (thing) return `${api} of ${cut(thing[1], NAME).trimEnd()}`;
  const [word, ...others] = words.filter(([member]) => /^[A-Z]/.test(member));
  return word && others.length === 0 ? `${api} with ${word[0]} ${cut(word[1], NAME).trimEnd()}` : api;
}

const PURPOSE: Readonly<Record<string, string>> = { 'hand-back': 'hand back: ', undo: 'put back: ' };
const nextOf = (body: Body): { call?: Call; effect?: string } => (body.next as { call?: Call; effect?: string } | undefined) ?? {};
function allowed({ approved, line, purpose }: Body): string {
  const by = (approved as { by?: string[] } | undefined)?.by;
  if (by) return `approved by ${by.join(', ')}`;
  return purpose === 'undo' ? text(line) : `enforced by ${text(line)}`;
}

/** One line for an entry of the trail; undefined for what a reader need not see twice. */
export function entryLine({ type, body }: Entry, name: string): readonly [string, keyof Paint | undefined] | undefined {
  const api = apiOf(body);
  switch (type) {
    case 'found':
      return undefined;
    case 'intent':
      return [`${PURPOSE[text(body.purpose)] ?? ''}${called(body.call, name)}, ${text(body.effect)}; ${allowed(body)}`, 'bold'];
    case 'asked':
      return [`asked: ${called(body.call, name)}, ${text(body.effect)}, until ${text(body.until)}; by ${text(body.line)}`, 'warn'];
    case 'warned':
      return [
        `${body.remind ? 'the owner is reminded' : 'the owner is warned'}: ${called(nextOf(body).call, name)} at ${text(body.until)}`,
        'warn',
      ];
    case 'undone':
      return [text(body.says) || `all is put back, for ${text(body.by)}: ${text(body.why)}`, body.says ? 'bad' : 'good'];
    case 'sent':
      return [body.unsure ? `sent, but no answer came: ${text(body.unsure)}` : 'sent; AWS accepted it', 'dim'];
    case 'applied':
      return [
        body.inferred
          ? `${api} is seen, but its sender never reported${body.says ? `: ${text(body.says)}` : ''}`
          : `${api} is seen to have worked`,
        'good',
      ];
    case 'void':
      return [`${api}: ${text(body.says)}`, 'warn'];
    case 'refused':
      return [`AWS refused ${api}: ${text(body.says)}`, 'bad'];
    case 'held':
      return [`held ${text(body.what)} while the flaw lasts`, 'dim'];
    case 'released':
      return [`no longer held ${text(body.what)}: ${text(body.says)}`, 'dim'];
    case 'tripped':
      return [`${text(body.budget)} tripped: ${text(body.says)}`, 'warn'];
    case 'outcome':
      return outcomeLine(body, name);
  }
}
function outcomeLine(body: Body, name: string): readonly [string, keyof Paint] {
  const said = body.why ? withheld(body, name) : text(body.says);
  const loses = body.loses && body.outcome !== 'stuck' ? `; it would lose ${text(body.loses)}` : '';
  const by = Array.isArray(body.by) && body.by.length > 0 ? `; put back by ${body.by.join(', ')}` : '';
  const outcome = body.outcome === 'waiting' ? '' : `${text(body.outcome)}: `;
  return [`${outcome}${said}${loses}${by}`, COLOUR[text(body.outcome)] ?? 'bold'];
}

/** The outcome says it already, unless something else was reached before. */
function withheld(body: Body, name: string): string {
  const { call, effect } = nextOf(body);
  const is = ['withheld', 'asking'].includes(text(body.outcome)) ? '' : ', is withheld';
  // Some lines of policy begin with the reason.
  const [, refused, line] = /^(refused in code: )?(?:protected: |exemption of |denied by )?(.*)$/s.exec(text(body.line)) ?? [];
  return `${called(call, name)}, ${effect}${is}: ${reason(text(body.why))}, ${refused ?? 'by '}${line}`;
}

const REASONS: Readonly<Record<string, string>> = {
  own: 'AWS’s or our own',
  'out-of-scope': 'out of scope',
  observe: 'only observed',
  'observe-only-deployment': 'this deployment only observes',
  'over-budget': 'over budget',
  asking: 'to be approved',
  grace: 'its owner has time',
  hours: 'not at this hour',
  'names-nothing': 'names nothing of ours',
  'failed-call': 'the call failed',
};
export const reason = (why: string): string => REASONS[why] ?? why;

const COLOUR: Readonly<Record<string, keyof Paint>> = {
  fixed: 'good',
  gone: 'good',
  contained: 'good',
  stuck: 'bad',
  failed: 'bad',
  withheld: 'warn',
  told: 'warn',
};
