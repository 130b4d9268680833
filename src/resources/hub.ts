/**
 * AWS::SecurityHub::Hub, what Security Hub calls CSPM today: an account has one in a Region where it subscribed to it, and in it the standards
 * that it checks against (Security Hub API, EnableSecurityHub, GetEnabledStandards). The newer AWS::SecurityHub::HubV2 is another service.
 */
import {
  BatchEnableStandardsCommand,
  DescribeHubCommand,
  EnableSecurityHubCommand,
  type EnableSecurityHubCommandInput,
  GetEnabledStandardsCommand,
  SecurityHubClient,
  type StandardsSubscription,
} from '@aws-sdk/client-securityhub';
import { reader, writer } from '../aws.ts';
import type { Kind, Resource, Table } from '../engine/remediation.ts';
import { ACCOUNT, BORN, onlyOne } from './account.ts';
import { type Place, parseArn, placeOf } from './arn.ts';
import { here } from './home.ts';
import { given, orMissing, paged } from './reading.ts';
import { UnknownStatus } from './status.ts';

const TYPE = 'AWS::SecurityHub::Hub';

/** Standards by the last part of their ARN, `standards/aws-foundational-security-best-practices/v/1.0.0`, which is the same in every Region. */
export type HubState = { readonly on: boolean; readonly standards: { readonly [name: string]: Standing } };
export type Standing = 'enabled' | 'leaving' | 'half disabled';

const writes = (r: Resource) => writer(SecurityHubClient, r);
/** The SDK lets its input be left out, which no recorded call may do. */
const Enable: new (input: EnableSecurityHubCommandInput) => object = EnableSecurityHubCommand;
const api = {
  EnableSecurityHub: { client: writes, command: Enable, iam: ['securityhub:EnableSecurityHub'] },
  BatchEnableStandards: { client: writes, command: BatchEnableStandardsCommand, iam: ['securityhub:BatchEnableStandards'] },
} satisfies Table;
export type HubTable = typeof api;

export const hubOf = (place: Place): Resource => onlyOne(TYPE, 'securityhub', 'hub', place);

/** The oldest standard, a `ruleset/`, has an ARN without a Region (Security Hub API, DescribeStandards). */
export const standardArn = ({ arn, region }: Resource, name: string): string =>
  `arn:${parseArn(arn).partition}:securityhub:${name.startsWith('ruleset/') ? '' : region}::${name}`;

/**
 * PENDING is either on its way to READY or INCOMPLETE, or enabled and being given new controls; an INCOMPLETE one is enabled as far as Config
 * lets it be. One that could not be disabled, FAILED, can be enabled again (Security Hub guide, "Checking the status of a standard").
 */
const STANDING: Readonly<Record<string, Standing>> = {
  PENDING: 'enabled',
  READY: 'enabled',
  INCOMPLETE: 'enabled',
  DELETING: 'leaving',
  FAILED: 'half disabled',
};

function standing({ StandardsArn, StandardsStatus }: StandardsSubscription): [name: string, is: Standing] {
  const { type, id } = parseArn(given(StandardsArn, 'StandardsArn'));
  const is = STANDING[given(StandardsStatus, 'StandardsStatus')];
  if (!is) throw new UnknownStatus(`the standard ${id}`, `${StandardsStatus}`);
  return [`${type}/${id}`, is];
}

/**
 * Of an account that is not subscribed Security Hub says so in the text of an InvalidAccessException, which otherwise means that the account
 * may not ask, or that there is no such resource (both as hashicorp/terraform-provider-aws matches them).
 */
async function orOff<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await orMissing(read);
  } catch (error) {
    const { name, message } = error as Error;
    if (name === 'InvalidAccessException' && message.includes('not subscribed')) return undefined;
    throw error;
  }
}

async function stateOf(r: Resource): Promise<HubState> {
  const client = reader(SecurityHubClient, r);
  const subscriptions = paged(
    (NextToken) => client.send(new GetEnabledStandardsCommand({ NextToken })),
    (page) => page.StandardsSubscriptions,
    (page) => page.NextToken,
  );
  const [hub, standards] = await Promise.all([
    orOff(client.send(new DescribeHubCommand({}))),
    orOff(Array.fromAsync(subscriptions, standing)),
  ]);
  return hub && standards ? { on: true, standards: Object.fromEntries(standards) } : { on: false, standards: {} };
}

export const hub: Kind<HubState, HubTable> = {
  types: [TYPE, ACCOUNT],
  api,
  reads: ['securityhub:DescribeHub', 'securityhub:GetEnabledStandards'],
  arns: [`arn:\${AWS::Partition}:securityhub:\${AWS::Region}:\${AWS::AccountId}:hub/default`],
  lag: 30,
  locate: async (ref) => [hubOf(placeOf(ref))],
  async *list() {
    yield hubOf(here());
  },
  inspect: async (r) => ({ born: BORN, state: await stateOf(r) }),
};
