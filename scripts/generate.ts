/**
 * Writes everything that follows from src/remediations: registry, handlers, stacks, pages, the families' part of template.yaml
 * and the violations' part of policy.yaml.
 * `--check` writes nothing and exits 1 where a file is stale.
 */
import { glob, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AnyRemediation } from '../src/engine/remediation.ts';
import { answersPage, answersSchema } from './generate/answers-page.ts';
import { between } from './generate/between.ts';
import { handler, known, registry, sweepHandler, told } from './generate/code.ts';
import { costs } from './generate/cost.ts';
import { eventsPage } from './generate/events.ts';
import { exampleOf } from './generate/example.ts';
import { frameParts } from './generate/frame.ts';
import { globalStack } from './generate/global.ts';
import { overview } from './generate/overview.ts';
import { Orphan, runbook } from './generate/pages.ts';
import { policyFile } from './generate/policy.ts';
import { byFamily, scan } from './generate/scan.ts';
import { stack } from './generate/stack.ts';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const current = async (path: string): Promise<string | undefined> => await readFile(`${root}/${path}`, 'utf8').catch(() => undefined);

const ANSWERS = ['<!-- generated: answers -->', '<!-- end of generated: answers -->'] as const;
const COSTS = ['<!-- costs -->', '<!-- end of costs -->'] as const;
const EVENTS = ['<!-- generated: events -->', '<!-- end of generated: events -->'] as const;

/** The frame, with the parts between its markers as they should be. */
function frame(text: string, all: readonly AnyRemediation[]): string {
  return Object.entries(frameParts(all)).reduce((done, [part, generated]) => {
    const begin = done.split('\n').find((line) => line.trim() === `# generated: ${part}`) ?? `# generated: ${part}`;
    const end = begin.replace('generated', 'end of generated');
    return between(done, begin, end, generated);
  }, text);
}

async function wanted(all: readonly AnyRemediation[]): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  files.set('src/registry.ts', registry(all));
  files.set('src/telling/violations.ts', told(all));
  files.set('src/known.ts', known(all));
  for (const r of all) {
    files.set(`src/handlers/${r.family}/${r.id}.ts`, handler(r));
    const page = `docs/runbooks/${r.id}.md`;
    files.set(page, runbook(r, await current(page), await exampleOf(r, root)));
  }
  for (const [family, own] of byFamily(all)) {
    files.set(`src/handlers/${family}/sweep.ts`, sweepHandler(own));
    files.set(`stacks/${family}.yaml`, stack(family, all));
  }
  files.set('stacks/global.yaml', globalStack(all));
  files.set('docs/remediations.md', overview(all));
  files.set('docs/events.md', between((await current('docs/events.md')) ?? '', ...EVENTS, `\n${eventsPage()}`));
  files.set('docs/answers.md', between((await current('docs/answers.md')) ?? '', ...ANSWERS, `\n${answersPage()}`));
  files.set('docs/answers.schema.json', `${JSON.stringify(answersSchema(), undefined, 1)}\n`);
  files.set('policy.yaml', policyFile((await current('policy.yaml')) ?? '', all));
  files.set('template.yaml', frame((await current('template.yaml')) ?? '', all));
  const templates = [...files].flatMap(([path, text]) => (path.endsWith('.yaml') ? [text] : []));
  const cost = costs((await current('docs/benchmarks.md')) ?? '', templates);
  files.set('docs/operations.md', between((await current('docs/operations.md')) ?? '', ...COSTS, cost));
  return files;
}

/** Generated files of violations and families that are no more. Throws `Orphan` where a person's words would be lost. */
async function leftovers(files: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const stale: string[] = [];
  for await (const path of glob(['src/handlers/*/*.ts', 'stacks/*.yaml', 'docs/runbooks/*.md'], { cwd: root })) {
    if (files.has(path)) continue;
    if (path.startsWith('docs/')) throw new Orphan(`${path}: there is no violation named ${basename(path, '.md')}. Delete its runbook.`);
    if ((await current(path))?.startsWith(path.endsWith('.ts') ? '// Generated' : '# Generated')) stale.push(path);
  }
  return stale;
}

async function put(path: string, text: string | undefined): Promise<void> {
  console.log(`${text === undefined ? 'removed' : 'written'}  ${path}`);
  if (text === undefined) return await rm(`${root}/${path}`);
  await mkdir(dirname(`${root}/${path}`), { recursive: true });
  await writeFile(`${root}/${path}`, text);
}

async function main(check: boolean): Promise<void> {
  const files = await wanted(await scan(root));
  const changes: [string, string | undefined][] = (await leftovers(files)).map((path) => [path, undefined]);
  for (const [path, text] of files) if ((await current(path)) !== text) changes.push([path, text]);
  if (!check) for (const [path, text] of changes) await put(path, text);
  else if (changes.length > 0) {
    for (const [path, text] of changes) console.error(`${path} is ${text === undefined ? 'of no violation any more' : 'stale'}.`);
    console.error('Run: npm run generate');
    process.exitCode = 1;
  } else console.log(`${files.size} generated files are fresh.`);
}

try {
  await main(process.argv.includes('--check'));
} catch (error) {
  console.error(`generate: ${(error as Error).message}`);
  process.exitCode = 1;
}
