/** `pause#account#1` as people say it. */
export function spoken(name: string): string {
  const [, level = '', ...of] = name.split('#');
  return level === 'global' ? 'everything' : `${level} ${of.join('#')}`;
}
