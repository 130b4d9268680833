/** Generated text within a file that people write, between two markers. */
export class MarkerMissing extends Error {
  override name = 'MarkerMissing';
}

/** Throws `MarkerMissing`. Markers stay; all between them is replaced. */
export function between(text: string, begin: string, end: string, generated: string): string {
  const from = text.indexOf(begin);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) throw new MarkerMissing(`The line "${(from < 0 ? begin : end).trim()}" is missing.`);
  return `${text.slice(0, from)}${begin}\n${generated}\n${text.slice(to)}`;
}
