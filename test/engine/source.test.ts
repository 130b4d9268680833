import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { remediations } from '../../src/registry.ts';

describe('the source', () => {
  const files = (pattern: string): [string, string][] => globSync(pattern).map((file) => [file, readFileSync(file, 'utf8')]);
  const judging = [
    ...files('src/remediations/**/*.ts'),
    ...files('src/engine/{admit,case,decide,draft,expect,holds,judge,owed,plan,policy,settle,underway}.ts'),
  ];

  test('of all that judges and decides reads no clock, no chance and no environment', () => {
    expect(judging.length).toBeGreaterThan(12);
    for (const [file, source] of judging) {
      expect(source, file).not.toMatch(/new Date\(\)|Date\.now|performance\.|Math\.random|randomUUID|process\.|\bawait\b/);
    }
  });

  test('of engine and ledger mentions no violation', () => {
    for (const [file, source] of files('src/{engine,ledger}/*.ts')) {
      for (const { id } of remediations) expect(source, file).not.toContain(id);
    }
  });

  test('of a violation mentions no other', () => {
    for (const { id, family } of remediations) {
      // What it listens to is named after AWS's services, and so is who sees to it that they are on.
      const source = readFileSync(`src/remediations/${family}/${id}.ts`, 'utf8').replaceAll(/'\.\.\/\.\.\/triggers\/[a-z-]+\.ts'/g, '');
      for (const other of remediations) if (other.id !== id) expect(source, id).not.toContain(other.id);
    }
  });
});
