import { expect, test } from 'vitest';
import { lineFor } from '../../src/engine/policy.ts';
import { PolicyRefused, readPolicy } from '../../src/policy-file.ts';
import { remediations } from '../../src/registry.ts';
import { attack } from './attack.ts';
import { garbled, malformed, YAML } from './mutate.ts';
import { texts } from './samples.ts';

const known = new Map(remediations.map((r) => [r.id, r.settings]));
/** The policies of the repository, and all they might say one day. */
const policies = texts('policy.yaml', 'events/policy.yaml').map(({ text }) => text);
const asData = policies.map((text) => readPolicy(text, 'policy.yaml', known)).map(({ hash: _, ...said }) => said);

/** A policy that destroys nothing, or one sentence with the line. */
function readOrRefused(text: string): void {
  try {
    const policy = readPolicy(text, 'policy.yaml', known);
    for (const account of ['', ...Object.keys(policy.accounts)])
      for (const id of known.keys()) expect(lineFor(policy, id, account, 'destructive').mode).not.toBe('enforce');
  } catch (error) {
    if (!(error instanceof PolicyRefused)) throw error;
    expect(error.message).toMatch(/^policy\.yaml, line \d+: ./);
    expect(error.message.length, 'it is a sentence, not the file').toBeLessThan(1_000);
  }
}

test('a policy that is garbled is read or refused with its line', async () => {
  await attack('policy text', garbled(policies, YAML), readOrRefused);
});
// JSON is YAML.
test('a policy that says something else is read or refused with its line', async () => {
  await attack('policy data', malformed(asData), ({ text }) => readOrRefused(text));
});
