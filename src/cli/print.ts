/** What a replay prints: each story as it ends, then a table of all. */
import { type Case, outcomeOf } from '../../test/world/story/cases.ts';
import type { Played } from '../../test/world/story/play.ts';
import type { Entry } from '../ledger/items.ts';
import { cut, field, type Paint, rule, safe, wrap } from './text.ts';

export interface Shown {
  readonly played: Played;
  /** The file the story or the event came from. */
  readonly file: string;
  readonly number: number;
}
type Body = Entry['body'];
const text = (value: unknown): string => (typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value));
const apiOf = (body: Body): string => text((body.call as { api?: string } | undefined)?.api);
const clock = (at: string): string => at.slice(11, 19);

const PURPOSE: Readonly<Record<string, string>> = { 'hand-back': 'hand back: ', undo: 'put back: ' };
const nextOf = (body: Body): string => text((body.next as { call?: { api?: string } } | undefined)?.call?.api);
function allowed({ approved, line, purpose }: Body): string {
  const by = (approved as { by?: string[] } | undefined)?.by;
  if (by) return `approved by ${by.join(', ')}`;
  return purpose === 'undo' ? text(line) : `enforced by ${text(line)}`;
}

/** One line for an entry of the trail; undefined for what a reader need not see twice. */
function line({ type, body }: Entry): readonly [string, keyof Paint | undefined] | undefined {
  const api = apiOf(body);
  switch (type) {
    case 'found':
      return undefined;
    case 'intent':
      return [`${PURPOSE[text(body.purpose)] ?? ''}${api}, ${text(body.effect)}; ${allowed(body)}`, 'bold'];
    case 'asked':
      return [`asked: ${api}, ${text(body.effect)}, until ${text(body.until)}; by ${text(body.line)}`, 'warn'];
    case 'warned':
      return [`${body.remind ? 'the owner is reminded' : 'the owner is warned'}: ${nextOf(body)} at ${text(body.until)}`, 'warn'];
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
      return outcomeLine(body);
  }
}
function outcomeLine(body: Body): readonly [string, keyof Paint] {
  const next = (body.next as { call?: { api?: string }; effect?: string } | undefined) ?? {};
  const withheld = body.why ? `${next.call?.api}, ${next.effect}, is withheld: ${text(body.why)}, by ${text(body.line)}` : text(body.says);
  const loses = body.loses && body.outcome !== 'stuck' ? `; it would lose ${text(body.loses)}` : '';
  const by = Array.isArray(body.by) && body.by.length > 0 ? `; put back by ${body.by.join(', ')}` : '';
  const outcome = body.outcome === 'waiting' ? '' : `${text(body.outcome)}: `;
  return [`${outcome}${withheld}${loses}${by}`, COLOUR[text(body.outcome)] ?? 'bold'];
}
const COLOUR: Readonly<Record<string, keyof Paint>> = {
  fixed: 'good',
  gone: 'good',
  contained: 'good',
  stuck: 'bad',
  failed: 'bad',
  withheld: 'warn',
  told: 'warn',
};

export function* caseLines(c: Case, p: Paint, verbose: boolean): Generator<string> {
  const found = c.entries.find((e) => e.type === 'found');
  const [, type = '', account, region] = c.key.split('/');
  yield field('resource', `${type.split('::').at(-1)} ${c.name} in ${account}, ${region}`, p.bold);
  yield field('violation', c.violation);
  if (found) yield field('wrong', text(found.body.says), p.warn);
  for (const entry of c.entries) {
    const said = line(entry);
    if (said) yield field(clock(entry.at), said[0], said[1] && p[said[1]]);
    if (verbose) yield field('', JSON.stringify(entry), p.dim);
  }
  const hash = c.entries.at(-1)?.hash ?? '';
  yield field(
    'record',
    c.broken ? `the chain is broken: ${c.broken}` : `${c.entries.length} entries, chain whole, ends ${hash.slice(0, 16)}`,
    c.broken ? p.bad : p.dim,
  );
}

export function storyText({ played, file, number }: Shown, p: Paint, verbose: boolean): string {
  const { story, events, cases, problems, stage } = played;
  const title = wrap(safe(story.story), 74).map((l, i) => `${i === 0 ? `${number}.`.padEnd(4) : '    '}${p.bold(l)}`);
  const lines = [p.dim(rule), ...title];
  for (const [i, event] of events.entries()) {
    const { file: sample = '', times = 1 } = story.events[i] ?? {};
    lines.push(
      field('event', `${headline(event)} at ${text(event.time)}${times > 1 ? `, ${times} times` : ''}`),
      field('', `from ${sample || file}`, p.dim),
    );
  }
  for (const c of cases) lines.push('', ...caseLines(c, p, verbose));
  const quiet = [...new Set(stage.counted.filter(({ fields }) => !cases.some((c) => c.violation === fields.violation)).map(looked))].filter(
    Boolean,
  );
  if (quiet.length > 0) lines.push('', field('also', quiet.join('; '), p.dim));
  if (stage.world.deadLetters.length > 0)
    lines.push(field('dead', `${stage.world.deadLetters.length} message(s) given up after their retries; the queue's alarm rings`, p.bad));
  if (story.ends.length > 0 || problems.length > 0)
    lines.push('', problems.length === 0 ? field('as told', 'yes', p.good) : problems.map((x) => field('NOT TOLD', x, p.bad)).join('\n'));
  return lines.join('\n');
}

function looked({ what, fields }: Played['stage']['counted'][number]): string {
  if (what === 'ignored') return `${fields.violation} ignored it: ${fields.reason}`;
  return what === 'looked' && fields.outcome !== 'busy' ? `${fields.violation} looked: ${fields.outcome}` : '';
}

/** What an event says of itself in a few words. */
export function headline(event: Played['events'][number]): string {
  const detail = (event.detail ?? {}) as { eventName?: unknown; configRuleName?: unknown; type?: unknown };
  const name = detail.eventName ?? detail.configRuleName ?? detail.type;
  return `${text(event['detail-type'])}${name ? ` (${text(name)})` : ''}`;
}

const STORY = 37;
const ENDS = 19;
export function summary(all: readonly Shown[], p: Paint): string {
  const rows = all.map(({ played, number }) => {
    const ends = [...new Set(played.cases.map((c) => text(outcomeOf(c)?.body.outcome) || 'open'))].join(', ') || 'nothing to do';
    const ok = played.problems.length === 0;
    return `${String(number).padStart(3)}  ${cut(safe(played.story.story), STORY)}  ${cut(ends, ENDS)} ${String(played.calls.length).padStart(7)}  ${ok ? p.good('yes') : p.bad('NO')}`;
  });
  const head = `${'#'.padStart(3)}  ${'story'.padEnd(STORY)}  ${'ends'.padEnd(ENDS)} changes  as told`;
  return [p.dim(rule), p.bold(head), ...rows, p.dim(rule)].join('\n');
}
