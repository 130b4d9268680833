/** AWS::GuardDuty::Detector: an account may have one in a Region (GuardDuty API, CreateDetector). */
import { GetDetectorCommand, GuardDutyClient, ListDetectorsCommand, UpdateDetectorCommand } from '@aws-sdk/client-guardduty';
import { reader, writer } from '../aws.ts';
import type { Kind, Resource, Table } from '../engine/remediation.ts';
import { ACCOUNT, BORN, onlyOne } from './account.ts';
import { type Place, placeOf } from './arn.ts';
import { here } from './home.ts';
import { given } from './reading.ts';
import { settling } from './status.ts';

const TYPE = 'AWS::GuardDuty::Detector';

/** Empty where there is none. */
export type DetectorState = { readonly id?: string; readonly status?: string };

const api = {
  UpdateDetector: {
    client: (r: Resource) => writer(GuardDutyClient, r),
    command: UpdateDetectorCommand,
    iam: ['guardduty:UpdateDetector'],
  },
} satisfies Table;
export type DetectorTable = typeof api;

export const detectorOf = (place: Place): Resource => onlyOne(TYPE, 'guardduty', 'detector', place);

/** GuardDuty has no error of its own for a detector that was deleted since it was listed (hashicorp/terraform-provider-aws issues 6937, 10925). */
const GONE = /detectorId is not owned by/;

async function stateOf(r: Resource): Promise<DetectorState> {
  const client = reader(GuardDutyClient, r);
  const id = (await client.send(new ListDetectorsCommand({}))).DetectorIds?.[0];
  if (id === undefined) return {};
  try {
    return { id, status: given((await client.send(new GetDetectorCommand({ DetectorId: id }))).Status, 'Status') };
  } catch (error) {
    if (GONE.test((error as Error).message)) return {};
    throw error;
  }
}

export const detector: Kind<DetectorState, DetectorTable> = {
  types: [TYPE, ACCOUNT],
  api,
  reads: ['guardduty:GetDetector', 'guardduty:ListDetectors'],
  arns: [`arn:\${AWS::Partition}:guardduty:\${AWS::Region}:\${AWS::AccountId}:detector/*`],
  lag: 30,
  locate: async (ref) => [detectorOf(placeOf(ref))],
  async *list() {
    yield detectorOf(here());
  },
  inspect: async (r) => ({ born: BORN, state: await stateOf(r) }),
  busy: ({ status }) => (status === undefined ? undefined : settling('the detector', status, [], ['ENABLED', 'DISABLED'])),
};
