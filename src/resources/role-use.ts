/** By which services a role is used: a report that IAM has to be asked to make first. */
import {
  GenerateServiceLastAccessedDetailsCommand,
  GetServiceLastAccessedDetailsCommand,
  type ServiceLastAccessed,
} from '@aws-sdk/client-iam';
import type { iamRole } from './role.ts';
import { iam, listed, ROLES } from './role-reads.ts';

/** Milliseconds before each time that the report is asked for again. With the calls themselves they stay below what a request waits. */
const PAUSES = [200, 400, 600, 800];
const NAMED = 5;

/**
 * Every service that its policies allow is listed, each with the last attempt, refused ones included, if there was any in the 400 days that
 * are tracked; what happened in the last four hours may be missing (IAM API reference, GenerateServiceLastAccessedDetails).
 */
function named(services: readonly ServiceLastAccessed[]): string {
  const used = services
    .flatMap(({ ServiceName: name, LastAuthenticated: at }) => (at ? [{ name, on: at.toISOString() }] : []))
    .sort((a, b) => (a.on > b.on ? -1 : 1));
  const first = used.slice(0, NAMED).map(({ name, on }) => `${name} (${on.slice(0, 10)})`);
  const more = used.length > NAMED ? ` and ${used.length - NAMED} more` : '';
  return `services that it called last, as far as IAM knows by now: ${first.join(', ') || 'none in the last 400 days'}${more}`;
}

type Asked = ConstructorParameters<typeof GenerateServiceLastAccessedDetailsCommand>[0];
/** IAM's report on a role, asked for again after each of `pauses` for as long as it is being made: what became of it, and the services in it. */
export async function reported(asked: Asked, pauses: readonly number[], options?: { abortSignal: AbortSignal }) {
  const { JobId } = await iam().send(new GenerateServiceLastAccessedDetailsCommand(asked), options);
  const report = (Marker?: string) => iam().send(new GetServiceLastAccessedDetailsCommand({ JobId, MaxItems: 1000, Marker }), options);
  let is = await report();
  for (const pause of pauses) {
    if (is.JobStatus !== 'IN_PROGRESS') break;
    await new Promise((done) => setTimeout(done, pause));
    is = await report();
  }
  const services = listed(
    async (Marker) => (Marker ? await report(Marker) : is),
    (page) => page.ServicesLastAccessed,
  );
  return [is.JobStatus, services] as const;
}

export const roleUse: NonNullable<(typeof iamRole)['inUse']> = {
  reads: ['iam:GenerateServiceLastAccessedDetails', 'iam:GetServiceLastAccessedDetails'],
  arns: [ROLES],
  async read({ arn: Arn }, _, abortSignal) {
    const [status, services] = await reported({ Arn }, PAUSES, { abortSignal });
    return [
      status === 'COMPLETED' ? named(await Array.fromAsync(services)) : `which services use it is not known: IAM's report is ${status}`,
    ];
  },
};
