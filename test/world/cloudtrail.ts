/** Turns tables of operations into a service whose every changing call, successful or refused, is told by CloudTrail. */

import { createHash } from 'node:crypto';
import { lowerCamel } from './casing.ts';
import { copy } from './copy.ts';
import type { Caller, Habitat, Random, Service } from './habitat.ts';
import { AwsError, rule } from './habitat.ts';
import { hex } from './random.ts';
import { toldOfS3 } from './s3-told.ts';

const samples = 'test/events/cloudtrail.*.json with their SOURCES.md';
rule('cloudtrail.casing', 'observed', 'requestParameters and responseElements carry lowerCamel names; an empty answer is null', samples);
rule(
  'cloudtrail.casing-security-hub',
  'documented',
  'those of Security Hub keep the names that its API has for them',
  'Security Hub guide, "Example: Security Hub log file entries"',
);
rule('cloudtrail.denied', 'observed', 'AccessDenied: requestParameters and responseElements are null', samples);
rule(
  'cloudtrail.refused',
  'observed',
  'any other refusal keeps requestParameters; IAM codes get the suffix Exception (NoSuchEntityException)',
  'a real GetRole record made by access-analyzer, in a public repository',
);
rule('cloudtrail.sagemaker-refused', 'assumed', 'a SageMaker refusal is told in the same shape, with its wire code', 'no record seen');

type Operation = (input: never, caller: Caller) => unknown;
export interface Operations {
  readonly reads: { readonly [operation: string]: Operation };
  readonly writes: { readonly [operation: string]: Operation };
}

/** Only AwsError leaves a call as a refusal; anything else thrown is a fault of the world itself. */
export function service(habitat: Habitat, name: string, { reads, writes }: Operations, region = habitat.region): Service {
  return {
    name,
    call(operation, input, caller) {
      const read = reads[operation];
      if (read) return copy(read(input as never, caller));
      const write = writes[operation];
      if (!write) throw new Error(`The world has no ${name} ${operation}.`);
      try {
        // A copy each way: neither side can change what the other holds.
        const output = copy(write(copy(input) as never, caller)) ?? {};
        tell(habitat, { name, region, operation, input, caller, output });
        return output;
      } catch (error) {
        if (error instanceof AwsError) tell(habitat, { name, region, operation, input, caller, error });
        throw error;
      }
    },
  };
}

export interface Told {
  readonly name: string;
  readonly region: string;
  readonly operation: string;
  readonly input: unknown;
  readonly caller: Caller;
  readonly output?: unknown;
  readonly error?: AwsError;
}

/** One CloudTrail record on the bus. Whoever refuses a call before it reaches a service (access denied, throttled) tells it with this. */
export function tell(habitat: Habitat, told: Told): void {
  const { name, region } = told;
  const at = new Date(habitat.clock.now());
  const detail = recorded(habitat, told, at);
  habitat.history?.push({ at: at.getTime(), detail });
  habitat.emit({ source: `aws.${name}`, 'detail-type': 'AWS API Call via CloudTrail', resources: [], region, detail });
}

/** The record itself, of a call at that time. */
export function recorded(habitat: Habitat, { name, region, operation, input, caller, output, error }: Told, at: Date) {
  const code = error && errorCode(name, error.code);
  const cased = (members: unknown) => (name === 'securityhub' ? members : lowerCamel(members, longDate));
  const asked = name === 's3' ? toldOfS3(operation, input) : { eventName: operation, requestParameters: cased(hidden(name, input)) };
  const answer = cased(output ?? {}) as object;
  return {
    eventVersion: '1.11',
    userIdentity: identity(caller.arn, at),
    eventTime: isoSeconds(at),
    eventSource: `${name}.amazonaws.com`,
    eventName: asked.eventName,
    awsRegion: region,
    sourceIPAddress: '198.51.100.7',
    userAgent: 'aws-sdk-js/3',
    ...(error && { errorCode: code, errorMessage: error.message }),
    requestParameters: code === 'AccessDenied' ? null : asked.requestParameters,
    responseElements: error || Object.keys(answer).length === 0 ? null : answer,
    requestID: uuid(habitat.random),
    eventID: uuid(habitat.random),
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: habitat.account,
    eventCategory: 'Management',
  };
}

/** Of parameters, what they hold is told to nobody. */
const hidden = (name: string, input: unknown): unknown =>
  name === 'ssm' && typeof input === 'object' && input && 'Value' in input ? { ...input, Value: 'HIDDEN_DUE_TO_SECURITY_REASONS' } : input;

function errorCode(name: string, code: string): string {
  if (/^AccessDenied/.test(code)) return 'AccessDenied';
  return name === 'iam' && !code.endsWith('Exception') ? `${code}Exception` : code;
}

/** A user, the root, or a role: its own ARN with path, or that of one of its sessions. */
function identity(arn: string, now: Date): { readonly arn: string; readonly [member: string]: unknown } {
  const [, partition, , , accountId = '', ...rest] = arn.split(':');
  const [kind = '', ...names] = rest.join(':').split('/');
  if (kind === 'root') return { type: 'Root', principalId: accountId, arn, accountId };
  const userName = (kind === 'assumed-role' ? names[0] : names.at(-1)) ?? '';
  if (kind === 'user') return { type: 'IAMUser', principalId: idOf('AIDA', arn), arn, accountId, accessKeyId: idOf('AKIA', arn), userName };
  const session = kind === 'assumed-role' ? names.slice(1).join('/') : 'session';
  const role = kind === 'assumed-role' ? `arn:${partition}:iam::${accountId}:role/${userName}` : arn;
  const principalId = idOf('AROA', role);
  return {
    type: 'AssumedRole',
    principalId: `${principalId}:${session}`,
    arn: `arn:${partition}:sts::${accountId}:assumed-role/${userName}/${session}`,
    accountId,
    accessKeyId: idOf('ASIA', arn),
    sessionContext: {
      sessionIssuer: { type: 'Role', principalId, arn: role, accountId, userName },
      webIdFederationData: {},
      attributes: { creationDate: isoSeconds(now), mfaAuthenticated: 'false' },
    },
  };
}

/** As a service names who called it: a role by its session. */
export const sessionOf = (arn: string): string => identity(arn, new Date(0)).arn;

/** An id as AWS makes them (`AROA` and 17 of A-Z, 2-7), always the same for the same seed. */
export function idOf(prefix: string, seed: string): string {
  const bytes = createHash('sha256').update(`${prefix} ${seed}`).digest();
  return prefix + [...bytes.subarray(0, 17)].map((byte) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[byte % 32]).join('');
}

function uuid(random: Random): string {
  return `${hex(random, 8)}-${hex(random, 4)}-4${hex(random, 3)}-8${hex(random, 3)}-${hex(random, 12)}`;
}
export const isoSeconds = (date: Date): string => date.toISOString().replace(/\.\d+Z$/, 'Z');
/** `Aug 1, 2024 1:37:41 PM` */
const longDate = (date: Date): string =>
  date
    .toLocaleString('en-US', { timeZone: 'UTC', dateStyle: 'medium', timeStyle: 'medium' })
    .replace(/(\d{4}),/, '$1')
    .replaceAll('\u202f', ' ');
