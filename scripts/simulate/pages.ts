/** What the simulation leaves in docs. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import type { Result } from '../../test/simulation/pool.ts';
import type { Failure } from '../../test/simulation/run.ts';

const LAWS = 'docs/laws.md';
const PAGE = 'docs/simulation.md';
/** Characters of what a seed saw. */
const LONGEST = 240;

/** Puts the text between the markers of that name; they come at the end where they are missing. */
function put(file: string, name: string, text: string): void {
  const page = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const [open, close] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  const body = `${open}\n${text}\n${close}`;
  const from = page.indexOf(open);
  const to = page.indexOf(close);
  const whole = from >= 0 && to > from ? `${page.slice(0, from)}${body}${page.slice(to + close.length)}` : `${page.trimEnd()}\n\n${body}\n`;
  writeFileSync(file, whole.trimStart());
}

export interface Row {
  readonly name: string;
  readonly breaks: string;
  readonly seeds: number;
  readonly failure: Failure | undefined;
}
export function writeSabotage(rows: readonly Row[]): void {
  const cell = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text).replaceAll('|', '\\|');
  const line = ({ name, breaks, seeds, failure }: Row): string =>
    failure
      ? `| ${name} | ${breaks} | ${failure.seed} | ${failure.invariant} | ${cell(failure.says)} |`
      : `| ${name} | ${breaks} | none of ${seeds} | | **not caught** |`;
  const head = '| sabotage | what is broken | caught by seed | invariant | what it saw |\n|---|---|---|---|---|';
  const says = 'Each law broken on purpose, and the first seed that noticed. Written by `npm run simulate -- --sabotage all --write`.';
  put(existsSync(LAWS) ? LAWS : 'docs/sabotage.md', 'sabotage', `${says}\n\n${head}\n${rows.map(line).join('\n')}`);
}

/** The seeds that noticed last time, by sabotage: there it is noticed again, unless what a seed tells has changed. */
export function known(): ReadonlyMap<string, number> {
  const rows = readFileSync(LAWS, 'utf8').matchAll(/^\| ([^|]+) \| [^|]+ \| (\d+) \| \d+ \|/gm);
  return new Map([...rows].map(([, name = '', seed]) => [name, Number(seed)]));
}

const onWhat = (): string =>
  `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}.`;

export function writeNumbers({ seeds, calls, runs, failures, cpu, wall }: Result, wire: boolean, from: number): void {
  const way = wire ? 'wire' : 'direct';
  const text = [
    `| seeds | from | failures | invocations | calls | seconds | seeds/s | seeds/s/core |\n|---|---|---|---|---|---|---|---|`,
    `| ${seeds} | ${from} | ${failures.length} | ${runs} | ${calls} | ${Math.round(wall)} | ${(seeds / wall).toFixed(1)} | ${(seeds / cpu).toFixed(1)} |`,
    `\n${onWhat()}`,
  ].join('\n');
  put(PAGE, `numbers ${way}`, text);
}

export interface Matrix {
  /** `all`, or whose stories alone; `, once per …` where each API of each function met each fault once in it. */
  readonly family: string;
  readonly size: number;
  readonly played: number;
  readonly failures: number;
  /** Cells whose call did not come about. */
  readonly idle: number;
  readonly seconds: number;
  readonly cpu: number;
  readonly wire: boolean;
}
/** One row for each family, and one for all: what was run last stays for the others. */
export function writeMatrix({ family, size, played, failures, idle, seconds, cpu, wire }: Matrix): void {
  const how = wire ? 'through the SDK and HTTP' : 'at `Client.send`';
  const speed = `${Math.round(seconds)} | ${(played / cpu).toFixed(1)}`;
  const row = `| ${family} | ${size} | ${played} | ${how} | ${failures} | ${idle} | ${speed} | ${onWhat().replace(/\.$/, '')} |`;
  const rows = [...readFileSync(PAGE, 'utf8').matchAll(/^\| [a-z, -]+ \| \d+ \| \d+ \| (?:at|through) .*$/gm)].map(([line]) => line);
  const others = rows.filter((line) => !line.startsWith(`| ${family} |`));
  const text = [
    'The matrix, `npm run matrix`, and `npm run matrix -- --family NAME`; once per story or function, `npm run matrix -- --each story`:',
    '',
    '| stories of | cells | played | how | failures | call did not come about | seconds | cells/s/core | on |\n|---|---|---|---|---|---|---|---|---|',
    ...[...others, row].sort(),
  ].join('\n');
  put(PAGE, 'numbers matrix', text);
}
