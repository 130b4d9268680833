/** Endpoint configurations: immutable, stored whole, deletable even while an endpoint runs them. */
import type { CreateEndpointConfigInput, ListEndpointConfigsInput, ProductionVariant } from '@aws-sdk/client-sagemaker';
import type { Operations } from '../cloudtrail.ts';
import type { Habitat } from '../habitat.ts';
import { rule } from '../habitat.ts';
import type { Shelf } from '../stale.ts';
import { shelf } from '../stale.ts';
import type { Models } from './models.ts';
import { arnOf, invalid, nameFrom, page } from './requests.ts';

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
rule(
  'config.kms-nvme',
  'documented',
  'KmsKeyId with an instance type that has local NVMe storage: the call fails',
  'SageMaker API, CreateEndpointConfig KmsKeyId, as printed until 2025; newer text only says that the key does not encrypt local storage',
);
rule(
  'config.kms-nvme-text',
  'assumed',
  'in the words "KMS key is not supported for instance type X with local NVMe storage"',
  'no real text found; cf. aws/sagemaker-python-sdk issue 3677',
);
rule(
  'config.nvme-types',
  'assumed',
  'families with a d after their number, g5, g6, g6e, p5, trn1',
  'EC2 user guide, instance store volumes; aws/sagemaker-python-sdk PR 3870',
);
rule(
  'config.kms-serverless',
  'assumed',
  'KmsKeyId with a serverless variant is refused',
  'SageMaker guide, serverless inference feature exclusions',
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

const localNvme = /^ml\.([a-z]+\d+[a-z]*d[a-z]*|g5|g6e?|p5[a-z]*|trn1n?)\./;

interface Named {
  readonly EndpointConfigName?: string | undefined;
}

export function endpointConfigs(habitat: Habitat, models: Models): EndpointConfigs {
  const kept = shelf<EndpointConfig>(habitat, 20);
  const arn = (name: string) => arnOf(habitat, 'endpoint-config', name);
  const name = (input: Named) => nameFrom(input.EndpointConfigName, 'endpointConfigName');
  const notFound = (missing: string) => invalid(`Could not find endpoint configuration "${arn(missing)}".`);
  const find = (given: string | undefined): EndpointConfig => {
    const wanted = nameFrom(given, 'endpointConfigName');
    const config = kept.read(wanted);
    if (!config) throw notFound(wanted);
    return config;
  };

  return {
    shelf: kept,
    arn,
    find,
    place(given) {
      const config: EndpointConfig = {
        ProductionVariants: [
          { VariantName: 'AllTraffic', ModelName: 'model', InstanceType: 'ml.m5.large', InitialInstanceCount: 1, InitialVariantWeight: 1 },
        ],
        CreationTime: new Date(habitat.clock.now() - 30 * 86_400_000),
        EndpointConfigArn: arn(given.EndpointConfigName),
        ...given,
      };
      for (const model of modelNames(config)) if (!models.exists(model)) models.place(model);
      kept.place(config.EndpointConfigName, config);
      return config;
    },
    reads: {
      DescribeEndpointConfig(input: Named) {
        const { Tags, ...described } = find(input.EndpointConfigName);
        return described;
      },
      ListEndpointConfigs(input: ListEndpointConfigsInput) {
        const all = kept.list().sort((a, b) => b.CreationTime.getTime() - a.CreationTime.getTime());
        const { items, ...rest } = page(all, input, (c) => ({ name: c.EndpointConfigName }));
        const EndpointConfigs = items.map(({ EndpointConfigName, EndpointConfigArn, CreationTime }) => ({
          EndpointConfigName,
          EndpointConfigArn,
          CreationTime,
        }));
        return { EndpointConfigs, ...rest };
      },
    },
    writes: {
      CreateEndpointConfig(input: CreateEndpointConfigInput) {
        const EndpointConfigName = name(input);
        const { ProductionVariants = [] } = input;
        const EndpointConfigArn = arn(EndpointConfigName);
        if (kept.truths().some((other) => other.EndpointConfigArn === EndpointConfigArn))
          throw invalid(`Cannot create already existing endpoint configuration "${EndpointConfigArn}".`);
        const missing = modelNames({ ...input, ProductionVariants }).find((model) => !models.exists(model));
        if (missing) throw invalid(`Could not find model "${arnOf(habitat, 'model', missing)}".`);
        refuseKey(input);
        kept.put(EndpointConfigName, {
          ...input,
          EndpointConfigName,
          EndpointConfigArn,
          ProductionVariants,
          CreationTime: new Date(habitat.clock.now()),
        });
        return { EndpointConfigArn };
      },
      DeleteEndpointConfig(input: Named) {
        if (!kept.truth(name(input))) throw notFound(name(input));
        kept.put(name(input), undefined);
      },
    },
  };
}

const variants = (config: CreateEndpointConfigInput) => [...(config.ProductionVariants ?? []), ...(config.ShadowProductionVariants ?? [])];
const modelNames = (config: CreateEndpointConfigInput): string[] => variants(config).flatMap((variant) => variant.ModelName ?? []);

function refuseKey(config: CreateEndpointConfigInput): void {
  if (!config.KmsKeyId) return;
  for (const { InstanceType, ServerlessConfig } of variants(config)) {
    if (ServerlessConfig) throw invalid('KmsKeyId is not supported for serverless production variants.');
    if (localNvme.test(InstanceType ?? ''))
      throw invalid(`KMS key is not supported for instance type ${InstanceType} with local NVMe storage.`);
  }
}
