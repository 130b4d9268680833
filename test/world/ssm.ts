/** Systems Manager: parameters, as one who writes and reads secrets meets them. */
import type { DescribeParametersRequest, GetParameterRequest, ParameterType, PutParameterRequest } from '@aws-sdk/client-ssm';
import type { Operations } from './cloudtrail.ts';
import { service } from './cloudtrail.ts';
import type { Habitat, Service } from './habitat.ts';
import { AwsError, rule } from './habitat.ts';
import type { Shelf } from './stale.ts';
import { shelf } from './stale.ts';

rule(
  'ssm.exists',
  'observed',
  'ParameterAlreadyExists, unless Overwrite: "The parameter already exists. To overwrite this value, set the overwrite option in the request to true."',
  'garystafford/emr-demo issue 1; the default of Overwrite is false (SSM API, PutParameter)',
);
rule('ssm.names', 'documented', 'a name has only a-z A-Z 0-9 _ . - and / in it, or is a ValidationException', 'SSM API, PutParameter Name');
rule('ssm.names-text', 'assumed', '"Parameter name: can\'t contain …"', 'public issues have it in several wordings');
rule('ssm.sizes', 'documented', 'a standard parameter has a value of 1 to 4096 characters', 'SSM API, PutParameter Value, Tier');
rule(
  'ssm.metadata',
  'documented',
  'DescribeParameters says nothing of values, up to 50 names a page',
  'SSM API, ParameterMetadata, MaxResults',
);
rule(
  'ssm.path',
  'documented',
  'the filter Path with Recursive finds all below the path; one below which there is nothing finds none',
  'SSM API, ParameterStringFilter Option; that it is no error is assumed',
);
rule(
  'ssm.encrypted',
  'documented',
  'a SecureString is given back encrypted unless WithDecryption is asked for',
  'SSM API, GetParameter WithDecryption',
);
rule('ssm.unknown', 'documented', 'reading or deleting what is not there is a ParameterNotFound', 'SSM API, GetParameter, DeleteParameter');
rule(
  'ssm.trail',
  'observed',
  'the value stands in no record of CloudTrail: HIDDEN_DUE_TO_SECURITY_REASONS',
  'a real PutParameter record in a public repository',
);

type Parameter = { readonly Name: string; readonly Type: ParameterType; readonly Value: string; readonly Version: number };
export interface Ssm extends Service {
  readonly shelf: Shelf<Parameter>;
  /** Furnishes a parameter that has always been there. */
  place(given: Partial<Parameter> & Pick<Parameter, 'Name' | 'Value'>): void;
}

export function ssm(habitat: Habitat): Ssm {
  const kept = shelf<Parameter>(habitat, 5);
  return {
    ...service(habitat, 'ssm', { reads: reads(kept), writes: writes(kept) }),
    shelf: kept,
    place: (given) => kept.place(given.Name, { Type: 'SecureString', Version: 1, ...given }),
  };
}

function found(parameter: Parameter | undefined): Parameter {
  if (!parameter) throw new AwsError('ParameterNotFound', '');
  return parameter;
}

const reads = (kept: Shelf<Parameter>): Operations['reads'] => ({
  GetParameter({ Name = '', WithDecryption = false }: Partial<GetParameterRequest>) {
    const is = found(kept.read(Name));
    return { Parameter: is.Type === 'SecureString' && !WithDecryption ? { ...is, Value: 'AQICAHencrypted' } : is };
  },
  DescribeParameters({ ParameterFilters = [], MaxResults = 50, NextToken = '0' }: DescribeParametersRequest) {
    const paths = ParameterFilters.flatMap(({ Key, Option, Values = [] }) => {
      if (Key !== 'Path' || Option !== 'Recursive') throw new Error(`The world has no filter ${Key} ${Option}.`);
      return Values;
    });
    const all = kept.list().filter(({ Name }) => paths.length === 0 || paths.some((path) => Name.startsWith(`${path}/`)));
    const until = Number(NextToken) + MaxResults;
    const Parameters = all.slice(Number(NextToken), until).map(({ Value: _, ...metadata }) => metadata);
    return { Parameters, ...(until < all.length && { NextToken: String(until) }) };
  },
});

const writes = (kept: Shelf<Parameter>): Operations['writes'] => ({
  PutParameter({ Name = '', Value = '', Type, Overwrite = false }: Partial<PutParameterRequest>) {
    const before = kept.truth(Name);
    if (!/^[\w./-]+$/.test(Name)) throw new AwsError('ValidationException', `Parameter name: can't contain what is in ${Name}.`);
    if (Value.length < 1 || Value.length > 4_096)
      throw new AwsError('ValidationException', 'Standard tier parameters support a maximum of 4096 characters.');
    if (before && !Overwrite)
      throw new AwsError(
        'ParameterAlreadyExists',
        'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
      );
    const kind = Type ?? before?.Type;
    if (!kind) throw new AwsError('ValidationException', 'A parameter type is required when you create a parameter.');
    const Version = (before?.Version ?? 0) + 1;
    kept.put(Name, { Name, Type: kind, Value, Version });
    return { Version, Tier: 'Standard' };
  },
  DeleteParameter({ Name = '' }: { Name?: string }) {
    found(kept.truth(Name));
    kept.put(Name, undefined);
  },
});
