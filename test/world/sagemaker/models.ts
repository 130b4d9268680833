/** Models, which an endpoint configuration names: that they are there, and what network they have. */
import type { CreateModelInput, ListModelsInput } from '@aws-sdk/client-sagemaker';
import type { Operations } from '../cloudtrail.ts';
import type { Habitat } from '../habitat.ts';
import { rule } from '../habitat.ts';
import { shelf } from '../stale.ts';
import { arnOf, inside, invalid, nameFrom, page } from './requests.ts';

rule(
  'model.texts',
  'assumed',
  '"Could not find model "arn"." (seen from CreateEndpoint); "Cannot create already existing model "arn"."',
  'aws/sagemaker-python-sdk issue 2112; the second after the texts for endpoints',
);
rule(
  'model.delete',
  'documented',
  'only the entry in SageMaker is deleted, not what was made with it; that this goes while a transform job runs is assumed',
  'SageMaker API, DeleteModel',
);

const INSIDE = {
  EnableNetworkIsolation: true,
  VpcConfig: { Subnets: ['subnet-0bd8f38199152daa5'], SecurityGroupIds: ['sg-0bd8f38199152daa5'] },
};

export interface Model extends CreateModelInput {
  readonly ModelName: string;
  readonly ModelArn: string;
  readonly CreationTime: Date;
}
export interface Models extends Operations {
  /** Furnishes a model that has always been there: in a VPC and isolated, where nothing else is said of it. */
  place(ModelName: string, given?: Partial<Model>): void;
  exists(ModelName: string): boolean;
}

export function models(habitat: Habitat): Models {
  const kept = shelf<Model>(habitat, 20);
  const arn = (name: string) => arnOf(habitat, 'model', name);
  const model = (name: string, given: Partial<Model>): Model => ({
    ...given,
    ModelName: name,
    ModelArn: arn(name),
    CreationTime: new Date(habitat.clock.now()),
  });
  return {
    place: (name, given = {}) => kept.place(name, model(name, { ...INSIDE, ...given })),
    exists: (name) => kept.truth(name) !== undefined,
    reads: {
      DescribeModel(input: { ModelName?: string }) {
        const name = nameFrom(input.ModelName, 'modelName');
        const found = kept.read(name);
        if (!found) throw invalid(`Could not find model "${arn(name)}".`);
        const { Tags, VpcConfig, ...described } = found;
        return { ...described, ...inside(VpcConfig) };
      },
      ListModels(input: ListModelsInput) {
        const { items, ...rest } = page(kept.list(), input, (one) => ({ name: one.ModelName, created: one.CreationTime }));
        const summary = ({ ModelName, ModelArn, CreationTime }: Model) => ({ ModelName, ModelArn, CreationTime });
        return { Models: items.map(summary), ...rest };
      },
    },
    writes: {
      CreateModel(input: CreateModelInput) {
        const name = nameFrom(input.ModelName, 'modelName');
        if (kept.truth(name)) throw invalid(`Cannot create already existing model "${arn(name)}".`);
        kept.put(name, model(name, input as Partial<Model>));
        return { ModelArn: arn(name) };
      },
      DeleteModel(input: { ModelName?: string }) {
        const name = nameFrom(input.ModelName, 'modelName');
        if (!kept.truth(name)) throw invalid(`Could not find model "${arn(name)}".`);
        kept.put(name, undefined);
        return {};
      },
    },
  };
}
