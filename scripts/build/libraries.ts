/** What a bundle takes from other people's packages, as a program that does nothing else. */
import { readFile } from 'node:fs/promises';
import type { Metafile } from 'esbuild';

/** `import a, { b as c } from 'd'` as our formatter writes it, over one line or several; type imports weigh nothing. */
const IMPORT = /^import (?!type )(?:(\w+)(?:, )?)?(?:\* as (\w+)|\{([^}]*)\})? ?from '([^'.][^']*)';$/gms;

/** `package name`, where name is `default` or an export. */
function taken(source: string): string[] {
  return [...source.matchAll(IMPORT)].flatMap(([, whole, namespace, names, from]) => {
    const named = (names ?? '').split(',').map((name) => name.trim());
    const values = named.filter((name) => name && !name.startsWith('type ')).map((name) => name.split(' as ')[0]);
    const used = namespace ? [...source.matchAll(new RegExp(`\\b${namespace}\\.(\\w+)\\(`, 'g'))].map(([, member]) => member) : [];
    return [...(whole ? ['default'] : []), ...values, ...used].map((name) => `${from} ${name}`);
  });
}

/** The entry of a bundle of only the clients and libraries that the files of ours within `metafile` import. */
export async function librariesOf(root: string, metafile: Metafile): Promise<string> {
  const ours = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs).filter((path) => path.startsWith('src/')));
  const sources = await Promise.all(ours.map((path) => readFile(`${root}/${path}`, 'utf8')));
  const all = [...new Set(sources.flatMap(taken))].filter((one) => !one.startsWith('node:')).sort();
  const imports = all.map((one, i) => {
    const [from, name] = one.split(' ');
    return `import { ${name} as x${i} } from '${from}';`;
  });
  return `${imports.join('\n')}\nmodule.exports = [${all.map((_, i) => `x${i}`).join(', ')}];`;
}
