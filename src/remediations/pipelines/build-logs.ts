import * as z from 'zod/mini';
import type { Remediation } from '../../engine/remediation.ts';
import { type BuildProjectState, type BuildProjectTable, buildProject } from '../../resources/build-project.ts';
import { cloudtrail } from '../../triggers/cloudtrail.ts';
import { configRule } from '../../triggers/config.ts';
import { securityHub } from '../../triggers/security-hub.ts';
import { stateChange } from '../../triggers/state-change.ts';

const TYPE = 'AWS::CodeBuild::Project';
const named = { type: TYPE, id: 'name', answer: 'project.name' };

const settings = z.strictObject({
  /** Where logs count. */
  where: z._default(z.array(z.enum(['cloudwatch', 's3'])).check(z.minLength(1)), ['cloudwatch', 's3']),
});
type Settings = z.infer<typeof settings>;

/** CloudWatch Logs are on unless somebody turned them off, logs in S3 the other way round (CodeBuild API reference, LogsConfig). */
function kept({ logs }: BuildProjectState, { where }: Settings): boolean {
  const cloudwatch = (logs?.cloudWatchLogs?.status ?? 'ENABLED') === 'ENABLED';
  return (where.includes('cloudwatch') && cloudwatch) || (where.includes('s3') && logs?.s3Logs?.status === 'ENABLED');
}

/** Logs go to CloudWatch again, to the group they went to before, if any. What is said about S3 stays. */
export const remediation: Remediation<BuildProjectState, BuildProjectTable, 'UpdateProject', Settings> = {
  id: 'build-logs',
  family: 'pipelines',
  title: 'The build project keeps the logs of its builds',
  severity: 'medium',
  standards: ['CodeBuild.4', 'codebuild-project-logging-enabled', 'ATT&CK T1562.008'],
  triggers: [
    cloudtrail('codebuild', { CreateProject: named, UpdateProject: named }),
    configRule(TYPE, ['codebuild-project-logging-enabled']),
    ...securityHub(TYPE, ['CodeBuild.4']),
    stateChange('CodeBuild Build State Change', TYPE, { name: 'project-name' }, 'codebuild'),
  ],
  kind: buildProject,
  calls: ['UpdateProject'],
  settings,
  flaw(state, { settings }) {
    return kept(state, settings) ? undefined : { says: `its builds leave no logs in ${settings.where.join(' or ')}`, contained: false };
  },
  repair({ logs }, { name }, { settings }) {
    if (!logs || !settings.where.includes('cloudwatch'))
      return { do: 'tell', why: 'logs are wanted in S3 only: in which bucket is for a person to say' };
    const logsConfig = { ...logs, cloudWatchLogs: { ...logs.cloudWatchLogs, status: 'ENABLED' } } as const;
    return {
      do: 'step',
      call: { api: 'UpdateProject', input: { name, logsConfig } },
      effect: 'reversible',
      expect: { logs: logsConfig },
      undo: { api: 'UpdateProject', input: { name, logsConfig: logs } },
    };
  },
};
