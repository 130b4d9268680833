/** Endpoint configurations: immutable, stored whole, deletable even while an endpoint runs them. */
import type { CreateEndpointConfigInput, ListEndpointConfigsInput, ProductionVariant } from '@aws-sdk/client-sagemaker';
import type { Operations } from '../cloudtrail.ts';
import type { Habitat } from '../habitat.ts';
import { rule } from '../habitat.ts';
import type { Shelf } from '../stale.ts';
import { shelf } from '../stale.ts';
import type { Models } from './models.ts';
import { arnOf, invalid, nameFrom, page } from './requests.ts';
import { refuseKey } from './storage-key.ts';

rule(
  'config.texts',
  'observed',
  '"Could not find endpoint configuration "arn"."; "Cannot create already existing endpoint configuration "arn"."',
  'hashicorp/terraform-provider-aws issue 40048; awslabs/spot-tagging-bot-for-digital-assets issue 2',
);
rule(
  'config.delete-in-use',
  'documented',
  'a configuration in use can be deleted; the endpoints live on',
  'SageMaker API, DeleteEndpointConfig',
);

export interface EndpointConfig extends CreateEndpointConfigInput {
  readonly EndpointConfigName: string;
  readonly EndpointConfigArn: string;
  readonly ProductionVariants: ProductionVariant[];
  readonly CreationTime: Date;
}
export interface EndpointConfigs extends Operations {
  readonly shelf: Shelf<EndpointConfig>;
  /** Furnishes a configuration that has always been there, and the models it names. */
  place(given: Partial<EndpointConfig> & Pick<EndpointConfig, 'EndpointConfigName'>): EndpointConfig;
  /** As SageMaker finds it for an endpoint: from a read that may be stale. */
  find(name: string | undefined): EndpointConfig;
  arn(name: string): string;
}

interface Named {
  readonly EndpointConfigName?: string | undefined;
}

export function endpointConfigs(habitat: Habitat, models: Models): EndpointConfigs {
  const kept = shelf<EndpointConfig>(habitat, 20);
  const arn = (name: string) => arnOf(habitat, 'endpoint-config', name);
  const from = (look: Shelf<EndpointConfig>['truth']) => (given: string | undefined) => {
    const wanted = nameFrom(given, 'endpointConfigName');
    const config = look(wanted);
    if (!config) throw invalid(`Could not find endpoint configuration "${arn(wanted)}".`);
    return config;
  };
  return {
    shelf: kept,
    arn,
    find: from(kept.read),
    place(given) {
      const config = furnished(habitat, given, arn(given.EndpointConfigName));
      for (const model of modelNames(config)) if (!models.exists(model)) models.place(model);
      kept.place(config.EndpointConfigName, config);
      return config;
    },
    reads: reads(kept, from(kept.read)),
    writes: {
      CreateEndpointConfig(input: CreateEndpointConfigInput) {
        const config = created(habitat, input, arn(nameFrom(input.EndpointConfigName, 'endpointConfigName')));
        if (kept.truths().some((other) => other.EndpointConfigArn === config.EndpointConfigArn))
          throw invalid(`Cannot create already existing endpoint configuration "${config.EndpointConfigArn}".`);
        const missing = modelNames(config).find((model) => !models.exists(model));
        if (missing) throw invalid(`Could not find model "${arnOf(habitat, 'model', missing)}".`);
        refuseKey(config);
        kept.put(config.EndpointConfigName, config);
        return { EndpointConfigArn: config.EndpointConfigArn };
      },
      DeleteEndpointConfig: (input: Named) => kept.put(from(kept.truth)(input.EndpointConfigName).EndpointConfigName, undefined),
    },
  };
}

const reads = (kept: Shelf<EndpointConfig>, find: EndpointConfigs['find']): Operations['reads'] => ({
  DescribeEndpointConfig(input: Named) {
    const { Tags, ...described } = find(input.EndpointConfigName);
    return described;
  },
  ListEndpointConfigs(input: ListEndpointConfigsInput) {
    const all = kept.list().sort((a, b) => b.CreationTime.getTime() - a.CreationTime.getTime());
    const { items, ...rest } = page(all, input, (c) => ({ name: c.EndpointConfigName, created: c.CreationTime }));
    const summary = ({ EndpointConfigName, EndpointConfigArn, CreationTime }: EndpointConfig) => ({
      EndpointConfigName,
      EndpointConfigArn,
      CreationTime,
    });
    return { EndpointConfigs: items.map(summary), ...rest };
  },
});

const created = (habitat: Habitat, input: CreateEndpointConfigInput, EndpointConfigArn: string): EndpointConfig => ({
  ...input,
  EndpointConfigName: input.EndpointConfigName ?? '',
  EndpointConfigArn,
  ProductionVariants: input.ProductionVariants ?? [],
  CreationTime: new Date(habitat.clock.now()),
});

const furnished = (habitat: Habitat, given: Parameters<EndpointConfigs['place']>[0], EndpointConfigArn: string): EndpointConfig => ({
  ProductionVariants: [
    { VariantName: 'AllTraffic', ModelName: 'model', InstanceType: 'ml.m5.large', InitialInstanceCount: 1, InitialVariantWeight: 1 },
  ],
  CreationTime: new Date(habitat.clock.now() - 30 * 86_400_000),
  EndpointConfigArn,
  ...given,
});

const modelNames = (config: EndpointConfig): string[] =>
  [...config.ProductionVariants, ...(config.ShadowProductionVariants ?? [])].flatMap((variant) => variant.ModelName ?? []);
