/** `*` in a glob stands for any text. */

/** Few globs are written, and each is asked of every resource at every look. */
const patterns = new Map<string, RegExp>();
function patternOf(glob: string, flags: 's' | 'is'): RegExp {
  const id = `${flags} ${glob}`;
  const known = patterns.get(id);
  if (known) return known;
  const parts = glob.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(`^${parts.join('.*')}$`, flags);
  patterns.set(id, pattern);
  return pattern;
}

/** A glob of policy: case never counts. */
export const globbed = (glob: string, text: string): boolean => patternOf(glob, 'is').test(text);
/** A glob of a setting: case counts. */
export const fits = (glob: string, text: string): boolean => patternOf(glob, 's').test(text);
