/** CloudFormation templates as plain data: `!Sub x` in the file is `{ 'Fn::Sub': 'x' }` here, both ways. */
import { Document, isCollection, isMap, isPair, isScalar, isSeq, type Node, parseDocument, Scalar, visit } from 'yaml';
import type { Json } from '../src/engine/remediation.ts';

const long = (tag: string): string => (tag === '!Ref' || tag === '!Condition' ? tag.slice(1) : `Fn::${tag.slice(1)}`);
const INTRINSIC = /^(Ref|Condition|Fn::\w+)$/;

export const ref = (name: string) => ({ Ref: name });
export const sub = (text: string) => ({ 'Fn::Sub': text });
export const att = (id: string, name: string) => ({ 'Fn::GetAtt': `${id}.${name}` });
export const when = (condition: string, then: Json) => ({ 'Fn::If': [condition, then, ref('AWS::NoValue')] });

/** Throws the first syntax error. */
export function parseTemplate(text: string): { readonly [section: string]: Json } {
  const doc = parseDocument(text, { logLevel: 'silent' });
  const [error] = doc.errors;
  if (error) throw error;
  return plain(doc.contents) as { readonly [section: string]: Json };
}

function plain(node: unknown): Json {
  const value = untagged(node);
  const { tag } = node as Node;
  return tag?.startsWith('!') ? { [long(tag)]: value } : value;
}
function untagged(node: unknown): Json {
  if (isScalar(node)) return node.value as Json;
  if (isSeq(node)) return node.items.map(plain);
  if (isMap(node)) return Object.fromEntries(node.items.map((pair) => [String((pair.key as Scalar).value), plain(pair.value)]));
  return null;
}

/** Block style with short tags; short lists stand on one line. CloudFormation reads YAML 1.1: dates, `on` and `off` are quoted. */
export function stringifyTemplate(value: Json): string {
  const doc = new Document(value, { aliasDuplicateObjects: false, compat: 'yaml-1.1' });
  visit(doc, {
    Map(_, map) {
      const [only] = map.items;
      const name = isPair(only) && isScalar(only.key) ? String(only.key.value) : '';
      if (map.items.length !== 1 || !only || !INTRINSIC.test(name)) return;
      // A template's Conditions and a resource's Condition are no intrinsic function.
      if (name === 'Condition') return;
      const inner = only.value as Node;
      inner.tag = name === 'Ref' ? '!Ref' : `!${name.slice(4)}`;
      if (isCollection(inner)) inner.flow = isShort(inner);
      return inner;
    },
    Scalar(_, scalar) {
      if (scalar.tag) scalar.type = Scalar.PLAIN;
      // SAM's parser takes a leading colon for a key.
      else if (String(scalar.value).startsWith(':')) scalar.type = Scalar.QUOTE_SINGLE;
    },
    Seq(_, seq) {
      if (isShort(seq)) seq.flow = true;
    },
  });
  return doc.toString({ lineWidth: 0, singleQuote: true, flowCollectionPadding: false });
}
const isShort = (node: Node): boolean => JSON.stringify(node.toJSON()).length < 60;
