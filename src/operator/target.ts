/** Which case, which resource: as people name them. */
import type { Resource } from '../engine/remediation.ts';
import type { Case } from '../ledger/items.ts';
import type { Opened } from '../ledger/port.ts';
import { isArn, leaf, parseArn, placeOf, resource, UnreadableArn } from '../resources/arn.ts';
import { type Known, type Office, Refused } from './office.ts';

export interface Target {
  /** `<violation>/<key>`. */
  readonly id: string;
  readonly known: Known;
  readonly resource: Resource;
  readonly opened: Opened;
}
/** A target, as far as its records tell. */
export type Recorded = Omit<Target, 'known'> & { readonly known: Pick<Known, 'id'> };
/** What an ARN calls the type: NotebookInstance is notebook-instance. */
const kebab = (type: string): string => (type.split('::').at(-1) ?? '').replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
const serviceOf = (type: string): string => (type.split('::')[1] ?? '').toLowerCase();
export const subjectOf = (violation: string, r: Resource) => ({ violation, key: r.key, account: r.account });

/** What is held, owed or under way on the resource of a case, whether its violation is still known or not. */
export const lockOf = async ({ desk }: Office, { violation, key }: Case): Promise<Opened['lock']> =>
  (await desk.open({ violation, key, account: key.split('/')[2] ?? '' })).lock;

export function knownOf({ known }: Office, id: string): Known {
  const found = known.find((k) => k.id === id);
  if (!found) throw new Refused(`There is no violation "${id}"; there are ${known.map((k) => k.id).join(', ')}.`);
  return found;
}

/** The resource that an ARN or a name means, if it is one of this type. A name means one at home. */
export function resourceOf({ home }: Office, type: string, text: string): Resource | undefined {
  if (text.startsWith('arn')) return fromArn(type, text);
  const region = serviceOf(type) === 'iam' ? 'aws-global' : home.region;
  return inPlace(type, { ...placeOf({ type, id: text, ...home, at: '' }), region }, text);
}

function inPlace(type: string, place: Pick<Resource, 'account' | 'region'> & { readonly partition: string }, name: string): Resource {
  const region = place.region === 'aws-global' ? '' : place.region;
  return resource(type, place, name, `arn:${place.partition}:${serviceOf(type)}:${region}:${place.account}:${kebab(type)}/${name}`);
}

function fromArn(type: string, text: string): Resource | undefined {
  try {
    const arn = isArn(text) ? parseArn(text) : undefined;
    if (!arn) throw new UnreadableArn(text);
    if (arn.service !== serviceOf(type) || arn.type !== kebab(type)) return undefined;
    const place = placeOf({ type, id: text, account: arn.account, region: arn.region, at: '' });
    return resource(type, place, leaf(arn.id), text);
  } catch (error) {
    if (error instanceof UnreadableArn) throw new Refused(`${error.message}.`);
    throw error;
  }
}

const KEY = /^aws[a-z-]*\/(AWS::\w+::\w+)\/\d{12}\/[a-z0-9-]+\/(.+)$/;
const CASE = /^([a-z0-9-]+)(?:\/|\s+)(\S.*)$/s;

/** `<violation>/<key>`, or a violation and a name or an ARN. There need be no case yet: then only an ARN says which resource is meant. */
export async function targetOf(office: Office, text: string): Promise<Target> {
  const [, id, rest = ''] = CASE.exec(text) ?? [];
  if (!id) throw new Refused(`"${text}" names no case: say a violation and a resource, such as ${office.known[0]?.id} my-resource.`);
  const known = knownOf(office, id);
  const r = named(office, known.type, rest);
  if (!r) throw new Refused(`${known.id} is about resources of the type ${known.type}, and ${rest} is none.`);
  if (r.account !== office.home.account) throw new Refused(`${rest} is in another account than ${office.home.account}.`);
  return await opened(office, known, r);
}

/** The same, where there is a case. */
export async function caseOf(office: Office, text: string): Promise<Target & { readonly opened: { readonly case: Case } }> {
  const target = await targetOf(office, text);
  if (target.opened.case.rev === 0)
    throw new Refused(`There is no case of ${target.known.id} on ${target.resource.name}: nothing was ever found wrong there.`);
  return target;
}

/** The same, also of a violation that has left the release, where it is named by its key: its records stay. */
export async function recordOf(office: Office, text: string): Promise<Recorded> {
  const [, id = '', key = ''] = CASE.exec(text) ?? [];
  const [, type] = KEY.exec(key) ?? [];
  if (type === undefined || office.known.some((known) => known.id === id)) return await caseOf(office, text);
  const opened = await office.desk.open({ violation: id, key, account: key.split('/')[2] ?? '' });
  if (opened.case.rev === 0) throw new Refused(`There is no case of ${id} on ${key}, and no violation of that name in this release.`);
  return { id: `${id}/${key}`, known: { id }, resource: opened.case.resource ?? fromKey(type, key), opened };
}

/** Every violation of a resource that is named by ARN, key or name, whether it has a case or not. */
export async function targetsOf(office: Office, text: string): Promise<readonly Target[]> {
  const about = office.known.flatMap((known) => {
    const r = named(office, known.type, text);
    return r ? [{ known, r }] : [];
  });
  return await Promise.all(about.map(({ known, r }) => opened(office, known, r)));
}

function named(office: Office, type: string, text: string): Resource | undefined {
  const [, of] = KEY.exec(text) ?? [];
  if (of === undefined) return resourceOf(office, type, text);
  return of === type ? fromKey(type, text) : undefined;
}

/** The ledger knows better than a name what the resource is. */
async function opened({ desk }: Office, known: Known, r: Resource): Promise<Target> {
  const opened = await desk.open(subjectOf(known.id, r));
  const resource = opened.case.resource ?? opened.ruling?.resource ?? r;
  return { id: `${known.id}/${resource.key}`, known, resource, opened };
}

function fromKey(type: string, key: string): Resource {
  const [partition = '', , account = '', region = '', ...rest] = key.split('/');
  return inPlace(type, { partition, account, region }, rest.join('/'));
}
