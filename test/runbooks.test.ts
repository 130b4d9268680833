/** What somebody who is called at three in the morning sees of a runbook: one screen, in the order in which he needs it. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { middle } from '../scripts/generate/pages.ts';
import { remediations } from '../src/registry.ts';

/** Lines on a screen, and characters in a line of prose where GitHub shows it as wide as it does. */
const SCREEN = { lines: 50, width: 120 };
const FOLD = /<details><summary>(.*)<\/summary>\n\n[\s\S]*?\n\n<\/details>\n+/g;

/** As GitHub shows it: no comments, and of a fold its summary. */
const seen = (page: string): string =>
  page
    .replaceAll(/<!--.*-->\n?/g, '')
    .replaceAll(FOLD, '$1\n')
    .trim();
/** Prose is wrapped. Code is not: it can be scrolled. */
const linesOf = (text: string): number =>
  text
    .replaceAll(/```\w+\n[\s\S]*?\n```/g, (code) => code.replaceAll(/^(.{1,80}).*$/gm, '$1'))
    .split('\n')
    .reduce((lines, line) => lines + Math.max(1, Math.ceil(line.length / SCREEN.width)), 0);
/** Those that no page is without, in their order. */
const FOLDS = [
  'Check by hand',
  'Put it back by hand',
  'What each outcome asks of you',
  'Built right, in CloudFormation and in Terraform',
  'What makes it look, who else asks for it, its settings, its permissions, its names in AWS',
];

describe.each(remediations)('the runbook of $id', ({ id, title, severity }) => {
  const page = readFileSync(`docs/runbooks/${id}.md`, 'utf8');
  const shown = seen(page);

  test('is one screen until somebody unfolds more of it', () => {
    expect(shown).not.toContain('details>');
    expect(linesOf(shown)).toBeLessThanOrEqual(SCREEN.lines);
  });

  test('says what is wrong and how bad it is, whether it is urgent, what mlwarden does, and what to type, in this order', () => {
    const [head = ''] = shown.split('\n## ');
    expect(head).toContain(title.slice(0, 20));
    expect(head).toContain(`Severity ${severity}`);
    const headings = [...shown.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(['What it means', 'Urgent?', 'What mlwarden does', 'Commands']);
  });

  test('keeps all else under folds, each of which says what is in it', () => {
    const summaries = [...page.matchAll(FOLD)].map(([, summary = '']) => summary);
    expect(summaries.filter((summary) => FOLDS.includes(summary))).toEqual(FOLDS);
    expect(
      shown
        .slice(shown.lastIndexOf(`\n${FOLDS[0]}\n`))
        .split('\n')
        .filter(Boolean),
    ).toEqual(summaries);
  });

  test('says more than the code already does', () => {
    const written = middle(page);
    expect(written.length).toBeGreaterThan(500);
    expect(written).toMatch(/```yaml[\s\S]*\bTerraform\b[\s\S]*```hcl\nresource "(aws|awscc)_/);
    // Checked by cfn-lint in `npm run validate`.
    expect(written).toMatch(/```yaml\n\w+:\n {2}Type: AWS::/);
  });
});
