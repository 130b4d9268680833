/** What nobody speaks of: beside each thing that an event names stands another, as bad, whose name is one letter off. */
import type { Ref } from '../../src/engine/remediation.ts';
import { type WorldFile, worldSchema } from '../world/story/furnish.ts';

/** The last letter is the next one. A digit stays a digit, so that ids stay ids. */
const off = (name: string): string =>
  name.replace(/.$/u, (c) => (/[0-8a-yA-Y]/.test(c) ? String.fromCharCode(c.charCodeAt(0) + 1) : /[9zZ]/.test(c) ? '1' : `${c}x`));

/** What tells the thing that is named from all others: the last part of its id that is long enough to be found again in a text. */
const markOf = ({ id }: Ref): string | undefined => id.split(/[/:]/).findLast((part) => part.length > 3);

/** IAM's unique ids, which no two have, whatever their names. */
const UNIQUE = /\bA(?:ROA|IDA|NPA)[A-Z0-9]{12,}/g;
/** The same event about the doubles of what it is about. */
export function doubled<T>(event: T, refs: readonly Ref[]): T {
  const text = JSON.stringify(event);
  const marks = new Set([...refs.flatMap((ref) => markOf(ref) ?? []), ...(text.match(UNIQUE) ?? [])]);
  return JSON.parse([...marks].reduce((t, mark) => t.replaceAll(mark, off), text));
}

/** Every text in a document that is long enough to be found again, in lower case. */
function words(document: unknown): string[] {
  if (typeof document === 'string') return document.length > 5 ? [document.toLowerCase()] : [];
  return typeof document === 'object' && document !== null ? Object.values(document).flatMap(words) : [];
}
/** What one world says and the other does not. */
export function said(world: WorldFile, but: WorldFile): readonly string[] {
  const others = new Set(words(but));
  return [...new Set(words(world))].filter((word) => !others.has(word));
}

/** Both: of two things of one name, the latter is there. */
export function together(...files: readonly WorldFile[]): WorldFile {
  const sections = Object.keys(worldSchema.shape) as (keyof WorldFile)[];
  return Object.assign({}, ...sections.map((section) => ({ [section]: files.flatMap((file): unknown[] => file[section]) })));
}
