/** The violations of this release, found where they are written: one file each, `src/remediations/<family>/<id>.ts`. */
import { readdir } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type { AnyRemediation } from '../../src/engine/remediation.ts';

export class Misplaced extends Error {
  override name = 'Misplaced';
}

const folders = async (path: string) => (await readdir(path, { withFileTypes: true })).filter((e) => e.isDirectory()).map((e) => e.name);

/** In the order of their paths. Throws `Misplaced` where a file and the remediation in it go by different names. */
export async function scan(root: string): Promise<readonly AnyRemediation[]> {
  const base = `${root}/src/remediations`;
  const found: AnyRemediation[] = [];
  for (const family of (await folders(base)).sort()) {
    const files = (await readdir(`${base}/${family}`)).filter((name) => name.endsWith('.ts')).sort();
    for (const file of files) {
      const path = `src/remediations/${family}/${file}`;
      const { remediation } = (await import(pathToFileURL(`${root}/${path}`).href)) as { remediation?: AnyRemediation };
      if (!remediation) throw new Misplaced(`${path} exports no \`remediation\`.`);
      if (remediation.family !== family || `${remediation.id}.ts` !== file) {
        throw new Misplaced(`${path} holds ${remediation.family}/${remediation.id}: folder and file are named after family and id.`);
      }
      found.push(remediation);
    }
  }
  const twice = found.find(({ id }, i) => found.findIndex((other) => other.id === id) !== i);
  if (twice) throw new Misplaced(`${twice.id} stands in two families: one name runs through everything.`);
  return found;
}

export const byFamily = (all: readonly AnyRemediation[]): Map<string, AnyRemediation[]> => Map.groupBy(all, (r) => r.family);

/** `supply-chain` → `SupplyChain`: a logical id of CloudFormation. */
export const pascal = (id: string): string => id.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
export const camel = (id: string): string => id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
