/** A line about a case, to be typed as it stands: whoever names a resource names it as he likes, and no quote in its name may end the word. */
export const commandLine = (verb: string, id: string, ...more: readonly string[]): string =>
  ['npx mlwarden', verb, `'${id.replaceAll("'", "'\\''")}'`, ...more].join(' ');
