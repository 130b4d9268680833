/** Every check, once: a small pure judgement over what was read, and the one command that puts right what is wrong. */

import type { Facts, Fn, Role, Rule, Trail } from './facts.ts';
import { recording } from './recorder.ts';
import { absent, type Check, deploy, each, from, right, type Verdict, wrong } from './verdict.ts';

const GLOBAL = 'us-east-1';
const isIam = (f: Facts): boolean => f.needs.sources.includes('aws.iam');
const enabled = (state: string): boolean => state.startsWith('ENABLED');

function trail(trails: readonly Trail[], whose: string, region: string): Verdict {
  const logs = trails.find((t) => t.logging && t.manages);
  if (logs) return right(`the trail ${logs.name} logs ${whose}`);
  const off = trails.find((t) => t.manages);
  if (off)
    return wrong(
      `the trail ${off.name} is switched off: no call is told`,
      `aws cloudtrail start-logging --region ${region} --name ${off.name}`,
    );
  const narrow = trails.find((t) => t.logging);
  const selectors = `'[{"ReadWriteType":"WriteOnly","IncludeManagementEvents":true}]'`;
  if (narrow)
    return wrong(
      `the trail ${narrow.name} logs no changes of resources (this replaces its event selectors)`,
      `aws cloudtrail put-event-selectors --region ${region} --trail-name ${narrow.name} --event-selectors ${selectors}`,
    );
  return wrong(
    `no trail logs ${whose}, so no event tells of them (switch it on afterwards)`,
    `aws cloudtrail create-trail --region ${region} --name management-events --s3-bucket-name <bucket> --is-multi-region-trail`,
  );
}

function rule(name: string, { state, targets }: Rule, f: Facts): Verdict {
  if (!enabled(state)) return wrong(`the rule ${name} is ${state}`, `aws events enable-rule --name ${name}`);
  // A violation has a rule for each source, numbered from the second on, and one queue.
  const target = targets.some((arn) => arn.endsWith(`:${name.replace(/-\d+$/, '')}`));
  return target ? right(`the rule ${name} is on`) : wrong(`the rule ${name} leads to nothing of ours`, deploy(f));
}

function forwarder(name: string, is: Rule | undefined, { region }: Facts): Verdict {
  const again = `aws cloudformation deploy --region ${GLOBAL} --stack-name mlwarden-global --template-file stacks/global.yaml --capabilities CAPABILITY_NAMED_IAM --parameter-overrides HomeRegion=${region}`;
  if (!is) return wrong(`IAM’s events are not sent here from ${GLOBAL}: changes of roles are found up to 15 minutes late`, again);
  if (!enabled(is.state)) return wrong(`the rule ${name} is ${is.state}`, `aws events enable-rule --region ${GLOBAL} --name ${name}`);
  const home = is.targets.some((arn) => arn.includes(`:events:${region}:`));
  return home ? right(`IAM’s events are sent here from ${GLOBAL}`) : wrong(`the rule ${name} sends IAM’s events elsewhere`, again);
}

/** What keeps a role from being used as it was deployed. Whether somebody else forbids what it may, no role tells. */
function unfit(name: string, { arn, is }: Role, { needs, deployed }: Facts): string | undefined {
  if (!is) return `is gone: ${arn}`;
  if (!is.trusted) return 'cannot be taken on by Lambda';
  if (!is.boundary.endsWith(':policy/mlwarden-boundary')) return `has ${is.boundary || 'nothing'} for a boundary`;
  const acts = 'is' in deployed && deployed.is?.cap === 'policy';
  const missing = (needs.policies[name] ?? []).filter((policy) => (acts || policy !== 'act') && !is.policies.includes(policy));
  return missing.length > 0 ? `has lost ${missing.join(', ')}` : undefined;
}

function fn(name: string, is: Fn, f: Facts): Verdict {
  if (is.state !== 'Active') return wrong(`${name} is ${is.state}`, deploy(f));
  if (is.lastUpdate !== 'Successful') return wrong(`the last update of ${name} is ${is.lastUpdate}`, deploy(f));
  const fault = unfit(name, is.role, f);
  if (fault) return wrong(`the role of ${name} ${fault}`, deploy(f));
  if (is.reserved === 0)
    return wrong(`${name} is stopped by a reserved concurrency of 0`, `aws lambda delete-function-concurrency --function-name ${name}`);
  return right(`${name} is ready`);
}

function queue(name: string, is: Fn, f: Facts): Verdict {
  if (is.queue === undefined) return wrong(`nothing brings ${name} its looks`, deploy(f));
  if (is.queue === 'Enabled') return right(`${name} is given its looks`);
  const all = `aws lambda list-event-source-mappings --function-name ${name} --query 'EventSourceMappings[].UUID' --output text`;
  return wrong(`the mapping from the queue of ${name} is ${is.queue}`, `aws lambda update-event-source-mapping --enabled --uuid $(${all})`);
}

function guardDuty(detectors: readonly { id: string; status: string }[]): Verdict {
  if (detectors.some((d) => d.status === 'ENABLED')) return right('GuardDuty is on');
  const [off] = detectors;
  if (off) return wrong('GuardDuty is suspended', `aws guardduty update-detector --detector-id ${off.id} --enable`);
  return wrong('GuardDuty is off: stolen credentials are not noticed', 'aws guardduty create-detector --enable');
}

/** In the order in which they are told. */
export const CHECKS: readonly Check[] = [
  {
    id: 'region',
    judge: (f) =>
      from(f.deployed, (is) =>
        is ? right(`mlwarden is deployed in ${f.region}`) : wrong(`mlwarden is not deployed in ${f.region}`, deploy(f)),
      ),
  },
  {
    id: 'release',
    judge: (f) =>
      absent(f)
        ? []
        : from(f.deployed, (is) =>
            is?.release === f.local.release
              ? right(`the release deployed is this build, ${f.local.release}`)
              : wrong(`the release deployed is ${is?.release}, this build is ${f.local.release}`, deploy(f)),
          ),
  },
  {
    id: 'policy',
    judge: (f) =>
      absent(f)
        ? []
        : from(f.deployed, (is) =>
            is?.policy === f.local.policy
              ? right(`the policy deployed is policy.yaml, ${f.local.policy.slice(0, 16)}`)
              : wrong(`the policy deployed (${is?.policy.slice(0, 16)}) is not policy.yaml (${f.local.policy.slice(0, 16)})`, deploy(f)),
          ),
  },
  {
    id: 'functions',
    judge: (f) => each(f, f.functions, (name, is) => (is ? fn(name, is, f) : wrong(`there is no function ${name}`, deploy(f)))),
  },
  {
    id: 'queues',
    judge: (f) =>
      each(f, f.functions, (name, is) => {
        const looks = f.needs.violations.some((id) => name === `mlwarden-${id}`);
        return looks && is ? queue(name, is, f) : undefined;
      }),
  },
  {
    id: 'rules',
    judge: (f) => each(f, f.rules, (name, is) => (is ? rule(name, is, f) : wrong(`there is no rule ${name}`, deploy(f)))),
  },
  {
    id: 'forwarder',
    judge: (f) => (absent(f) || !isIam(f) || !f.forwarder ? [] : from(f.forwarder, (is) => forwarder('mlwarden-global-iam', is, f))),
  },
  { id: 'trail', judge: (f) => from(f.trails, (is) => trail(is, `calls in ${f.region}`, f.region)) },
  {
    id: 'trail of IAM',
    judge: (f) =>
      isIam(f)
        ? from(f.globalTrails, (is) =>
            trail(
              is.filter((t) => t.global),
              'calls of IAM',
              GLOBAL,
            ),
          )
        : [],
  },
  { id: 'Config', judge: (f) => (f.needs.types.length > 0 ? from(f.recorders, (is) => recording(is, f.needs.types)) : []) },
  { id: 'GuardDuty', judge: (f) => (f.needs.sources.includes('aws.guardduty') ? from(f.detectors, guardDuty) : []) },
  {
    id: 'Security Hub',
    judge: (f) =>
      f.needs.sources.includes('aws.securityhub')
        ? from(f.hub, (on) => (on ? right('Security Hub is on') : wrong('Security Hub is off', 'aws securityhub enable-security-hub')))
        : [],
  },
];
