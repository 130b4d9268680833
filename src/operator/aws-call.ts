/** A call on record as a command line of AWS's own, for when none of our functions may make it. */
/** Region of what is nowhere in particular, which every command line of AWS's takes as its own. */
const NOWHERE = 'aws-global';
const kebab = (api: string): string => api.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();

/** In JSON a quote may be spelt so that it ends no word of a shell. */
const quoted = (value: unknown): string => `'${JSON.stringify(value).replaceAll("'", '\\u0027')}'`;

/** In words. The command line's name of a service is that of its resources' types, in lower case, for all that is ever held. */
export function awsCall(key: string, { api, input }: { readonly api: string; readonly input: unknown }): readonly string[] {
  const [, type = '', , region = ''] = key.split('/');
  const [, service = ''] = type.split('::');
  const where = region === NOWHERE ? [] : ['--region', region];
  return ['aws', service.toLowerCase(), kebab(api), ...where, '--cli-input-json', quoted(input)];
}
