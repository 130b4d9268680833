import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { leaves } from '../../../src/cli/completion/tree.ts';
import { MANUAL } from '../../../src/cli/manual.ts';
import { typed } from '../served.ts';

const script = async (shell: string): Promise<string> => (await typed('completion', shell)).out;

/** What bash offers after these words; the last one is being typed. */
async function offered(...words: string[]): Promise<readonly string[]> {
  const program = `${await script('bash')}
COMP_WORDS=(mlwarden ${words.map((w) => `'${w}'`).join(' ')}); COMP_CWORD=${words.length}
_mlwarden; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['--norc', '-c', program], { encoding: 'utf8' }).split('\n').filter(Boolean);
}

describe('bash', () => {
  test.each<[string[], string[]]>([
    [['sc'], ['scan']],
    [['ex'], ['exempt', 'extend', 'export']],
    [
      ['exempt', ''],
      ['add', 'list', 'end'],
    ],
    [['policy', 'c'], ['check']],
    [
      ['budget', ''],
      ['show', 'reset'],
    ],
    [['scan', '--ow'], ['--owner-tag']],
    [['scan', '--local'], []],
    [['pause', 'gl'], ['global']],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish', '--json', '--help'],
    ],
    [['pause', 'global', '--wh'], ['--why']],
    [['pause', 'global', '--why', ''], []],
    [['exempt', 'add', 'notebook-encryption', 'Nb', '--ti'], ['--ticket']],
    [['replay', '--ch'], ['--chaos']],
    [['nonsense', '--a'], []],
  ])('after %j offers %j', async (words, all) => {
    expect(await offered(...words)).toEqual(all);
  });
  test('offers every verb at the beginning', async () => {
    const firsts = [...new Set([...Object.keys(MANUAL).map((verb) => verb.split(' ')[0]), 'replay'])];
    expect((await offered('')).toSorted()).toEqual([...firsts, '--help', '--version'].toSorted());
  });
});

describe.each(['bash', 'zsh', 'fish'])('%s', (shell) => {
  test('is told every verb and every option that --help tells', async () => {
    const text = await script(shell);
    for (const { words, options } of leaves()) {
      for (const word of words) expect(text).toContain(word);
      for (const { name } of options) expect(text).toContain(shell === 'fish' ? `-l ${name}` : `--${name}`);
    }
  });
  test('is given quotes that close', async () => {
    for (const line of (await script(shell)).split('\n')) {
      const bare = line.replace(shell === 'fish' ? /\\./g : /'\\''/g, '');
      expect(bare.split("'").length % 2, line).toBe(1);
    }
  });
});

test.each([[[]], [['tcsh']]])('%j is no shell', async (words) => {
  await expect(typed('completion', ...words)).rejects.toThrow('Say for which shell, bash, zsh, fish');
});
test('in JSON it is one document', async () => {
  const { data } = JSON.parse((await typed('completion', 'fish', '--json')).out) as { data: { shell: string; script: string } };
  expect([data.shell, data.script]).toEqual(['fish', expect.stringContaining('complete -c mlwarden')]);
});
