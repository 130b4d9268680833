/** Config's customer managed recorder and its delivery channel: an account has one of each in a Region, or none. */
import type { ConfigurationRecorder, PutConfigurationRecorderRequest } from '@aws-sdk/client-config-service';
import type { Operations } from './cloudtrail.ts';
import { AwsError, type Habitat, rule } from './habitat.ts';
import { type Shelf, shelf } from './stale.ts';

rule(
  'config.recorder-one',
  'documented',
  'an account has one customer managed recorder in a Region',
  'Config API, PutConfigurationRecorder',
);
rule(
  'config.recorder-channel',
  'documented',
  'no recorder is started without a delivery channel (NoAvailableDeliveryChannelException)',
  'Config API, StartConfigurationRecorder',
);
rule(
  'config.channel-kept',
  'documented',
  'while the recorder records, its delivery channel cannot be deleted (LastDeliveryChannelDeleteFailedException)',
  'Config API, DeleteDeliveryChannel',
);
rule('config.recorder-default', 'documented', 'a recorder without a name is called default', 'Config API, ConfigurationRecorder');
rule('config.recorder-again', 'assumed', 'starting what records and stopping what is stopped succeeds', 'not said in the API reference');
rule('config.recorder-texts', 'assumed', 'the texts of these refusals', 'as getmoto/moto has them');

const SLOT = 'recorder';
interface Slot {
  readonly recorder?: ConfigurationRecorder & { readonly name: string };
  readonly recording: boolean;
  readonly channel: boolean;
}
export interface GivenRecorder {
  /** `none`: there is no recorder. */
  readonly name?: string | undefined;
  readonly recording?: boolean | undefined;
  readonly channel?: boolean | undefined;
}
export interface Recorder extends Operations {
  place(given: GivenRecorder): void;
}
interface Named {
  readonly ConfigurationRecorderName?: string;
}

export function recorder(habitat: Habitat): Recorder {
  const kept = shelf<Slot>(habitat, 5);
  const roleARN = `arn:aws:iam::${habitat.account}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`;
  const place: Recorder['place'] = ({ name = 'default', recording = false, channel = true }) =>
    kept.place(SLOT, { ...(name !== 'none' && { recorder: { name, roleARN } }), recording, channel });
  place({ recording: true });
  const read = (): Slot => kept.read(SLOT) as Slot;
  return {
    place,
    reads: {
      DescribeConfigurationRecorders: () => ({ ConfigurationRecorders: [read().recorder ?? []].flat() }),
      DescribeConfigurationRecorderStatus() {
        const { recorder: it, recording } = read();
        return { ConfigurationRecordersStatus: it ? [{ name: it.name, recording, ...(recording && { lastStatus: 'Success' }) }] : [] };
      },
      DescribeDeliveryChannels: () => ({ DeliveryChannels: read().channel ? [{ name: 'default', s3BucketName: 'config' }] : [] }),
    },
    writes: { ...ofRecorder(kept), ...ofChannel(kept) },
  };
}

const truth = (kept: Shelf<Slot>): Slot => kept.truth(SLOT) as Slot;

function ofRecorder(kept: Shelf<Slot>): Operations['writes'] {
  const mine = ({ ConfigurationRecorderName: asked }: Named): Slot => {
    const is = truth(kept);
    if (is.recorder && is.recorder.name === asked) return is;
    throw new AwsError('NoSuchConfigurationRecorderException', `Cannot find configuration recorder with the specified name '${asked}'.`);
  };
  return {
    StartConfigurationRecorder(input: Named) {
      const is = mine(input);
      if (!is.channel)
        throw new AwsError('NoAvailableDeliveryChannelException', 'Delivery channel is not available to start configuration recorder.');
      kept.put(SLOT, { ...is, recording: true });
    },
    StopConfigurationRecorder: (input: Named) => kept.put(SLOT, { ...mine(input), recording: false }),
    DeleteConfigurationRecorder: (input: Named) => kept.put(SLOT, { recording: false, channel: mine(input).channel }),
    PutConfigurationRecorder({ ConfigurationRecorder: given = {} }: Partial<PutConfigurationRecorderRequest>) {
      const { recorder: was, ...is } = truth(kept);
      const name = given.name ?? 'default';
      if (was && was.name !== name)
        throw new AwsError(
          'MaxNumberOfConfigurationRecordersExceededException',
          `Failed to put configuration recorder '${name}' because the maximum number of configuration recorders: 1 is reached.`,
        );
      kept.put(SLOT, { ...is, recorder: { ...given, name } });
    },
  };
}

function ofChannel(kept: Shelf<Slot>): Operations['writes'] {
  return {
    PutDeliveryChannel: () => kept.put(SLOT, { ...truth(kept), channel: true }),
    DeleteDeliveryChannel() {
      const is = truth(kept);
      if (is.recording)
        throw new AwsError(
          'LastDeliveryChannelDeleteFailedException',
          'Failed to delete last specified delivery channel, because there is a running configuration recorder.',
        );
      kept.put(SLOT, { ...is, channel: false });
    },
  };
}
