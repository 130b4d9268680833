/** Whatever is typed wrong, at every verb there is: one sentence, and nothing is changed. */
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { MANUAL } from '../../src/cli/manual.ts';
import { operate } from '../../src/cli/operate.ts';
import { BadInput } from '../../src/cli/options.ts';
import type { Verb } from '../../src/operator/verb.ts';
import { verbs } from '../../src/operator/verbs.ts';
import { Counter } from './desk.ts';

const SENTENCE = /^[^\n]{10,500}$/;

interface Shape {
  readonly properties?: Readonly<Record<string, { readonly type?: string; readonly enum?: unknown }>>;
  readonly required?: readonly string[];
}
/** What no verb with such an input may take, whatever the verb is. */
function wrong({ input }: Verb): readonly unknown[] {
  const { properties = {}, required = [] } = z.toJSONSchema(input as z.ZodMiniType, { io: 'input', unrepresentable: 'any' }) as Shape;
  const whole = Object.fromEntries(required.map((name) => [name, 'x']));
  const texts = Object.entries(properties).flatMap(([name, { type }]) => (type === 'string' ? [name] : []));
  return [
    ...['', null, 3, true, 'x', [], [{}], { ...whole, sudo: true }, { ...whole, caller: { role: 'x' } }],
    ...required.map((name) => ({ ...whole, [name]: undefined })),
    ...Object.keys(properties).flatMap((name) => [
      { ...whole, [name]: {} },
      { ...whole, [name]: 7 },
      { ...whole, [name]: null },
    ]),
    ...texts.flatMap((name) =>
      ['', 'a\u0000b', 'a\nb', '\u001b[2J', '\ud800', 'x'.repeat(2_001)].map((text) => ({ ...whole, [name]: text })),
    ),
  ];
}

async function standing(): Promise<Counter> {
  const counter = new Counter();
  counter.street.place('a', { paint: 'red' });
  await counter.looked();
  return counter;
}

test.each(verbs.map((verb) => [verb.name, verb] as const))('%s takes nothing that is no input of it', async (name, verb) => {
  const counter = await standing();
  const inputs = wrong(verb);
  expect(inputs.length).toBeGreaterThan(8);
  for (const input of inputs) {
    const said = await counter.refusal(name, input as object);
    expect(said, JSON.stringify(input)).toMatch(SENTENCE);
    expect(said, JSON.stringify(input)).toContain(`${name}: cannot read`);
  }
  expect(counter.street.sent).toEqual([]);
});

/** The command line that is typed so, with a ledger of its own. */
async function typed(...args: readonly string[]): Promise<{ code: number; said: string }> {
  const out = new PassThrough();
  try {
    const code = await operate(args, out, new Date('2026-11-23T12:00:00Z'));
    return { code, said: out.read()?.toString() ?? '' };
  } catch (error) {
    // As src/cli/mlwarden.ts ends then.
    if (!(error instanceof BadInput)) throw error;
    return { code: 2, said: error.message };
  }
}

test.each(Object.entries(MANUAL))('on the command line %s ends with 2, and no ledger is written', async (name, { words }) => {
  const ledger = join(tmpdir(), `mlwarden-never-${process.pid}.json`);
  const verb = verbs.find((one) => one.name === name);
  const here = verb ? ['--local', ledger] : [];
  const bare = verb && z.safeParse(verb.input as z.ZodMiniType, {}).success ? [] : [[]];
  const lines = [
    ['--frob'],
    ['--json', '--frob=1'],
    ['--help=x'],
    ...(words.length > 0 ? bare : [['now']]),
    ['\u001b[2J', '--policy', 'there-is-none.yaml'],
  ];
  for (const line of lines) {
    const { code, said } = await typed(...name.split(' '), ...line, ...here);
    expect([code, line]).toEqual([2, line]);
    // Set in after eighty columns, it is one sentence still.
    expect(said.trim().replaceAll(/\n {4}/g, ' ')).toMatch(SENTENCE);
  }
  await expect(readFile(ledger)).rejects.toThrow('ENOENT');
});
