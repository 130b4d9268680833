/** The resource that an ARN or a name means, found by looking. */
import type { AnyRemediation, Json, Resource, Seen } from '../../engine/remediation.ts';
import { isArn, parseArn, placeOf, UnreadableArn } from '../../resources/arn.ts';
import { home } from '../../resources/home.ts';
import { BadInput } from '../options.ts';

export interface Found {
  readonly remediation: AnyRemediation;
  readonly resource: Resource;
  /** Undefined: there is no such thing. */
  readonly seen: Seen<Json> | undefined;
}
type Kind = AnyRemediation['kind'];

/** What an ARN calls the type: NotebookInstance is notebook-instance. */
const noun = (type: string): string => (type.split('::').at(-1) ?? '').replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();

function place(text: string): ReturnType<typeof parseArn> {
  try {
    return parseArn(text);
  } catch (error) {
    if (error instanceof UnreadableArn) throw new BadInput(`${error.message}.`);
    throw error;
  }
}

async function byArn(kind: Kind, text: string): Promise<readonly Resource[]> {
  const { service, type: is, account, region } = place(text);
  const type = kind.types.find((t) => t.toLowerCase().startsWith(`aws::${service}::`) && noun(t) === is);
  if (type === undefined) return [];
  const ref = { type, id: text, account, region, at: '' };
  if (placeOf(ref).region !== 'aws-global' && region !== home().region)
    throw new BadInput(`${text} is in ${region}, and ${home().region} is looked at: set AWS_REGION.`);
  return await kind.locate(ref);
}

/** A name says nothing of the account, so what is there is asked for. */
async function byName(kinds: readonly Kind[], name: string): Promise<readonly Resource[]> {
  const found = new Map<string, Resource>();
  for (const kind of kinds)
    for await (const resource of kind.list()) if (resource.name.toLowerCase() === name.toLowerCase()) found.set(resource.key, resource);
  return [...found.values()];
}

/** For each violation of each kind of that name; none, if nothing of that name is there. Throws what reading throws, and `BadInput`. */
export async function found(remediations: readonly AnyRemediation[], text: string): Promise<readonly Found[]> {
  const kinds = [...new Set(remediations.map((r) => r.kind))];
  const all = isArn(text) ? (await Promise.all(kinds.map((kind) => byArn(kind, text)))).flat() : await byName(kinds, text);
  const resources = [...new Map(all.map((r) => [r.key, r])).values()];
  const pairs = resources.flatMap((resource) =>
    remediations.filter((r) => r.kind.types[0] === resource.type).map((remediation) => ({ remediation, resource })),
  );
  return await Promise.all(
    pairs.map(async ({ remediation, resource }) => ({ remediation, resource, seen: await remediation.kind.inspect(resource) })),
  );
}
