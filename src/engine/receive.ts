/** From what arrives at a function to looks: an EventBridge event, a look asked for by an operator or by an earlier look. */
import * as z from 'zod/mini';
import { type House, type Report, type Visit, visitSchema } from './house.ts';
import { look } from './look.ts';
import { type Cause, isHome, ofHome, read, take, text, Unreadable } from './read.ts';
import type { AnyRemediation, Ignored, Ref, Resource } from './remediation.ts';

/** What an operator asks for: a resource by ARN or name. */
const asked = z.strictObject({ type: text, id: text });
const request = z.object({ look: z.union([visitSchema, asked]) });

export type Received = readonly Report[] | Ignored;

/** Throws `Unreadable` for what is neither event nor request, and whatever a look throws: the message is not done with then. */
export async function receive(remediation: AnyRemediation, arrived: unknown, house: House): Promise<Received> {
  if ((arrived as { look?: unknown } | null | undefined)?.look !== undefined) return await onRequest(remediation, arrived, house);
  const event = read(arrived, remediation.triggers, house.home);
  if ('ignored' in event) return ignore(remediation, event, house);
  return await subjects(remediation, event.refs, event.cause, house);
}

async function onRequest(remediation: AnyRemediation, arrived: unknown, house: House): Promise<Received> {
  const { look: wanted } = take(request, arrived);
  const { account, region } = house.home;
  const at = house.clock.now().toISOString();
  if ('resource' in wanted) {
    const { type, arn: id, account: of, region: where } = wanted.resource;
    const ref = { ...known(remediation, type, 'look.resource.type'), id, account: of, region: where, at };
    // What bears our own name is judged, and the record says that it is withheld.
    return isHome(ref, house.home) ? [await counted(remediation, wanted, house)] : ignore(remediation, { ignored: 'foreign' }, house);
  }
  const where = wanted.type.startsWith('AWS::IAM::') ? 'aws-global' : region;
  const refs = ofHome([{ ...known(remediation, wanted.type, 'look.type'), id: wanted.id, account, region: where, at }], house.home);
  if ('ignored' in refs) return ignore(remediation, refs, house);
  const cause = { source: 'mlwarden.operator', detailType: 'Look', id: `look ${wanted.id}`, time: at };
  return await subjects(remediation, refs, cause, house);
}

/** A name is only a name of a type that the violation knows: of another it would be taken for one of its own. */
function known({ kind }: AnyRemediation, type: string, at: string): { type: string } {
  if (!kind.types.includes(type)) throw new Unreadable(at, kind.types.join(' or '));
  return { type };
}

async function subjects(remediation: AnyRemediation, refs: readonly Ref[], cause: Cause, house: House): Promise<Received> {
  const found = new Map<string, { resource: Resource; cause: Cause }>();
  for (const ref of refs) {
    for (const resource of await remediation.kind.locate(ref)) {
      found.set(resource.key, { resource, cause: { ...cause, time: ref.at, ...(ref.by && { by: ref.by }) } });
    }
  }
  const visits: Visit[] = [...found.values()];
  if (visits.length === 0) return ignore(remediation, { ignored: 'names-nothing' }, house);
  // Several subjects get a message each, so that one slow or failing resource never stands in the way of the others.
  if (visits.length > 1 && house.again) {
    for (const visit of visits) await house.again(remediation.id, visit, 0);
    return visits.map((v) => ({
      violation: remediation.id,
      key: v.resource.key,
      outcome: 'waiting',
      says: 'queued for a look of its own',
    }));
  }
  const reports: Report[] = [];
  for (const visit of visits) reports.push(await counted(remediation, visit, house));
  return reports;
}

async function counted(remediation: AnyRemediation, visit: Visit, house: House): Promise<Report> {
  const report = await look({ remediation, visit, house });
  house.count('looked', { ...report });
  return report;
}

function ignore({ id }: AnyRemediation, why: Ignored, house: House): Ignored {
  house.count('ignored', { violation: id, reason: why.ignored });
  return why;
}
