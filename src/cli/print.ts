/** What a replay prints: each story as it ends, then a table of all. */
import { type Case, outcomeOf } from '../../test/world/story/cases.ts';
import type { Played } from '../../test/world/story/play.ts';
import { entryLine, reason, text } from './entry-line.ts';
import { cut, field, type Paint, rule, safe, wrap } from './text.ts';

export interface Shown {
  readonly played: Played;
  /** The file the story or the event came from. */
  readonly file: string;
  readonly number: number;
}
const clock = (at: string): string => at.slice(11, 19);

export function* caseLines(c: Case, p: Paint, verbose: boolean): Generator<string> {
  const found = c.entries.find((e) => e.type === 'found');
  const [, type = '', account, region] = c.key.split('/');
  yield field('resource', `${type.split('::').at(-1)} ${c.name} in ${account}, ${region}`, p.bold);
  yield field('violation', c.violation);
  if (found) yield field('wrong', text(found.body.says), p.warn);
  for (const entry of c.entries) {
    const said = entryLine(entry, c.name);
    if (said) yield field(clock(entry.at), said[0], said[1] && p[said[1]]);
    if (verbose) yield field('', JSON.stringify(entry), p.dim);
  }
  if (c.broken) yield field('record', `the chain is broken: ${c.broken}`, p.bad);
  else {
    yield field('record', `${c.entries.length} entries, chain whole, ends with`, p.dim);
    yield field('', c.entries.at(-1)?.hash ?? '', p.dim);
  }
}

export function storyText({ played, file, number }: Shown, p: Paint, verbose: boolean): string {
  const { story, events, cases, problems, stage } = played;
  const title = wrap(safe(story.story), 74).map((l, i) => `${i === 0 ? `${number}. `.padEnd(4) : '    '}${p.bold(l)}`);
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
  if (what === 'ignored') return `${fields.violation} ignored it: ${reason(text(fields.reason))}`;
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
