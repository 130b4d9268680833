import * as z from 'zod/mini';
import type { Next, Remediation } from '../../engine/remediation.ts';
import { type EndpointState, type EndpointTable, endpoint } from '../../resources/endpoint.ts';
import { type MoveCalls, moved, origin } from '../../resources/endpoint-clone.ts';
import { encryptable } from '../../resources/endpoint-config.ts';
import { deleted } from '../../resources/endpoint-deletion.ts';
import { newborn } from '../../resources/newborn.ts';
import { cloudtrail } from '../../triggers/cloudtrail.ts';
import { configRule } from '../../triggers/config.ts';
import { stateChange } from '../../triggers/state-change.ts';

const TYPE = 'AWS::SageMaker::Endpoint';
const CONFIG = 'AWS::SageMaker::EndpointConfig';
const running = { type: TYPE, id: 'endpointName' };
const names = { name: 'EndpointName', arn: 'EndpointArn' };

const settings = z.strictObject({
  newborn,
  /** ARN of the key that clones are encrypted with. Not an alias: a clone is recognised by what AWS gives back of it. */
  key: z.optional(z.string().check(z.regex(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/, 'the ARN of a KMS key'))),
});
type Settings = z.infer<typeof settings>;
type Calls = MoveCalls | 'DeleteEndpoint';
type Repair = Next<EndpointState, Pick<EndpointTable, Calls>>;
const tell = (why: string): Repair => ({ do: 'tell', why });

/** A configuration cannot be changed, so the flaw is the endpoint's that runs it. */
export const remediation: Remediation<EndpointState, EndpointTable, Calls, Settings> = {
  id: 'endpoint-encryption',
  family: 'endpoints',
  title: 'The endpoint encrypts the volumes of its instances with a customer managed key',
  severity: 'medium',
  standards: ['sagemaker-endpoint-config-kms-key-required', 'sagemaker-endpoint-configuration-kms-key-configured'],
  triggers: [
    cloudtrail('sagemaker', {
      CreateEndpointConfig: { type: CONFIG, id: 'endpointConfigName' },
      CreateEndpoint: running,
      UpdateEndpoint: running,
    }),
    configRule(CONFIG, ['sagemaker-endpoint-config-kms-key-required', 'sagemaker-endpoint-configuration-kms-key-configured']),
    stateChange('SageMaker Endpoint State Change', TYPE, names),
    stateChange('SageMaker Endpoint Deployment State Change', TYPE, names),
  ],
  kind: endpoint,
  calls: ['CreateEndpointConfig', 'UpdateEndpoint', 'DeleteEndpoint'],
  settings,
  flaw({ config, configName }) {
    if (!config)
      return { says: `its configuration ${configName} has been deleted, so nobody can tell whether it has a key`, contained: false };
    if (config.KmsKeyId || encryptable(config) === 'none') return undefined;
    return { says: `its configuration ${configName} has no KmsKeyId`, contained: false };
  },
  repair(state, resource, ctx) {
    const config = origin(state);
    if ('do' in config) return config;
    if (encryptable(config) === 'some')
      return tell(`${state.configName} mixes instances with and without local storage: AWS may refuse it a key`);
    if (ctx.settings.key === undefined) return deleted(state, resource, ctx);
    return moved(state, resource, { content: { ...config, KmsKeyId: ctx.settings.key } });
  },
};
