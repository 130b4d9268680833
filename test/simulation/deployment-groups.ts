/** Deployment groups as the generator draws them, and what people do to them. */

import { call, type Drawn, ruleEvent } from './acts.ts';
import type { Draw } from './chance.ts';
import { MINUTE, type Move } from './scenario.ts';

const TYPE = 'AWS::CodeDeploy::DeploymentGroup';

export function drawDeploymentGroup(draw: Draw, i: number): Drawn {
  const name = draw.often([
    [20, `${['Alpha', 'Beta', 'Gamma'][i]}-Group`],
    [1, 'mlwarden-Group'],
  ]);
  const applicationName = 'serving';
  const named = { applicationName, deploymentGroupName: name };
  const current = { applicationName, currentDeploymentGroupName: name };
  const role = draw.chance(0.85) ? 'AmazonSageMakerServiceCatalogProductsCodeDeployRole' : 'release';
  const props = { deploymentConfigName: 'CodeDeployDefault.OneAtATime', serviceRoleArn: `arn:aws:iam::111122223333:role/${role}` };
  const off = { autoRollbackConfiguration: { enabled: false, events: [] } };
  const alarm = { autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_STOP_ON_ALARM'] } };
  const on = { autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE'] } };
  const is = draw.of([{}, off, alarm, on]);
  const there = { deploymentGroups: [{ ...named, ...props, ...is }] };
  const says = `a deployment group ${name} (${is === on ? 'in order' : is === alarm ? 'rolled back on alarms only' : 'without rollback'})`;
  const update = (to: object) => call('codedeploy:UpdateDeploymentGroup', { ...current, ...to }, 0);
  const arn = `arn:aws:codedeploy:eu-west-1:111122223333:deploymentgroup:${applicationName}/${name}`;
  const moves: (() => Omit<Move, 'at'>)[] = [
    () => ({ says: `somebody turns the rollback of ${name} off`, acts: [update(off)] }),
    () => ({ says: `Terraform turns the rollback of ${name} off, again and again`, acts: [update(off)], every: 7 * MINUTE, times: 4 }),
    () => ({ says: `somebody lets ${name} roll back on alarms only`, acts: [update(alarm)] }),
    () => ({ says: `the owner of ${name} turns rollback on`, acts: [update(on)] }),
    () => ({ says: `a deployment to ${name} begins`, acts: [call('codedeploy:CreateDeployment', named, 0)] }),
    () => ({
      says: `somebody deletes ${name} and creates it again as it was`,
      acts: [
        call('codedeploy:DeleteDeploymentGroup', named, 0),
        call('codedeploy:CreateDeploymentGroup', { ...named, ...props, ...is }, 0),
      ],
    }),
    () => ({ says: `somebody deletes ${name}`, acts: [call('codedeploy:DeleteDeploymentGroup', named, 0)] }),
    () => ({ says: `Config reports ${name}`, acts: [ruleEvent(TYPE, arn, 'codedeploy-deployment-group-auto-rollback-enabled')] }),
  ];
  return { thing: { type: TYPE, name, says, there }, moves, report: moves.length - 1 };
}
