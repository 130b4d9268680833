/**
 * No command of the pages can rot. Those of docs/operating.md are carried out in the model of AWS as well (test/operator/page.test.ts,
 * test/cli/page.test.ts, test/operating.test.ts); here are all of all pages.
 */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { MANUAL } from '../src/cli/manual.ts';
import { operate } from '../src/cli/operate.ts';
import { readOptions } from '../src/cli/options.ts';
import { readVerb } from '../src/cli/verb-options.ts';
import { World } from './world/world.ts';
import { wordsOf, written } from './written.ts';
import { optionsOf } from './written-aws.ts';

const of = (start: string) => written.filter(({ line }) => line.startsWith(start)).map(({ page, line }) => [page, line] as const);
const AS = ['--as', 'arn:aws:iam::111122223333:role/security/approver,ann'];
/** It was understood, and there is nothing there that it could be done to. */
const NOTHING_THERE =
  /^(There is no case of|.* is not paused\.|.* is not exempt\.|Nothing is charged to|Nobody looks here|There are no logs here|.* takes one of the approvers|.*takes an approver|Nobody has seen )/;

describe('mlwarden', () => {
  const lines = of('npx mlwarden ').filter(([, line]) => !line.includes('<verb>'));

  test.each(lines)('%s: %s', async (_, line) => {
    // What follows is the shell's.
    const [mine = ''] = line.split(' > ');
    const words = wordsOf(mine).slice(2);
    if (words[0] === 'replay' || words[0]?.startsWith('--')) return void expect(readOptions(words, '1')).toBeTruthy();
    const { verb } = readVerb(words);
    // It asks AWS: test/cli/page.test.ts carries it out.
    if (MANUAL[verb]?.here) return;
    const local = verb === 'policy check' ? [] : ['--local', join(mkdtempSync(join(tmpdir(), 'mlwarden-')), 'l.json'), ...AS];
    const [out, err] = [new PassThrough(), new PassThrough()];
    const code = await operate([...words, ...local], out, new Date('2026-11-23T12:00:00Z'), err);
    const said = String(err.read() ?? out.read())
      .replace('mlwarden: ', '')
      .replaceAll(/\n +/g, ' ');
    if (code !== 0) expect(said).toMatch(NOTHING_THERE);
    expect([0, 2]).toContain(code);
  });
  test('is what the pages are about', () => expect(lines.length).toBeGreaterThan(35));
});

describe('aws', () => {
  const lines = of('aws ');

  test.each(lines)('%s: %s', (_, line) => {
    const [, service = '', operation = '', ...rest] = wordsOf(line);
    const options = optionsOf(service, operation);
    expect(options, `${service} ${operation}`).toBeDefined();
    for (const word of rest.filter((w) => w.startsWith('--'))) expect(options).toContain(word.slice(2));
    for (const word of rest.filter((w) => /^[{[]"/.test(w))) expect(() => JSON.parse(word)).not.toThrow();
  });

  test.each(lines.filter(([, line]) => /^aws dynamodb (\w+-item|query) /.test(line)))('%s, carried out: %s', (_, line) => {
    const [, , operation = '', ...rest] = wordsOf(line.replaceAll('"$LEDGER"', 'mlwarden-ledger'));
    const pascal = (text: string): string => text.replaceAll(/(^|-)(\w)/g, (__, ___, c: string) => c.toUpperCase());
    const pairs = rest.flatMap((word, i) => (word.startsWith('--') ? [[pascal(word.slice(2)), rest[i + 1] ?? '']] : []));
    const input = Object.fromEntries(pairs.map(([name, text = '']) => [name, text.startsWith('{') ? JSON.parse(text) : text]));
    const world = new World({ seed: 1, start: new Date('2026-11-23T12:00:00Z') });
    expect(() => world.call('dynamodb', pascal(operation), input)).not.toThrow();
  });
  test('is what one needs without any of ours', () => expect(lines.length).toBeGreaterThan(35));
});

test.each(of('npm run '))('%s: %s', (_, line) => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: object };
  expect(Object.keys(scripts)).toContain(wordsOf(line)[2]);
});
