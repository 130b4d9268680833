/** A stranger gives a resource a name that would be a command, and waits for somebody on call to type what mlwarden prints. */
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { commandLine } from '../../src/operator/command-line.ts';
import { resourceOf } from '../engine/lamp.ts';
import { policy } from '../engine/policies.ts';
import { APPROVER, Counter } from './desk.ts';

/** The words that a shell makes of a line; what stands in it as a command is carried out. */
const words = (line: string): string[] =>
  execFileSync('sh', ['-c', `set -- ${line}\nprintf '%s\\n' "$@"`], { encoding: 'utf8' })
    .trimEnd()
    .split('\n');

const NAMES = ['churn', "churn'$(echo pwned)'", "churn';echo pwned;'", "''`echo pwned`", '$HOME "churn" \\', "'"];

test.each(NAMES)('%s is one word of the line that is typed, and nothing else', (name) => {
  expect(words(commandLine('show', `lamp-off/${name}`, '--json'))).toEqual(['npx', 'mlwarden', 'show', `lamp-off/${name}`, '--json']);
});

test.each(NAMES)('%s, held off, is listed with a line that undoes it alone', async (name) => {
  const counter = new Counter(policy({ approvers: [APPROVER] }));
  counter.street.place(name, { paint: 'red' });
  await counter.street.look('lamp-off', name);
  await counter.street.rest();
  for (const verb of ['list', 'uninstall']) {
    const { says } = await counter.ask(verb, verb === 'list' ? { held: true } : { plan: true });
    const id = `lamp-off/${resourceOf(name).key}`;
    expect(words(says[1] ?? '').slice(0, 4)).toEqual(['npx', 'mlwarden', 'undo', id]);
  }
});
