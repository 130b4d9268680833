/** What tells mlwarden of anything: CloudTrail, Config, GuardDuty, Security Hub. */
import {
  type AdvancedEventSelector,
  CloudTrailClient,
  type Trail as Described,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  type GetEventSelectorsResponse,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail';
import {
  ConfigServiceClient,
  DescribeConfigurationRecorderStatusCommand,
  DescribeConfigurationRecordersCommand,
  type RecordingGroup,
} from '@aws-sdk/client-config-service';
import { GetDetectorCommand, GuardDutyClient, ListDetectorsCommand } from '@aws-sdk/client-guardduty';
import { DescribeHubCommand, SecurityHubClient } from '@aws-sdk/client-securityhub';
import { reader } from '../../aws.ts';
import type { Facts, Recorder, Trail } from './facts.ts';
import { got } from './read-stack.ts';

/** A selector of management events that leaves out neither writes nor SageMaker and IAM (CloudTrail guide, advanced event selectors). */
function advanced({ FieldSelectors = [] }: AdvancedEventSelector): boolean {
  const of = (field: string) => FieldSelectors.filter((s) => s.Field === field);
  if (!of('eventCategory').some((s) => s.Equals?.includes('Management'))) return false;
  if (of('readOnly').some((s) => s.Equals !== undefined && !s.Equals.includes('false'))) return false;
  return of('eventSource').every((s) => !s.NotEquals?.some((n) => /^(sagemaker|iam)\./.test(n)));
}
const manages = ({ EventSelectors = [], AdvancedEventSelectors = [] }: GetEventSelectorsResponse): boolean =>
  EventSelectors.some((s) => s.IncludeManagementEvents !== false && s.ReadWriteType !== 'ReadOnly') ||
  AdvancedEventSelectors.some(advanced);

async function readTrail(client: CloudTrailClient, { TrailARN, Name = '', IncludeGlobalServiceEvents }: Described): Promise<Trail> {
  const [status, selectors] = await Promise.all([
    client.send(new GetTrailStatusCommand({ Name: TrailARN })),
    client.send(new GetEventSelectorsCommand({ TrailName: TrailARN })),
  ]);
  return {
    name: TrailARN ?? Name,
    logging: status.IsLogging === true,
    manages: manages(selectors),
    global: IncludeGlobalServiceEvents === true,
  };
}

/** Those of this Region and those of all Regions. One that may not be read (an organisation's) stands in nobody's way if another does. */
export const readTrails = (region: string): Promise<Facts['trails']> =>
  got(
    (async () => {
      const client = reader(CloudTrailClient, { region });
      const { trailList = [] } = await client.send(new DescribeTrailsCommand({ includeShadowTrails: true }));
      const read = await Promise.allSettled(trailList.map((trail) => readTrail(client, trail)));
      const trails = read.flatMap((r) => (r.status === 'fulfilled' ? [r.value] : []));
      const failed = read.find((r) => r.status === 'rejected');
      if (failed && !trails.some((t) => t.logging && t.manages)) throw failed.reason;
      return trails;
    })(),
    `the trails of ${region}`,
  );

function typesOf(group: RecordingGroup | undefined): Recorder['types'] {
  if (group?.recordingStrategy?.useOnly === 'EXCLUSION_BY_RESOURCE_TYPES')
    return { all: true, but: group.exclusionByResourceTypes?.resourceTypes ?? [], global: true };
  if (group?.allSupported === true) return { all: true, but: [], global: group.includeGlobalResourceTypes === true };
  return { only: group?.resourceTypes ?? [] };
}

export const readRecorders = (region: string): Promise<Facts['recorders']> =>
  got(
    (async () => {
      const client = reader(ConfigServiceClient, { region });
      const [{ ConfigurationRecorders = [] }, { ConfigurationRecordersStatus = [] }] = await Promise.all([
        client.send(new DescribeConfigurationRecordersCommand({})),
        client.send(new DescribeConfigurationRecorderStatusCommand({})),
      ]);
      return ConfigurationRecorders.map(({ name = '', roleARN = '', recordingGroup }) => ({
        name,
        role: roleARN,
        recording: ConfigurationRecordersStatus.some((s) => s.name === name && s.recording === true),
        types: typesOf(recordingGroup),
      }));
    })(),
    'the recorder of Config',
  );

export const readDetectors = (region: string): Promise<Facts['detectors']> =>
  got(
    (async () => {
      const client = reader(GuardDutyClient, { region });
      const { DetectorIds = [] } = await client.send(new ListDetectorsCommand({}));
      const status = async (id: string) => (await client.send(new GetDetectorCommand({ DetectorId: id }))).Status ?? 'of no known status';
      return await Promise.all(DetectorIds.map(async (id) => ({ id, status: await status(id) })));
    })(),
    'GuardDuty',
  );

/** An account without Security Hub is answered InvalidAccessException; whoever may not ask, AccessDeniedException (Security Hub API). */
export const readHub = (region: string): Promise<Facts['hub']> =>
  got(
    (async () => {
      try {
        return (await reader(SecurityHubClient, { region }).send(new DescribeHubCommand({}))).HubArn !== undefined;
      } catch (error) {
        if ((error as Error).name === 'InvalidAccessException') return false;
        throw error;
      }
    })(),
    'Security Hub',
  );
