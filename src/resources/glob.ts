/** `*` in a glob of a setting stands for any text; case counts. */
export const fits = (glob: string, text: string): boolean => {
  const parts = glob.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(text);
};
