/** Text for a terminal: 80 columns, colour only where it is a terminal, and nothing from outside that could move its cursor. */

export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
}
const code = (n: number, on: boolean) => (text: string) => (on ? `\u001b[${n}m${text}\u001b[0m` : text);

/** NO_COLOR (no-color.org) turns colour off everywhere. */
export function paint(stream: { isTTY?: boolean }): Paint {
  const on = stream.isTTY === true && !process.env.NO_COLOR;
  return { bold: code(1, on), dim: code(2, on), good: code(32, on), bad: code(31, on), warn: code(33, on) };
}

/** Control and direction characters become visible: names come from events, and events from strangers. */
export const safe = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (c) => `\\u${(c.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);

/** What went wrong, as whoever threw it says. */
export const said = (error: unknown): string => `${(error as Error).name}: ${(error as Error).message}`;

/** The first sentence of what somebody else has to say, without its end: it becomes part of one of ours. */
export const sentence = (text: string): string => text.split(/[.?!]?\n|[.?!]\s|[.?!]$/, 1).join('');

/** What a verb that runs here answers under `--json`, as the operator's function does: docs/answers.md. */
export const asJson = (verb: string, says: readonly string[], data: object, wrong: boolean): string =>
  `${JSON.stringify({ verb, says, data, ...(wrong && { wrong }) }, undefined, 2)}\n`;

/** Lines of at most `width` columns, broken at spaces; a word longer than a line is cut. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    for (const part of word.match(new RegExp(`.{1,${width}}`, 'gu')) ?? []) {
      if (line && line.length + 1 + part.length > width) {
        lines.push(line);
        line = part;
      } else line = line ? `${line} ${part}` : part;
    }
  }
  return [...lines, line];
}

const WIDTH = 80;
/** A label of nine columns and its text, wrapped under itself. */
export function field(label: string, text: string, style: (t: string) => string = (t) => t): string {
  const [first = '', ...rest] = wrap(safe(text), WIDTH - 13);
  return [`  ${label.padEnd(10)} ${style(first)}`, ...rest.map((line) => `${' '.repeat(13)}${style(line)}`)].join('\n');
}
export const rule = '─'.repeat(WIDTH);
export const cut = (text: string, width: number): string => (text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width));
