/** docs/mutation.md: what a full run found. */
import { cpus } from 'node:os';
import { reasonFor } from './reasons.ts';
import type { Mutant } from './run.ts';

/** Killed, of a hundred. */
export const score = (mutants: readonly Mutant[]): number => (100 * mutants.filter((m) => m.killed).length) / mutants.length;

const HEAD = `# Mutation tests

<!-- Written by \`npm run mutate\`. -->

A test that never fails proves nothing. StrykerJS changes the source of engine, ledger and triggers, one small change at a time, and runs the tests that reach it: a change that no test notices is a survivor. Survivors are kept here with the reason why they may live (\`scripts/mutate/reasons.yaml\`); one without a reason, or a reason without its survivor, ends the run with an error.

| | |
|---|---|
| \`npm run mutate\` | every mutant, and this page |
| \`npm run mutate -- --again\` | what survived the last run, and whatever file has changed since, once more, and this page anew |
| \`npm run mutate -- --reasons\` | the page anew from the last run, after reasons were edited |
| \`npm run mutate -- --only src/engine/decide.ts\` | those of one file, printed |
| \`npm run mutate -- --minutes 3 --seed 7\` | those of statements drawn by the seed, as many as the time allows |
`;

const code = (text: string): string => {
  const short = text.length > 120 ? `${text.slice(0, 117)}…` : text;
  return `\`\`\` ${short.replaceAll('|', '\\|')} \`\`\``;
};

function row(file: string, mutants: readonly Mutant[]): string {
  const lived = mutants.filter((m) => !m.killed).length;
  const endless = mutants.filter((m) => m.endless).length;
  return `| ${file} | ${mutants.length} | ${lived} | ${endless} | ${score(mutants).toFixed(1)} % |`;
}

export function page(mutants: readonly Mutant[], minutes: number, day: string): string {
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}, ${day}`;
  const files = [...Map.groupBy(mutants, ({ file }) => file)].sort(([a], [b]) => (a < b ? -1 : 1));
  const lived = ([file, all]: [string, Mutant[]]): string[] => {
    const survivors = all.filter((m) => !m.killed);
    const lines = survivors.map((m) => `| ${m.at} | ${code(m.from)} | ${code(m.to)} | ${reasonFor(m) ?? '**none yet**'} |`);
    return lines.length > 0
      ? [`\n### ${file}\n`, '| line | what was written | what it became | why it may live |', '|---|---|---|---|', ...lines]
      : [];
  };
  return [
    HEAD,
    `${machine}, ${minutes.toFixed(0)} minutes.\n`,
    '| file | mutants | survivors | killed by never ending | killed |',
    '|---|---|---|---|---|',
    row('**all**', mutants),
    ...files.map(([file, all]) => row(file, all)),
    '\n## Survivors',
    ...files.flatMap(lived),
    '',
  ].join('\n');
}
