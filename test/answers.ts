/** Holds what `--json` prints to what docs/answers.md says of it, member by member. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { answersSchema } from '../scripts/generate/answers-page.ts';

interface Node {
  readonly properties: { readonly verb?: { readonly const?: string } };
}
const { anyOf, $defs } = answersSchema(true) as { readonly anyOf: readonly [Node, ...Node[]]; readonly $defs: object };
const [replay] = anyOf;
const ajv = new Ajv2020({ allErrors: true, strict: false });
const compiled = new Map<string, ReturnType<Ajv2020['compile']>>();
/** A fault is told of the verb's own answer, not of all there might be. */
function schemaFor(verb: string) {
  const schema = verb === 'replay' ? replay : anyOf.find(({ properties }) => properties.verb?.const === verb);
  if (!schema) throw new Error(`docs/answers.md has no ${verb}`);
  const made = compiled.get(verb) ?? ajv.compile({ ...schema, $defs });
  compiled.set(verb, made);
  return made;
}

/** Throws where a member is there that the page does not tell, or is missing, or is something else. */
export function told<A extends { readonly data: unknown }>(verb: string, answer: A): A {
  // As it goes over the wire.
  fitting(verb, JSON.parse(JSON.stringify({ verb, ...answer })));
  return answer;
}
/** The same of what `replay` prints. */
export const toldOfReplay = (out: string): void => fitting('replay', JSON.parse(out));

function fitting(verb: string, document: unknown): void {
  const fits = schemaFor(verb);
  if (fits(document)) return;
  const faults = (fits.errors ?? []).map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`);
  throw new Error(`${verb} answers what docs/answers.md does not say: ${faults.slice(0, 5).join('; ')}`);
}

export const verbsTold: readonly string[] = anyOf.flatMap(({ properties }) => properties.verb?.const ?? []);
