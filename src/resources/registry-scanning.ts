/**
 * AWS::ECR::RegistryScanningConfiguration: which images of an account's private registry are scanned, and when. An account has one in a
 * Region, and nobody can delete it (ECR API, PutRegistryScanningConfiguration).
 */
import {
  ECRClient,
  GetRegistryScanningConfigurationCommand,
  PutRegistryScanningConfigurationCommand,
  type PutRegistryScanningConfigurationCommandInput,
  type RegistryScanningRule,
} from '@aws-sdk/client-ecr';
import { reader, writer } from '../aws.ts';
import type { Kind, Resource, Table } from '../engine/remediation.ts';
import { BORN, onlyOne } from './account.ts';
import { type Place, placeOf } from './arn.ts';
import { here } from './home.ts';
import { given } from './reading.ts';
import { UnknownStatus } from './status.ts';

export const SCANNING = 'AWS::ECR::RegistryScanningConfiguration';
const REPOSITORY = 'AWS::ECR::Repository';

/** Of each frequency its filters, by their text, with the type of each. */
export type ScanningRules = { readonly [frequency: string]: { readonly [filter: string]: string } };
export type ScanningState = { readonly scanType: string; readonly rules: ScanningRules };

/** The SDK lets its input be left out, which no recorded call may do. */
const Put: new (input: PutRegistryScanningConfigurationCommandInput) => object = PutRegistryScanningConfigurationCommand;
const api = {
  PutRegistryScanningConfiguration: {
    client: (r: Resource) => writer(ECRClient, r),
    command: Put,
    iam: ['ecr:PutRegistryScanningConfiguration'],
  },
} satisfies Table;
export type ScanningTable = typeof api;

export const scanningOf = (place: Place): Resource => onlyOne(SCANNING, 'ecr', 'registry', place);

/** Which frequencies count under each type (ECR API, RegistryScanningRule). MANUAL is what is there where there is no rule. */
export const AUTOMATIC: { readonly [scanType: string]: readonly string[] } = {
  BASIC: ['SCAN_ON_PUSH'],
  ENHANCED: ['CONTINUOUS_SCAN', 'SCAN_ON_PUSH'],
};
const FREQUENCIES = ['CONTINUOUS_SCAN', 'SCAN_ON_PUSH', 'MANUAL'];

/** Rules of one frequency are one: whatever fits a filter of either is scanned as often. */
function byFrequency(rules: readonly RegistryScanningRule[]): ScanningRules {
  const all: Record<string, Record<string, string>> = {};
  for (const { scanFrequency, repositoryFilters = [] } of rules) {
    const frequency = given(scanFrequency, 'scanFrequency');
    if (!FREQUENCIES.includes(frequency)) throw new UnknownStatus('a rule of ECR', frequency);
    const filters = repositoryFilters.map(({ filter, filterType }) => [given(filter, 'filter'), given(filterType, 'filterType')]);
    all[frequency] = { ...all[frequency], ...Object.fromEntries(filters) };
  }
  return all;
}

export const registryScanning: Kind<ScanningState, ScanningTable> = {
  types: [SCANNING, REPOSITORY],
  api,
  reads: ['ecr:GetRegistryScanningConfiguration'],
  arns: [],
  lag: 30,
  locate: async (ref) => [scanningOf(placeOf(ref))],
  async *list() {
    yield scanningOf(here());
  },
  async inspect(r) {
    const { scanningConfiguration } = await reader(ECRClient, r).send(new GetRegistryScanningConfigurationCommand({}));
    // A registry that nobody has told otherwise is BASIC.
    const { scanType = 'BASIC', rules = [] } = given(scanningConfiguration, 'scanningConfiguration');
    if (!AUTOMATIC[scanType]) throw new UnknownStatus("ECR's scanning", scanType);
    return { born: BORN, state: { scanType, rules: byFrequency(rules) } };
  },
};
