/** The name of a build: the version, and a digest of everything that it is made from. The same sources give the same name, with git or without. */
import { createHash } from 'node:crypto';
import { glob, readFile } from 'node:fs/promises';

export async function release(root: string): Promise<string> {
  const { version } = JSON.parse(await readFile(`${root}/package.json`, 'utf8')) as { version: string };
  const paths = (await Array.fromAsync(glob('src/**/*.ts', { cwd: root }))).concat(
    'policy.yaml',
    'package-lock.json',
    'scripts/env-credentials.ts',
  );
  const hash = createHash('sha256');
  for (const path of paths.sort()) hash.update(`${path}\n`).update(await readFile(`${root}/${path}`));
  return `${version}+${hash.digest('hex').slice(0, 12)}`;
}
