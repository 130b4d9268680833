/** The standards that Security Hub checks an account against, and what it keeps of them. */
import type {
  BatchDisableStandardsRequest,
  BatchEnableStandardsRequest,
  StandardsStatus,
  StandardsSubscription,
} from '@aws-sdk/client-securityhub';
import type { Operations } from './cloudtrail.ts';
import { AwsError, type Habitat, rule } from './habitat.ts';
import { between } from './sagemaker/requests.ts';
import type { Shelf } from './stale.ts';

rule(
  'securityhub.standards',
  'documented',
  'enabling (PENDING) and disabling (DELETING) a standard takes minutes; meanwhile it cannot be enabled again where it is DELETING',
  'Security Hub guide, "Checking the status of a standard"',
);
rule(
  'securityhub.pending',
  'observed',
  'InvalidInputException "StandardsSubscription(s) in state PENDING, please try later: […]"',
  'aws-samples/aws-control-tower-securityhub-enabler issue 18',
);
rule('securityhub.deleting', 'assumed', 'what is DELETING is refused in the same words', 'not said in the API reference');
rule('securityhub.again', 'assumed', 'enabling a standard that is enabled succeeds, and changes nothing', 'not said in the API reference');
rule(
  'securityhub.no-standard',
  'observed',
  'InvalidInputException "Invalid StandardsSubscriptionRequest(s): […]" where there is no standard of that ARN',
  'awslabs/aws-securityhub-multiaccount-scripts issue 34',
);
rule('securityhub.no-subscription', 'assumed', 'disabling what is not enabled is refused in like words', 'not said in the API reference');

export const BEST_PRACTICES = 'standards/aws-foundational-security-best-practices/v/1.0.0';
export const CIS = 'ruleset/cis-aws-foundations-benchmark/v/1.2.0';
/** What AWS enables with a hub. */
export const DEFAULTS = [CIS, BEST_PRACTICES];
const KNOWN = [
  ...DEFAULTS,
  'standards/cis-aws-foundations-benchmark/v/3.0.0',
  'standards/nist-800-53/v/5.0.0',
  'standards/pci-dss/v/4.0.1',
];
export const SLOT = 'hub';

export interface Hub {
  readonly on: boolean;
  /** The delegated administrator of its organization manages it. */
  readonly central: boolean;
  /** By the last part of their ARN. */
  readonly standards: Readonly<Record<string, StandardsSubscription>>;
}
/** The one hub, as it is, and as whoever changes it meets it. */
export interface Kept {
  readonly habitat: Habitat;
  readonly hubs: Shelf<Hub>;
  /** Refuses whom the administrator does not let. */
  own(): Hub;
  /** Refuses where there is none, too. */
  subscribed(hub?: Hub): Hub;
}

const invalid = (message: string) => new AwsError('InvalidInputException', message);
const nameOf = ({ StandardsArn }: Pick<StandardsSubscription, 'StandardsArn'>) => `${StandardsArn}`.split(':').slice(5).join(':');

export function subscription({ account, region }: Habitat, name: string, StandardsStatus: StandardsStatus): StandardsSubscription {
  const StandardsArn = `arn:aws:securityhub:${name.startsWith('ruleset/') ? '' : region}::${name}`;
  const StandardsSubscriptionArn = `arn:aws:securityhub:${region}:${account}:${name.replace(/^\w+/, 'subscription')}`;
  return { StandardsSubscriptionArn, StandardsArn, StandardsInput: {}, StandardsStatus };
}

const now = ({ hubs }: Kept): Hub => hubs.truth(SLOT) as Hub;

/** What passes by itself does so in minutes. */
export function goOn(kept: Kept, name: string, moved: StandardsSubscription): void {
  const { habitat, hubs } = kept;
  const { StandardsStatus: status } = moved;
  if (status !== 'PENDING' && status !== 'DELETING') return;
  habitat.clock.at(habitat.clock.now() + between(habitat, [60, 300]), () => {
    const { [name]: is, ...others } = now(kept).standards;
    if (is !== moved) return;
    const ready = { ...now(kept).standards, [name]: { ...moved, StandardsStatus: 'READY' as const } };
    hubs.put(SLOT, { ...now(kept), standards: status === 'DELETING' ? others : ready });
  });
}

export function move(kept: Kept, name: string, status: 'PENDING' | 'DELETING'): StandardsSubscription {
  const moved = subscription(kept.habitat, name, status);
  kept.hubs.put(SLOT, { ...now(kept), standards: { ...now(kept).standards, [name]: moved } });
  goOn(kept, name, moved);
  return moved;
}

export function ofStandards(kept: Kept): Operations['writes'] {
  const still = (status: StandardsStatus, all: readonly StandardsSubscription[]): void => {
    const busy = all.filter((one) => one.StandardsStatus === status).map((one) => one.StandardsSubscriptionArn);
    if (busy.length > 0) throw invalid(`StandardsSubscription(s) in state ${status}, please try later: ${JSON.stringify(busy)}`);
  };
  const known = KNOWN.map((name) => subscription(kept.habitat, name, 'READY').StandardsArn);
  return {
    BatchEnableStandards({ StandardsSubscriptionRequests: asked = [] }: Partial<BatchEnableStandardsRequest>) {
      const { standards } = kept.subscribed();
      const unknown = asked.filter(({ StandardsArn }) => !known.includes(StandardsArn));
      if (unknown.length > 0) throw invalid(`Invalid StandardsSubscriptionRequest(s): ${JSON.stringify(unknown)}`);
      const there = asked.map((one) => standards[nameOf(one)]).filter((one) => one !== undefined);
      still('DELETING', there);
      const enabled = there.filter((one) => one.StandardsStatus !== 'FAILED').map(nameOf);
      const names = asked.map(nameOf);
      return { StandardsSubscriptions: names.map((name) => (enabled.includes(name) ? standards[name] : move(kept, name, 'PENDING'))) };
    },
    BatchDisableStandards({ StandardsSubscriptionArns: asked = [] }: Partial<BatchDisableStandardsRequest>) {
      const found = Object.values(kept.subscribed().standards).filter((one) => asked.includes(`${one.StandardsSubscriptionArn}`));
      if (found.length < asked.length) throw invalid(`Invalid StandardsSubscriptionArn(s): ${JSON.stringify(asked)}`);
      still('PENDING', found);
      still('DELETING', found);
      return { StandardsSubscriptions: found.map((one) => move(kept, nameOf(one), 'DELETING')) };
    },
  };
}
