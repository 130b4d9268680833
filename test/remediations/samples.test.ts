import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { expect, test } from 'vitest';
import { read } from '../../src/engine/read.ts';
import { remediations } from '../../src/registry.ts';

const home = { account: '111122223333', region: 'eu-west-1' };
const samples = readdirSync('events', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.json'))
  .map((file) => ({
    file,
    family: dirname(file),
    id: basename(file).split('.')[0],
    event: JSON.parse(readFileSync(`events/${file}`, 'utf8')),
  }));

test.each(samples)('$file names something of the violation it is named after', ({ family, id, event }) => {
  const [remediation] = remediations.filter((r) => r.id === id && r.family === family);
  const said = remediation && read(event, remediation.triggers, home);
  expect(said).toHaveProperty('refs');
  const refs = said && 'refs' in said ? said.refs : [];
  for (const ref of refs) expect(remediation?.kind.types).toContain(ref.type);
  expect(refs.length).toBeGreaterThan(0);
});

test.each(remediations)('every trigger of $id has a sample, and so has every call it listens for', ({ id, triggers }) => {
  const heard = samples
    .filter((s) => s.id === id)
    .map(({ event }) => `${event.source} ${event['detail-type']} ${event.detail.eventName ?? ''}`);
  for (const { source, detailType, pattern } of triggers) {
    const names = (pattern.detail as { eventName?: string[] } | undefined)?.eventName ?? [''];
    for (const name of names) expect(heard).toContain(`${source} ${detailType} ${name}`);
  }
});
