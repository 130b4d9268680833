/** The templates as they stand in the repository, as plain data. */
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseTemplate } from '../../scripts/cloudformation.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

// biome-ignore lint/suspicious/noExplicitAny: a template is whatever CloudFormation takes; each test looks at its own part.
export type Part = any;
export interface Template {
  readonly path: string;
  readonly Resources: { readonly [id: string]: { readonly Type: string; readonly Properties: Part; readonly [k: string]: Part } };
  readonly [section: string]: Part;
}

function template(path: string): Template {
  const sections: Part = parseTemplate(readFileSync(`${root}/${path}`, 'utf8'));
  return { path, ...sections };
}
export const frame = template('template.yaml');
/** It watches the others and has laws of its own. */
export const watch = template('stacks/watch.yaml');
/** What mlwarden itself is made of. */
export const all: readonly Template[] = [
  frame,
  ...globSync('stacks/*.yaml', { cwd: root })
    .filter((path) => path !== watch.path)
    .sort()
    .map(template),
];
export function stackOf(family: string): Template {
  const found = all.find(({ path }) => path === `stacks/${family}.yaml`);
  if (!found) throw new Error(`stacks/${family}.yaml is not there.`);
  return found;
}

export const global = stackOf('global');

export const ofType = (t: Template, type: string) => Object.entries(t.Resources).filter(([, r]) => r.Type === type);

/** What is left of a template's value for a deployment with these parameters: references are put in, conditions are settled. */
export function resolve(
  value: Part,
  given: { readonly [name: string]: string },
  conditions: { readonly [name: string]: boolean } = {},
): Part {
  const again = (one: Part): Part => resolve(one, given, conditions);
  if (Array.isArray(value)) return value.map(again).filter((one) => one !== NOTHING);
  if (typeof value !== 'object' || value === null) return value;
  if ('Ref' in value) return value.Ref === 'AWS::NoValue' ? NOTHING : (given[value.Ref] ?? value);
  if ('Fn::GetAtt' in value) return given[value['Fn::GetAtt']] ?? value;
  if ('Fn::Sub' in value) return value['Fn::Sub'].replace(/\$\{([^}]+)\}/g, (whole: string, name: string) => given[name] ?? whole);
  if ('Fn::If' in value) return again(value['Fn::If'][conditions[value['Fn::If'][0]] ? 1 : 2]);
  return Object.fromEntries(Object.entries(value).flatMap(([k, v]) => [[k, again(v)]].filter(([, one]) => one !== NOTHING)));
}
const NOTHING = Symbol('AWS::NoValue');
