/** What puts back what is held or owed, to be typed as it stands. */
import type { Lock } from '../ledger/items.ts';
import type { Office } from './office.ts';

/** Region of what is nowhere in particular, which every command line of AWS's takes as its own. */
const NOWHERE = 'aws-global';
const kebab = (api: string): string => api.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();

/** In JSON a quote may be spelt so that it ends no word of a shell. */
const quoted = (value: unknown): string => `'${JSON.stringify(value).replaceAll("'", '\\u0027')}'`;

/** The command line's name of a service is that of its resources' types, in lower case, for all that is ever held. */
function awsCall(key: string, { api, input }: { readonly api: string; readonly input: unknown }): string {
  const [, type = '', , region = ''] = key.split('/');
  const [, service = ''] = type.split('::');
  const where = region === NOWHERE ? '' : `--region ${region} `;
  return `aws ${service.toLowerCase()} ${kebab(api)} ${where}--cli-input-json ${quoted(input)}`;
}

/** By `undo`, as long as the violation whose function does it is of this release; else by the call itself. */
export function putBack({ known }: Office, violation: string, { key, owed, last }: Lock, why: string): string {
  const ours = (id: string): boolean => known.some((k) => k.id === id);
  if (ours(violation) && ours(owed?.violation ?? violation))
    return `npx mlwarden undo '${violation}/${key}' --exempt-until 7d --why ${why}`;
  const call = owed?.call ?? last?.brings?.call;
  return call ? awsCall(key, call) : 'Nothing is owed to its owner: nothing is to be put back.';
}
