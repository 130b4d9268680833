import * as z from 'zod/mini';
import { fits } from '../../engine/glob.ts';
import type { Remediation } from '../../engine/remediation.ts';
import { type EndpointState, type EndpointTable, endpoint } from '../../resources/endpoint.ts';
import { type MoveCalls, moved, origin } from '../../resources/endpoint-clone.ts';
import { type Capture, captureOf } from '../../resources/endpoint-config.ts';
import { cloudtrail } from '../../triggers/cloudtrail.ts';
import { stateChange } from '../../triggers/state-change.ts';

const TYPE = 'AWS::SageMaker::Endpoint';
const running = { type: TYPE, id: 'endpointName' };
const names = { name: 'EndpointName', arn: 'EndpointArn' };

const settings = z.strictObject({
  /** Buckets that may be written to; `*` = any text. Empty = any: whose a bucket is is not read. */
  buckets: z._default(z.array(z.string().check(z.regex(/^[a-z0-9*][a-z0-9.*-]*$/, 'the name of a bucket'))), []),
  /** Whether the capture has to name a key. `false` where the buckets' own default encryption is enough. */
  key: z._default(z.boolean(), true),
});
type Settings = z.infer<typeof settings>;

const bucketOf = (uri: string): string => uri.replace(/^s3:\/\//i, '').split('/', 1)[0] ?? '';

function faults(capture: Capture | undefined, { buckets, key }: Settings): readonly string[] {
  if (!capture) return [];
  const bucket = bucketOf(capture.to);
  return [
    ...(key && !capture.key ? ['without a KmsKeyId'] : []),
    ...(buckets.length > 0 && !buckets.some((glob) => fits(glob, bucket))
      ? [`to the bucket ${bucket}, which is not among those allowed`]
      : []),
  ];
}

/** Where it shows none, the next update that retains nothing begins what its configuration says. */
const judged = ({ capture, config }: EndpointState): Capture | undefined => capture ?? captureOf(config?.DataCaptureConfig);

/** Whether a move back to its configuration brings back what it captures now. A key may be given under one name and shown under another. */
const alike = (one: Capture, other: Capture | undefined): boolean =>
  one.to === other?.to && (one.key === undefined) === (other.key === undefined);

/** Nothing is captured any more: which key and which bucket are right is not ours to say. */
export const remediation: Remediation<EndpointState, EndpointTable, MoveCalls, Settings> = {
  id: 'endpoint-data-capture',
  family: 'endpoints',
  title: 'What an endpoint captures of its requests is encrypted with a named key, in an allowed bucket',
  severity: 'high',
  standards: ['ATT&CK T1537'],
  triggers: [
    cloudtrail('sagemaker', {
      CreateEndpointConfig: { type: 'AWS::SageMaker::EndpointConfig', id: 'endpointConfigName' },
      CreateEndpoint: running,
      UpdateEndpoint: running,
    }),
    stateChange('SageMaker Endpoint State Change', TYPE, names),
    stateChange('SageMaker Endpoint Deployment State Change', TYPE, names),
  ],
  kind: endpoint,
  calls: ['CreateEndpointConfig', 'UpdateEndpoint'],
  settings,
  flaw(state, { settings }) {
    const wrong = faults(judged(state), settings);
    if (wrong.length === 0) return undefined;
    return { says: `it captures what it is asked and what it answers ${wrong.join(' and ')}`, contained: false };
  },
  repair(state, resource, { settings }) {
    const config = origin(state);
    if ('do' in config) return config;
    const { DataCaptureConfig, ...content } = config;
    const { capture, configName } = state;
    const says = captureOf(DataCaptureConfig);
    if (faults(says, settings).length === 0) {
      const why = `${configName} is not where its capture comes from: an update retained it, so update the endpoint once without RetainAllVariantProperties`;
      return { do: 'tell', why };
    }
    // What it does not capture is retained, too, so that a move back begins nothing.
    const shows = { config: { DataCaptureConfig: null } };
    if (!capture) return moved(state, resource, { content, shows });
    const kept = `the capture to ${capture.to}: ${configName}, which stays, says ${says?.to ?? 'nothing of one'}`;
    return moved(state, resource, {
      content,
      overrides: ['DataCaptureConfig'],
      shows: { ...shows, capture: null },
      ...(!alike(capture, says) && { loses: kept }),
    });
  },
};
