/** Which action can be limited to which things: an excerpt of AWS's service authorization reference (see scripts/permissions.ts). */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** `iam:role` for `arn:…:iam::…:role/…`: what a pattern of ARNs is about. */
export function thing(arn: string): string {
  const [, , service, , , ...rest] = arn.replace(/\$\{[^}]*\}/g, '*').split(':');
  return `${service}:${rest.join(':').split('/')[0]}`;
}

export class UnknownAction extends Error {
  override name = 'UnknownAction';
}

/** Of every action that a kind names. An action without things is allowed on `*` or not at all. */
export const EXCERPT = new URL('./actions.yaml', import.meta.url);
let excerpt: Readonly<Record<string, readonly string[]>> | undefined;

/** The patterns of `arns` that the action can be limited to; none = it can be limited to nothing. Throws `UnknownAction`. */
export function limits(action: string, arns: readonly string[]): readonly string[] {
  excerpt ??= parse(readFileSync(EXCERPT, 'utf8')) as Readonly<Record<string, readonly string[]>>;
  const things = excerpt[action];
  if (!things) throw new UnknownAction(`${action} is not in scripts/generate/actions.yaml. Run: npm run check:permissions -- --excerpt`);
  const limited = arns.filter((arn) => things.includes(thing(arn)));
  if (things.length > 0 && limited.length === 0)
    throw new UnknownAction(`${action} is about ${things.join(', ')}: its kind's \`arns\` name none.`);
  return limited;
}
