/** Puts what the runbooks say is built right into templates of its own, for cfn-lint: `node scripts/built-right.ts <folder>`. */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const [folder = '.'] = process.argv.slice(2);
for (const page of globSync('docs/runbooks/*.md')) {
  const blocks = [...readFileSync(page, 'utf8').matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, block = '']) => block);
  if (blocks.length === 0) throw new Error(`${page} does not say how it is built right.`);
  const resources = blocks.join('').replaceAll(/^(?=.)/gm, '  ');
  writeFileSync(join(folder, `${basename(page, '.md')}.yaml`), `AWSTemplateFormatVersion: '2010-09-09'\nResources:\n${resources}`);
}
