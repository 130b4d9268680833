/** What docs/answers.md is made of, and its JSON Schema. */
import * as z from 'zod/mini';
import { ANSWERS } from './answers.ts';
import { HERE, REPLAY } from './answers-here.ts';

const ALL = { ...ANSWERS, ...HERE, replay: REPLAY };

type Shapes = Readonly<Record<string, Node>>;
interface Node {
  readonly type?: string;
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly properties?: Shapes;
  readonly required?: readonly string[];
  readonly items?: Node;
  readonly additionalProperties?: Node | boolean;
  readonly anyOf?: readonly Node[];
  readonly $ref?: string;
}

/** JSON Schema of each verb's data, and of the shapes that they share. */
function schemas(io: 'input' | 'output'): { readonly answers: Shapes; readonly shapes: Shapes } {
  let shapes: Shapes = {};
  const answers = Object.entries(ALL).map(([verb, of]) => {
    const { $schema: _, $defs = {}, ...schema } = z.toJSONSchema(of as z.ZodMiniType, { io, unrepresentable: 'any' });
    shapes = { ...shapes, ...($defs as Shapes) };
    return [verb, schema as Node];
  });
  return { answers: Object.fromEntries(answers), shapes };
}
const answer = (verb: string, data: object) => ({
  type: 'object',
  properties: { verb: { const: verb }, says: { type: 'array', items: { type: 'string' } }, data, wrong: { const: true } },
  required: ['verb', 'says', 'data'],
});
const no = (why: 'refused' | 'failed') => ({
  type: 'object',
  properties: { verb: { type: 'string' }, [why]: { type: 'string' } },
  required: [why],
});

/** JSON Schema of every such document. `exact`: also that nothing stands in it that is not told here, which holds for this release alone. */
export function answersSchema(exact = false): object {
  const { answers, shapes } = schemas(exact ? 'output' : 'input');
  const { replay, ...verbs } = answers;
  const anyOf = [replay, ...Object.entries(verbs).map(([verb, data]) => answer(verb, data)), no('refused'), no('failed')];
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'What npx mlwarden <verb> --json prints',
    anyOf: anyOf.map((one) => ({ ...one, ...(exact && { additionalProperties: false }) })),
    $defs: shapes,
  };
}

const NAMES: Readonly<Record<string, string>> = { string: '', boolean: '`true` or `false`', number: 'a number', integer: 'a number' };
function typeOf({ type, items, enum: one, const: only, additionalProperties: each, $ref }: Node): string {
  if ($ref) return `[${$ref.split('/').at(-1)}](#${$ref.split('/').at(-1)})`;
  if (one) return one.map((value) => `\`${value}\``).join(', ');
  if (only !== undefined) return `\`${only}\``;
  if (type === 'array')
    return items?.properties ? 'a list' : items?.type === 'string' ? 'a list of texts' : `a list of ${typeOf(items ?? {})}`;
  if (type === 'object') return typeof each === 'object' ? 'by name' : '';
  return type === undefined ? 'any JSON' : (NAMES[type] ?? type);
}
/** A line each, set in below what it belongs to. */
function lines(node: Node, depth = 0): readonly string[] {
  const inner = node.type === 'array' ? node.items : typeof node.additionalProperties === 'object' ? node.additionalProperties : node;
  return Object.entries(inner?.properties ?? {}).flatMap(([name, of]) => {
    const says = [typeOf(of), of.description ?? ''].filter(Boolean).join('; ');
    const maybe = inner?.required?.includes(name) ? '' : '?';
    return [`${'  '.repeat(depth)}- \`${name}${maybe}\`${says ? `: ${says}` : ''}`, ...lines(of, depth + 1)];
  });
}
const section = (title: string, { anyOf, ...one }: Node): string =>
  `### ${title}\n\n${(anyOf ?? [one]).map((part) => lines(part).join('\n')).join('\n\nor\n\n')}\n`;

/** The page for people: every verb's data, then the shapes that they share. */
export function answersPage(): string {
  const { answers, shapes } = schemas('input');
  const own = Object.entries(answers).map(([verb, of]) => section(`\`${verb}\``, of));
  const shared = Object.entries(shapes).map(([name, of]) => section(name, of));
  return [...own, ...shared].join('\n');
}
