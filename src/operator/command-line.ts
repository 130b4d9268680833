/** One word of a line to be typed: whoever names a resource names it as he likes, and no quote in its name may end the word. */
export const word = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
/** A line about a case, to be typed as it stands. */
export const commandLine = (verb: string, id: string, ...more: readonly string[]): string =>
  ['npx mlwarden', verb, word(id), ...more].join(' ');
