/** A message as a plain letter: 78 columns, and no text of a stranger ever begins a line. */
import type { Command } from './commands.ts';
import { cut, visible } from './escape.ts';
import type { Fact } from './facts.ts';
import type { Message } from './message.ts';

const WIDTH = 78;
const LABEL = 9;
const LISTED = 50;
/** Characters of a list. SNS takes 256 KB of all forms of a message together, and the letter is two of them (SNS API, "Publish"). */
const LONGEST = 30_000;
const MARGIN = ' '.repeat(LABEL);

/** Broken at spaces; of words longer than a line, names and commands stand out over it, all else is cut. */
function wrapped(text: string, width: number, whole: boolean): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((w) => (whole ? [w] : (w.match(new RegExp(`.{1,${width}}`, 'gu')) ?? [])))) {
    if (line && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, line];
}

const under = (label: string, lines: readonly string[]): string =>
  lines.map((line, i) => `${i === 0 ? label.padEnd(LABEL) : MARGIN}${line}`.trimEnd()).join('\n');
const said = ({ label, text, whole }: Fact): string => under(label, wrapped(visible(text).trim(), WIDTH - LABEL, whole === true));

/** As a shell reads it when it is pasted with its line ends. */
function typed({ label, words }: Command): string {
  const lines: string[] = [];
  for (const word of words) {
    const line = lines.at(-1);
    if (line !== undefined && LABEL + line.length + word.length + 3 <= WIDTH) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(line === undefined ? word : `  ${word}`);
  }
  return [`${label}:`, ...lines.map((line, i) => `${MARGIN}${line}${i < lines.length - 1 ? ' \\' : ''}`)].join('\n');
}

const caseLines = ({ of, says, more }: Message['cases'][number]): readonly string[] => [
  ...wrapped(visible(of).trim(), WIDTH - 2, true).map((line) => `  ${line}`),
  ...[says, more].filter(Boolean).flatMap((text) => wrapped(visible(text).trim(), WIDTH - 4, false).map((line) => `    ${line}`)),
];

function listed({ cases }: Message): readonly string[] {
  if (cases.length === 0) return [];
  const lines: string[] = [];
  let shown = 0;
  for (let length = 0; shown < Math.min(cases.length, LISTED) && length < LONGEST; shown++) {
    const these = cases.slice(shown, shown + 1).flatMap(caseLines);
    lines.push(...these);
    length += these.join('').length;
  }
  const over = cases.length - shown;
  return ['Cases:', ...lines, ...(over > 0 ? [`  and ${over} more`] : []), ''];
}

export function letter(m: Message): string {
  const first = cut(`${m.headline} (${m.severity})`, WIDTH);
  return [
    first,
    '',
    said({ label: 'Right is', text: m.title }),
    ...m.facts.map(said),
    '',
    ...listed(m),
    ...m.commands.map(typed),
    '',
    said({ label: 'Runbook', text: m.runbook, whole: true }),
    '',
  ].join('\n');
}

/** For the subject of an e-mail, which SNS takes in ASCII and below 100 characters, and for a text message. */
export const subject = (m: Message): string => cut(`mlwarden: ${m.headline}`, 95).replace(/[^\x20-\x7e]/g, '.');
