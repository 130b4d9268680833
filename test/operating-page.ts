/** The commands of docs/operating.md that are the AWS CLI's, as the calls that it makes of them. */
import { readFileSync } from 'node:fs';

export const page = readFileSync('docs/operating.md', 'utf8');

/** A shell line of the page as the operation and input that the AWS CLI makes of it. */
export interface Command {
  readonly service: string;
  readonly operation: string;
  readonly input: Record<string, unknown>;
}
const pascal = (text: string): string => text.replace(/(^|-)(\w)/g, (_, __, c: string) => c.toUpperCase());
export function command(line: string): Command {
  const [, service = '', verb = '', ...rest] = (line.match(/'[^']*'|"[^"]*"|\S+/g) ?? []).map((w) =>
    w.replace(/^['"]|['"]$/g, '').replace('$LEDGER', 'mlwarden-ledger'),
  );
  const input: Record<string, unknown> = {};
  for (let i = 0; i < rest.length; i++) {
    const word = rest[i] ?? '';
    if (!word.startsWith('--')) continue;
    const value = rest[++i] ?? '';
    input[pascal(word.slice(2))] = /^(\{|\d+$)/.test(value) ? JSON.parse(value) : value;
  }
  return { service, operation: pascal(verb), input };
}
export const commands = [...page.matchAll(/```sh\n([\s\S]*?)```/g)]
  .flatMap(([, block = '']) => block.trim().split('\n'))
  .filter((line) => line.startsWith('aws '));
export const ofLedger = commands.map(command).filter(({ service }) => service === 'dynamodb');
export const find = (operation: string, part: string): Command => {
  const found = ofLedger.find((c) => c.operation === operation && JSON.stringify(c.input).includes(part));
  if (!found) throw new Error(`The page has no ${operation} of ${part}.`);
  return found;
};
