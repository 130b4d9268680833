/** By which services a role is used: a report that is ordered first, and ready a while later. */
import type { GenerateServiceLastAccessedDetailsRequest, GetServiceLastAccessedDetailsRequest } from '@aws-sdk/client-iam';
import type { Operations } from '../cloudtrail.ts';
import type { Habitat } from '../habitat.ts';
import { rule } from '../habitat.ts';
import { hex } from '../random.ts';
import type { Entities, RoleEntity } from './entities.ts';
import { noSuchEntity, page } from './entities.ts';

rule(
  'iam.last-accessed',
  'documented',
  'a report is of every service that the policies allow, by namespace, with the last attempt where there was one; 100 a page unless it is asked for up to 1,000',
  'IAM API, GetServiceLastAccessedDetails',
);
rule('iam.last-accessed-job', 'assumed', 'a report is ready 0.3 to 1.5 s after it was ordered', 'IAM API says IN_PROGRESS, and no time');
rule(
  'iam.last-accessed-unknown',
  'assumed',
  '404 NoSuchEntity for an ARN or a job that is not there; its text was not seen',
  'IAM API, Errors of both operations',
);
rule(
  'iam.last-accessed-all',
  'assumed',
  'what the policies allow is what a story names, and EC2, which nobody ever used',
  'short of evaluating policies',
);

/** A service that a role uses, as IAM names it. */
export interface Used {
  readonly ServiceName: string;
  readonly ServiceNamespace: string;
  readonly LastAuthenticated?: Date;
  /** Those that IAM tracks one by one. */
  readonly actions?: readonly string[] | undefined;
}
interface Job {
  readonly role: RoleEntity;
  readonly ordered: Date;
  readonly ready: Date;
  readonly granularity: string;
}
const UNUSED: Used = { ServiceName: 'Amazon EC2', ServiceNamespace: 'ec2' };

export interface LastAccessed extends Operations {
  uses(RoleName: string, services: readonly Used[]): void;
}

export function lastAccessed(habitat: Habitat, { roles }: Entities): LastAccessed {
  const jobs = new Map<string, Job>();
  const used = new Map<string, readonly Used[]>();
  const report = ({ role, granularity }: Job) =>
    [...(used.get(role.RoleName) ?? []), UNUSED]
      .sort((a, b) => (a.ServiceNamespace < b.ServiceNamespace ? -1 : 1))
      .map(({ actions = [], ...one }) => ({
        ...one,
        ...(granularity === 'ACTION_LEVEL' && {
          TrackedActionsLastAccessed: actions.map((ActionName) => ({ ActionName, LastAccessedTime: one.LastAuthenticated })),
        }),
        ...(one.LastAuthenticated && { LastAuthenticatedEntity: role.Arn, LastAuthenticatedRegion: habitat.region }),
        TotalAuthenticatedEntities: one.LastAuthenticated ? 1 : 0,
      }));
  return {
    uses: (name, services) => void used.set(name, services),
    reads: {
      GenerateServiceLastAccessedDetails({ Arn, Granularity = 'SERVICE_LEVEL' }: GenerateServiceLastAccessedDetailsRequest) {
        const role = roles.list().find((one) => one.Arn === Arn);
        if (!role) throw noSuchEntity(`ARN ${Arn} is not found.`);
        const JobId = `${hex(habitat.random, 8)}-${hex(habitat.random, 4)}-4${hex(habitat.random, 3)}-8${hex(habitat.random, 3)}-${hex(habitat.random, 12)}`;
        const now = habitat.clock.now();
        jobs.set(JobId, { role, ordered: new Date(now), ready: new Date(now + 300 + habitat.random.int(1_200)), granularity: Granularity });
        return { JobId };
      },
      GetServiceLastAccessedDetails({ JobId = '', ...asked }: GetServiceLastAccessedDetailsRequest) {
        const job = jobs.get(JobId);
        if (!job) throw noSuchEntity(`Job ${JobId} is not found.`);
        const of = { JobType: job.granularity, JobCreationDate: job.ordered };
        // The model of the answer wants both, whatever there is to say yet (botocore, iam 2010-05-08).
        if (job.ready.getTime() > habitat.clock.now())
          return { JobStatus: 'IN_PROGRESS', ...of, ServicesLastAccessed: [], JobCompletionDate: job.ordered, IsTruncated: false };
        const { items, ...rest } = page(report(job), asked);
        return { JobStatus: 'COMPLETED', ...of, ServicesLastAccessed: items, JobCompletionDate: job.ready, ...rest };
      },
    },
    writes: {},
  };
}
