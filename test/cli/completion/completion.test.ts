import { execFileSync, spawnSync } from 'node:child_process';
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

const there = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0;
const split = (out: string): string[] => out.split('\n').filter(Boolean);
/** The same of zsh; what is typed of the last word zsh itself compares. */
async function offeredByZsh(...words: string[]): Promise<readonly string[]> {
  const program = `autoload -Uz compinit; compinit -D -u
${await script('zsh')}
[[ $_comps[mlwarden] == _mlwarden ]] || exit 9
_describe() { local -a of; of=("\${(@P)2}"); print -rl -- "\${(@)of%%:*}" }
words=(mlwarden ${words.map((w) => `'${w}'`).join(' ')}); CURRENT=${words.length + 1}
_mlwarden`;
  const last = words.at(-1) ?? '';
  return split(execFileSync('zsh', ['-f', '-c', program], { encoding: 'utf8' })).filter((word) => word.startsWith(last));
}
/** The same of fish, with what each means left out. */
async function offeredByFish(...words: string[]): Promise<readonly string[]> {
  const program = `${await script('fish')}\ncomplete -C ${`'mlwarden ${words.join(' ')}'`}`;
  const out = execFileSync('fish', ['--no-config', '-c', program], { encoding: 'utf8' });
  return split(out).map((line) => line.split('\t')[0] ?? '');
}

describe.each([
  { shell: 'zsh', offers: offeredByZsh },
  { shell: 'fish', offers: offeredByFish },
])('$shell (skipped where it is not installed)', ({ shell, offers }) => {
  test.skipIf(!there(shell)).each<[string[], string[]]>([
    [['sc'], ['scan']],
    [['ex'], ['exempt', 'export', 'extend']],
    [
      ['exempt', ''],
      ['add', 'end', 'list'],
    ],
    [['policy', 'c'], ['check']],
    [['scan', '--ow'], ['--owner-tag']],
    [['scan', '--local'], []],
    [['pause', 'gl'], ['global']],
    [['pause', 'global', '--wh'], ['--why']],
    [['exempt', 'add', 'notebook-encryption', 'Nb', '--ti'], ['--ticket']],
  ])('after %j offers %j', async (words, all) => {
    expect((await offers(...words)).toSorted()).toEqual(all);
  });
  test.skipIf(!there(shell))('offers every verb at the beginning', async () => {
    const firsts = [...new Set([...Object.keys(MANUAL).map((verb) => verb.split(' ')[0]), 'replay'])];
    expect((await offers('')).toSorted()).toEqual(firsts.toSorted());
  });
});

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
