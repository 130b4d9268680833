/** One entry of a trail as one line for people. */
import type { Entry } from '../ledger/items.ts';

const text = (value: unknown): string => (typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value));
const list = (value: unknown): string => (Array.isArray(value) ? value.map(text).join('; ') : '');
const apiOf = (of: unknown): string => text((of as { api?: unknown } | undefined)?.api);
const nextOf = (body: Entry['body']): string => apiOf((body.next as { call?: unknown } | undefined)?.call);
const some = (word: string, value: unknown): string => (value === undefined || value === '' ? '' : `${word}${text(value)}`);

/** Characters that anybody reads before he says yes: the longest policy of a role is among them (10,240, IAM guide, "IAM and AWS STS quotas"). */
const LONGEST = 12_000;
/** A document is shown as one, not as the text that it is sent as; where that says exactly the same. */
function readable(_: string, value: unknown): unknown {
  if (typeof value !== 'string' || !value.startsWith('{')) return value;
  try {
    const document: unknown = JSON.parse(value);
    return JSON.stringify(document) === value ? document : value;
  } catch {
    return value;
  }
}
/** A call, with what it is made with: what must not be stored stands veiled in it. */
export function callOf(of: unknown): string {
  const characters = [...(JSON.stringify((of as { input?: unknown } | undefined)?.input, readable) ?? '')];
  const rest = characters.length > LONGEST ? '… (show --json has all of it)' : '';
  return `${apiOf(of)} ${characters.slice(0, LONGEST).join('')}${rest}`;
}

const SAYS: Readonly<Record<string, (body: Entry['body']) => string>> = {
  found: (b) =>
    `found: ${text(b.says)}${some('; caused by ', (b.cause as { by?: string } | undefined)?.by)}${some('; owned by ', b.owner)}${some('; of the stack ', b.stack)}`,
  warned: (b) => `${b.remind ? 'reminded' : 'warned'} the owner: ${nextOf(b)} at ${text(b.until)}`,
  asked: (b) =>
    `asked: may it ${callOf(b.call)} (${text(b.effect)}, call ${text(b.hash).slice(0, 8)})? Until ${text(b.until)}${some('; it would lose ', b.loses)}${some('; in use: ', list(b.depends))}`,
  intent: (b) => `${text(b.purpose)}: ${apiOf(b.call)}, ${text(b.effect)}, by ${approvedBy(b) || text(b.line)}`,
  sent: (b) => (b.unsure ? `sent, without an answer: ${text(b.unsure)}` : 'sent'),
  refused: (b) => `AWS refused ${apiOf(b.call)}: ${text(b.says)}`,
  applied: (b) => `${apiOf(b.call)} is seen to have worked${b.inferred ? ', though its sender never reported' : ''}`,
  void: (b) => `${apiOf(b.call)} is void: ${text(b.says)}`,
  held: (b) => `held ${text(b.what)}`,
  released: (b) => `let go of ${text(b.what)}: ${text(b.says)}`,
  tripped: (b) => `${text(b.budget)} tripped: ${text(b.says)}`,
  outcome: (b) =>
    `${text(b.outcome)}: ${b.why ? `${nextOf(b)} is not done${b.purpose === 'hand-back' ? ' to hand it back' : ''}: ${text(b.why)} (${text(b.line)})` : text(b.says)}${some(' until ', b.until)}${some('; put back by ', list(b.by))}`,
  undone: (b) => text(b.says) || `all is put back, for ${text(b.by)}: ${text(b.why)}`,
  ruled: (b) => `${text(b.verb)}: ${text(b.why)} (${text(b.who)})`,
};
const approvedBy = (b: Entry['body']): string => ((b.approved as { by?: string[] } | undefined)?.by ?? []).join(', ');

export const told = ({ at, type, body }: Entry): string => `${at}  ${SAYS[type]?.(body) ?? type}`;
