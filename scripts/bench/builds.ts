/** What races, bundled as `npm run build` bundles it, with a policy that repairs. */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { readPolicy } from '../../src/policy-file.ts';
import { remediations } from '../../src/registry.ts';
import { root } from '../../test/rie/sandbox.ts';
import { bundle, weigh } from '../build/bundle.ts';
import { librariesOf } from '../build/libraries.ts';
import { release } from '../build/release.ts';

export interface Budget {
  readonly repairs: number;
  readonly per: string;
}
/** As many repairs as there are events. The window is short, so that the budget's list of repairs begun is as long as a usual one. */
export const GENEROUS: Budget = { repairs: 1000, per: '1s' };

/** The demonstration policy with another budget, and without a tag of the owner, as the shipped policy is: with one, a new case takes a call more. */
export function policyWith({ repairs, per }: Budget): string {
  const demonstration = readFileSync(`${root}/events/policy.yaml`, 'utf8');
  const text = demonstration.replace(/^ownerTag: .*$/m, '');
  if (text === demonstration) throw new Error('events/policy.yaml names no tag of the owner.');
  const changed = text.replaceAll(/\{ repairs: \d+, per: \w+ \}/g, `{ repairs: ${repairs}, per: ${per} }`);
  if (changed === text) throw new Error('events/policy.yaml has no budget of the form { repairs: N, per: T }.');
  return changed;
}

export interface Builds {
  readonly release: string;
  /** The file of a bundle, made if it has not been. `entry` is a path in the repository. */
  file(entry: string, budget?: Budget): Promise<string>;
  /** The file of a bundle of only the clients and libraries that an entry imports. */
  libraries(entry: string): Promise<string>;
  bytes(file: string): number;
  end(): void;
}

export async function builds(): Promise<Builds> {
  const folder = mkdtempSync(`${tmpdir()}/mlwarden-bench-`);
  const name = await release(root);
  const made = new Map<string, Promise<string>>();
  const defined = (budget: Budget): Record<string, string> => {
    const known = new Map(remediations.map((r) => [r.id, r.settings] as const));
    const policy = readPolicy(policyWith(budget), 'policy.yaml', known);
    return { MLWARDEN_POLICY: JSON.stringify(policy), MLWARDEN_RELEASE: JSON.stringify(name) };
  };
  return {
    release: name,
    file(entry, budget = GENEROUS) {
      const id = `${entry} ${budget.repairs} ${budget.per}`;
      const file = `${folder}/${made.size}.js`;
      // Noted before it is made: two may ask at once.
      const making = made.get(id) ?? bundle(root, entry, file, defined(budget)).then(() => file);
      made.set(id, making);
      return making;
    },
    async libraries(entry) {
      const file = `${folder}/libraries-of-${entry.replaceAll('/', '-')}.js`;
      const { metafile } = await bundle(root, entry, `${folder}/whole.js`, defined(GENEROUS));
      await weigh(root, await librariesOf(root, metafile), file);
      return file;
    },
    bytes: (file) => statSync(file).size,
    end: () => rmSync(folder, { recursive: true, force: true }),
  };
}
