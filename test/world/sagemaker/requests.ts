/** What every SageMaker operation shares: refusals, names, ARNs, pages. */
import type { VpcConfig } from '@aws-sdk/client-sagemaker';
import type { Habitat } from '../habitat.ts';
import { AwsError, rule } from '../habitat.ts';

rule('sagemaker.arn', 'observed', 'ARNs carry names in lower case', 'test/events/sagemaker-notebook-instance-state-change.json');
rule(
  'sagemaker.name-case',
  'assumed',
  'Describe and NameContains compare names with case; two names that differ only in case collide',
  'not found in the documentation',
);
rule(
  'sagemaker.name',
  'documented',
  'names are 1 to 63 letters, digits and single inner hyphens',
  'SageMaker API reference, NotebookInstanceName, EndpointConfigName',
);
rule('sagemaker.page', 'documented', 'lists give 10 a page and a NextToken', 'SageMaker API reference, ListEndpoints MaxResults');

export const invalid = (message: string): AwsError => new AwsError('ValidationException', message);

/** `member` as the wire names it: lowerCamel. */
export function nameFrom(value: string | undefined, member: string): string {
  const refuse = (constraint: string) =>
    invalid(
      `1 validation error detected: Value ${value === undefined ? 'null' : `'${value}'`} at '${member}' failed to satisfy constraint: ${constraint}`,
    );
  if (value === undefined) throw refuse('Member must not be null');
  if (value.length > 63) throw refuse('Member must have length less than or equal to 63');
  if (!/^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/.test(value))
    throw refuse('Member must satisfy regular expression pattern: ^[a-zA-Z0-9](-*[a-zA-Z0-9])*');
  return value;
}

/** A VPC without subnets is none, and is not described. */
export const inside = (VpcConfig: VpcConfig | undefined) => ((VpcConfig?.Subnets ?? []).length > 0 ? { VpcConfig } : {});

export const arnOf = (habitat: Habitat, type: string, name: string): string =>
  `arn:aws:sagemaker:${habitat.region}:${habitat.account}:${type}/${name.toLowerCase()}`;

interface Listing {
  readonly NextToken?: string | undefined;
  readonly MaxResults?: number | undefined;
  readonly NameContains?: string | undefined;
  readonly StatusEquals?: string | undefined;
  readonly SortBy?: string | undefined;
  readonly SortOrder?: string | undefined;
  readonly CreationTimeAfter?: Date | string | undefined;
}
const modelled = ['NextToken', 'MaxResults', 'NameContains', 'StatusEquals', 'SortBy', 'SortOrder', 'CreationTimeAfter'];

interface Listed {
  readonly name: string;
  readonly status?: string;
  readonly created?: Date;
}

/** A filter the world does not know is an error, never silently no filter. */
export function page<T>(all: readonly T[], input: Listing, of: (item: T) => Listed): { items: T[]; NextToken?: string } {
  const unknown = Object.keys(input).find((key) => !modelled.includes(key));
  if (unknown) throw new Error(`the world does not model the list parameter ${unknown}`);
  const from = input.NextToken ? Number(Buffer.from(input.NextToken, 'base64').toString()) : 0;
  if (!Number.isInteger(from)) throw invalid('Invalid NextToken');
  const until = from + (input.MaxResults ?? 10);
  const after = input.CreationTimeAfter === undefined ? Number.NEGATIVE_INFINITY : new Date(input.CreationTimeAfter).getTime();
  const since = (item: T) => of(item).created?.getTime() ?? Number.POSITIVE_INFINITY;
  const fitting = all.filter(
    (item) =>
      of(item).name.includes(input.NameContains ?? '') &&
      of(item).status === (input.StatusEquals ?? of(item).status) &&
      since(item) > after,
  );
  if (input.SortBy !== undefined) {
    if (input.SortBy !== 'CreationTime' || input.SortOrder !== 'Descending') throw new Error('the world sorts by time alone, newest first');
    fitting.sort((a, b) => since(b) - since(a));
  }
  return {
    items: fitting.slice(from, until),
    ...(until < fitting.length && { NextToken: Buffer.from(String(until)).toString('base64') }),
  };
}

export const between = (habitat: Habitat, [least, most]: readonly [number, number]): number =>
  (least + habitat.random.next() * (most - least)) * 1000;

/** Tags as state-change events carry them. */
export const tagMap = (tags: readonly { Key: string | undefined; Value: string | undefined }[] = []): Record<string, string> =>
  Object.fromEntries(tags.map((tag) => [tag.Key ?? '', tag.Value ?? '']));
