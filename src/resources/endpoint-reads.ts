/** What is asked of SageMaker about endpoints and their configurations. */
import {
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  type DescribeEndpointOutput,
  ListEndpointConfigsCommand,
  ListEndpointsCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { reader } from '../aws.ts';
import type { Ref } from '../engine/remediation.ts';
import { isArn, parseArn, placeOf } from './arn.ts';
import { clonePrefix, contentOf, type EndpointConfig } from './endpoint-config.ts';
import { given, orMissing, paged } from './reading.ts';
import { listing } from './sagemaker.ts';

export const listed = listing(
  (client, asked) => client.send(new ListEndpointsCommand(asked)),
  (page) => page.Endpoints?.map((one) => ({ name: one.EndpointName, arn: one.EndpointArn })),
);

export const describe = (region: string, EndpointName: string) =>
  orMissing(reader(SageMakerClient, { region }).send(new DescribeEndpointCommand({ EndpointName })));
export async function describeConfig(region: string, EndpointConfigName: string): Promise<EndpointConfig | undefined> {
  const is = await orMissing(reader(SageMakerClient, { region }).send(new DescribeEndpointConfigCommand({ EndpointConfigName })));
  return is && contentOf(is);
}

/** The clones of a configuration, by name. */
export async function clonesOf(region: string, configName: string): Promise<Record<string, EndpointConfig>> {
  const prefix = clonePrefix(configName);
  const pages = paged(
    (NextToken) =>
      reader(SageMakerClient, { region }).send(new ListEndpointConfigsCommand({ NextToken, NameContains: prefix, MaxResults: 100 })),
    (page) => page.EndpointConfigs,
    (page) => page.NextToken,
  );
  const clones: Record<string, EndpointConfig> = {};
  for await (const { EndpointConfigName: name } of pages) {
    const config = name?.startsWith(prefix) ? await describeConfig(region, name) : undefined;
    if (name && config) clones[name] = config;
  }
  return clones;
}

/** The endpoints of a Region that are such, by name. SageMaker lists none by what it runs or serves, so each is asked. */
export async function those(region: string, are: (is: DescribeEndpointOutput) => boolean | Promise<boolean>): Promise<string[]> {
  const all = await Array.fromAsync(listed(region));
  const found: string[] = [];
  for (let from = 0; from < all.length; from += ABREAST) {
    const asked = all.slice(from, from + ABREAST).map(async ({ name }) => {
      const is = await describe(region, given(name, 'EndpointName'));
      return is && (await are(is)) ? [given(is.EndpointName, 'EndpointName')] : [];
    });
    found.push(...(await Promise.all(asked)).flat());
  }
  return found;
}
/** Describes sent side by side: few enough not to be throttled. */
const ABREAST = 10;

/** The endpoints that run a configuration or are being moved to it. */
export const running = (ref: Ref): Promise<string[]> =>
  those(placeOf(ref).region, (is) =>
    [is.EndpointConfigName, is.PendingDeploymentSummary?.EndpointConfigName].some((name) => name?.toLowerCase() === lowerName(ref)),
  );

/** The name a reference means, in lower case as ARNs have it. */
export const lowerName = ({ id }: Ref): string => (isArn(id) ? parseArn(id).id : id).toLowerCase();
