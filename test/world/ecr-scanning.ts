/** ECR: how a private registry has its images scanned. An account has one registry in a Region, and it always has a configuration. */
import type {
  GetRegistryScanningConfigurationResponse,
  PutRegistryScanningConfigurationRequest,
  RegistryScanningRule,
  ScanFrequency,
  ScanType,
} from '@aws-sdk/client-ecr';
import type { Operations } from './cloudtrail.ts';
import { AwsError, type Habitat, rule } from './habitat.ts';
import { shelf } from './stale.ts';

const API = 'ECR API, PutRegistryScanningConfiguration';
rule(
  'ecr.scanning-limits',
  'documented',
  'two rules at most, a hundred filters each; BASIC takes SCAN_ON_PUSH, ENHANCED that and CONTINUOUS_SCAN',
  `${API}, RegistryScanningRule`,
);
rule(
  'ecr.scanning-limit-texts',
  'assumed',
  'what breaks a limit is an InvalidParameterException in the words of ECR\'s other constraints ("Invalid parameter at … failed to satisfy constraint")',
  `${API} has the names only`,
);
rule(
  'ecr.scanning-once',
  'assumed',
  'of a frequency there is one rule; MANUAL is refused as a rule of ENHANCED and taken as one of BASIC',
  `${API}: not said`,
);
rule(
  'ecr.scanning-whole',
  'assumed',
  'PutRegistryScanningConfiguration replaces everything: without rules there are none, without a type it is BASIC',
  'hashicorp/terraform-provider-aws deletes by BASIC and an empty list of rules; of what is left out it is not said',
);
rule(
  'ecr.scanning-managed',
  'documented',
  'where an organization manages it: BlockedByOrganizationPolicyException "The operation did not succeed because the account is managed by a organization policy."',
  `${API}, Errors`,
);

const SLOT = 'scanning';
/** Filters by frequency: all of them are wildcards. */
export interface GivenScanning {
  readonly scanType?: string | undefined;
  readonly rules?: Readonly<Record<string, readonly string[]>> | undefined;
  /** An organization's policy manages it. */
  readonly managed?: boolean | undefined;
}
interface Scanning {
  readonly scanType: ScanType;
  readonly rules: readonly RegistryScanningRule[];
  readonly managed: boolean;
}
export interface ScanningOperations extends Operations {
  /** Furnishes the one. */
  place(given: GivenScanning): void;
}

const invalid = (at: string, constraint: string) =>
  new AwsError('InvalidParameterException', `Invalid parameter at '${at}' failed to satisfy constraint: '${constraint}'`);

const TAKES: Readonly<Record<ScanType, readonly ScanFrequency[]>> = {
  BASIC: ['SCAN_ON_PUSH', 'MANUAL'],
  ENHANCED: ['SCAN_ON_PUSH', 'CONTINUOUS_SCAN'],
};
function valid(scanType: ScanType, rules: readonly RegistryScanningRule[]): void {
  if (rules.length > 2) throw invalid('rules', 'Member must have length less than or equal to 2');
  if (rules.some(({ repositoryFilters = [] }) => repositoryFilters.length > 100))
    throw invalid('rules.repositoryFilters', 'Member must have length less than or equal to 100');
  const frequencies = rules.map(({ scanFrequency }) => scanFrequency as ScanFrequency);
  if (new Set(frequencies).size < frequencies.length || frequencies.some((one) => !TAKES[scanType].includes(one)))
    throw invalid('rules.scanFrequency', `Member must be one of ${TAKES[scanType]}, each once, where the scan type is ${scanType}`);
}

export function scanning(habitat: Habitat): ScanningOperations {
  const kept = shelf<Scanning>(habitat, 30);
  const place: ScanningOperations['place'] = ({ scanType = 'BASIC', rules = { SCAN_ON_PUSH: ['*'] }, managed = false }) =>
    kept.place(SLOT, {
      scanType: scanType as ScanType,
      managed,
      rules: Object.entries(rules).map(([frequency, filters]) => ({
        scanFrequency: frequency as ScanFrequency,
        repositoryFilters: filters.map((filter) => ({ filter, filterType: 'WILDCARD' })),
      })),
    });
  // AWS's own default, BASIC without rules, is what a violation is about: here it has to be asked for.
  place({});
  const told = ({ scanType, rules }: Scanning) => ({ scanType, rules: [...rules] });
  return {
    place,
    reads: {
      GetRegistryScanningConfiguration: (): GetRegistryScanningConfigurationResponse => ({
        registryId: habitat.account,
        scanningConfiguration: told(kept.read(SLOT) as Scanning),
      }),
    },
    writes: {
      PutRegistryScanningConfiguration({ scanType = 'BASIC', rules = [] }: PutRegistryScanningConfigurationRequest) {
        const { managed } = kept.truth(SLOT) as Scanning;
        if (managed)
          throw new AwsError(
            'BlockedByOrganizationPolicyException',
            'The operation did not succeed because the account is managed by a organization policy.',
          );
        valid(scanType, rules);
        const is = { scanType, rules, managed };
        kept.put(SLOT, is);
        return { registryScanningConfiguration: told(is) };
      },
    },
  };
}
