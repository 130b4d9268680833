/** `mlwarden completion`: prints what a shell has to source. */
import type { Here } from '../here.ts';
import { BadInput } from '../options.ts';
import { bash } from './bash.ts';
import { fish } from './fish.ts';
import { SHELLS } from './tree.ts';
import { zsh } from './zsh.ts';

const SCRIPTS = { bash, zsh, fish };

export const run: Here = async ({ input, json }, { out }) => {
  const shell = SHELLS.find((name) => name === input.shell);
  if (!shell) throw new BadInput(`Say for which shell, ${SHELLS.join(', ')}, such as: npx mlwarden completion bash`);
  const script = SCRIPTS[shell]();
  out.write(`${json ? JSON.stringify({ verb: 'completion', says: [], data: { shell, script } }) : script}\n`);
  return 0;
};
