/** The violations as policy.yaml lists them: in remarks, each with the settings it has when nothing is said. */
import { stringify } from 'yaml';
import * as z from 'zod/mini';
import type { AnyRemediation } from '../../src/engine/remediation.ts';
import { between } from './between.ts';

const BEGIN = '# generated: violations';
const END = '# end of generated: violations';

function line({ id, settings }: AnyRemediation): string {
  const flow = { collectionStyle: 'flow', singleQuote: true, lineWidth: 0 } as const;
  return `#   ${id}: ${stringify({ settings: z.parse(settings, {}) }, flow).trimEnd()}`;
}

/** The file is its owner's: without the marker it stays as it is. */
export const policyFile = (text: string, all: readonly AnyRemediation[]): string =>
  text.includes(BEGIN) ? between(text, BEGIN, END, all.map(line).join('\n')) : text;
