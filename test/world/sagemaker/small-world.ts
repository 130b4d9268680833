/** A SageMaker to talk to. */
import { sagemaker } from '../sagemaker.ts';
import { smallHabitat } from '../small-habitat.ts';

export const dev = { arn: 'arn:aws:sts::111122223333:assumed-role/DataScientist/dev' };
export const nb = (NotebookInstanceName: string) => ({ NotebookInstanceName });
export const variant = {
  VariantName: 'AllTraffic',
  ModelName: 'm',
  InstanceType: 'ml.m5.large',
  InitialInstanceCount: 1,
  InitialVariantWeight: 1,
} as const;

export function world() {
  const habitat = smallHabitat();
  const sage = sagemaker(habitat);
  // biome-ignore lint/suspicious/noExplicitAny: answers are read by their member names.
  const call = (operation: string, input: object = {}): any => sage.call(operation, input, dev);
  const notebook = (name: string) => call('DescribeNotebookInstance', { NotebookInstanceName: name });
  const endpoint = (name: string) => call('DescribeEndpoint', { EndpointName: name });
  return { habitat, sage, call, notebook, endpoint };
}
