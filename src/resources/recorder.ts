/** AWS::Config::ConfigurationRecorder, customer managed: an account may have one in a Region, beside those of services (Config API, PutConfigurationRecorder). */
import {
  ConfigServiceClient,
  DescribeConfigurationRecorderStatusCommand,
  DescribeConfigurationRecordersCommand,
  DescribeDeliveryChannelsCommand,
  StartConfigurationRecorderCommand,
} from '@aws-sdk/client-config-service';
import { reader, writer } from '../aws.ts';
import type { Kind, Resource, Table } from '../engine/remediation.ts';
import { ACCOUNT, BORN, onlyOne } from './account.ts';
import { type Place, placeOf } from './arn.ts';
import { here } from './home.ts';
import { given } from './reading.ts';

const TYPE = 'AWS::Config::ConfigurationRecorder';

/** `name` is missing where there is none. `channel`: there is somewhere to deliver to, without which none is started. */
export type RecorderState = { readonly name?: string; readonly recording: boolean; readonly channel: boolean };

const api = {
  StartConfigurationRecorder: {
    client: (r: Resource) => writer(ConfigServiceClient, r),
    command: StartConfigurationRecorderCommand,
    iam: ['config:StartConfigurationRecorder'],
  },
} satisfies Table;
export type RecorderTable = typeof api;

export const recorderOf = (place: Place): Resource => onlyOne(TYPE, 'config', 'configuration-recorder', place);

/** Asked for none by name, Config tells of the customer managed one; a service's own has its `servicePrincipal`. */
async function stateOf(r: Resource): Promise<RecorderState> {
  const client = reader(ConfigServiceClient, r);
  const [{ ConfigurationRecorders = [] }, { ConfigurationRecordersStatus = [] }, { DeliveryChannels = [] }] = await Promise.all([
    client.send(new DescribeConfigurationRecordersCommand({})),
    client.send(new DescribeConfigurationRecorderStatusCommand({})),
    client.send(new DescribeDeliveryChannelsCommand({})),
  ]);
  const own = ConfigurationRecorders.find(({ servicePrincipal }) => servicePrincipal === undefined);
  const recording = own !== undefined && ConfigurationRecordersStatus.some((s) => s.name === own.name && s.recording === true);
  return { ...(own && { name: given(own.name, 'name') }), recording, channel: DeliveryChannels.length > 0 };
}

export const recorder: Kind<RecorderState, RecorderTable> = {
  types: [TYPE, ACCOUNT],
  api,
  reads: ['config:DescribeConfigurationRecorderStatus', 'config:DescribeConfigurationRecorders', 'config:DescribeDeliveryChannels'],
  arns: [`arn:\${AWS::Partition}:config:\${AWS::Region}:\${AWS::AccountId}:configuration-recorder/*`],
  lag: 30,
  locate: async (ref) => [recorderOf(placeOf(ref))],
  async *list() {
    yield recorderOf(here());
  },
  inspect: async (r) => ({ born: BORN, state: await stateOf(r) }),
};
