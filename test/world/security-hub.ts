/** Security Hub (CSPM): an account has a hub in a Region, or none, and in it the standards that it is checked against. */
import type { EnableSecurityHubRequest, StandardsStatus } from '@aws-sdk/client-securityhub';
import { type Operations, service } from './cloudtrail.ts';
import { AwsError, type Habitat, rule, type Service } from './habitat.ts';
import { BEST_PRACTICES, DEFAULTS, goOn, type Hub, type Kept, move, ofStandards, SLOT, subscription } from './security-hub-standards.ts';
import { shelf } from './stale.ts';

rule(
  'securityhub.off',
  'observed',
  'an account without a hub is refused: InvalidAccessException "Account … is not subscribed to AWS Security Hub"',
  'as hashicorp/terraform-provider-aws matches it; guide of Automated Forensics Orchestrator for Amazon EC2, troubleshooting',
);
rule(
  'securityhub.on',
  'observed',
  'whoever enables what is on is refused: ResourceConflictException "Account is already subscribed to Security Hub"',
  'nozaq/terraform-aws-secure-baseline issue 158',
);
rule(
  'securityhub.defaults',
  'documented',
  'EnableSecurityHub enables CIS 1.2.0 and the Foundational Security Best Practices, unless EnableDefaultStandards is false',
  'Security Hub API, EnableSecurityHub',
);
rule('securityhub.disabled', 'documented', 'with the hub all of its standards are disabled', 'Security Hub API, DisableSecurityHub');
rule(
  'securityhub.central',
  'observed',
  'an account that is managed centrally may change none of it: AccessDeniedException "Account … is managed by a configuration policy"',
  'aws-samples/aws-secure-environment-accelerator issue 1227; Security Hub guide, "Centrally managed versus self-managed targets"',
);

export interface GivenHub {
  readonly on?: boolean | undefined;
  readonly central?: boolean | undefined;
  /** Their status by the last part of their ARN. */
  readonly standards?: Readonly<Record<string, string>> | undefined;
}
export interface SecurityHub extends Service {
  place(given: GivenHub): void;
}

function keeping(habitat: Habitat): Kept {
  const hubs = shelf<Hub>(habitat, 5);
  const own = (): Hub => {
    const hub = hubs.truth(SLOT) as Hub;
    if (hub.central) throw new AwsError('AccessDeniedException', `Account ${habitat.account} is managed by a configuration policy`, 403);
    return hub;
  };
  const subscribed = (hub = own()): Hub => {
    if (hub.on) return hub;
    throw new AwsError('InvalidAccessException', `Account ${habitat.account} is not subscribed to AWS Security Hub`, 401);
  };
  return { habitat, hubs, own, subscribed };
}

function ofHub(kept: Kept): Operations['writes'] {
  const { hubs, own, subscribed } = kept;
  return {
    EnableSecurityHub({ EnableDefaultStandards = true }: EnableSecurityHubRequest) {
      const hub = own();
      if (hub.on) throw new AwsError('ResourceConflictException', 'Account is already subscribed to Security Hub', 409);
      hubs.put(SLOT, { ...hub, on: true });
      if (EnableDefaultStandards) for (const name of DEFAULTS) move(kept, name, 'PENDING');
    },
    DisableSecurityHub: () => hubs.put(SLOT, { ...subscribed(), on: false, standards: {} }),
  };
}

export function securityHub(habitat: Habitat): SecurityHub {
  const kept = keeping(habitat);
  const { hubs, subscribed } = kept;
  const place: SecurityHub['place'] = ({ on = true, central = false, standards = { [BEST_PRACTICES]: 'READY' } }) => {
    const placed = Object.entries(on ? standards : {}).map(
      ([name, is]) => [name, subscription(habitat, name, is as StandardsStatus)] as const,
    );
    hubs.place(SLOT, { on, central, standards: Object.fromEntries(placed) });
    for (const [name, is] of placed) goOn(kept, name, is);
  };
  place({});
  const read = (): Hub => subscribed(hubs.read(SLOT));
  const HubArn = `arn:aws:securityhub:${habitat.region}:${habitat.account}:hub/default`;
  const answers = service(habitat, 'securityhub', {
    reads: {
      DescribeHub: () => read() && { HubArn, AutoEnableControls: true },
      GetEnabledStandards: () => ({ StandardsSubscriptions: Object.values(read().standards) }),
    },
    writes: { ...ofHub(kept), ...ofStandards(kept) },
  });
  return { ...answers, place };
}
