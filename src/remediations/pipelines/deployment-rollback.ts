import type { AutoRollbackEvent } from '@aws-sdk/client-codedeploy';
import * as z from 'zod/mini';
import type { Remediation } from '../../engine/remediation.ts';
import { type DeploymentGroupState, type DeploymentGroupTable, deploymentGroup, named } from '../../resources/deployment-group.ts';
import { cloudtrail } from '../../triggers/cloudtrail.ts';
import { configRule } from '../../triggers/config.ts';
import { stateChange } from '../../triggers/state-change.ts';

const TYPE = 'AWS::CodeDeploy::DeploymentGroup';
const EVENTS = [
  'DEPLOYMENT_FAILURE',
  'DEPLOYMENT_STOP_ON_ALARM',
  'DEPLOYMENT_STOP_ON_REQUEST',
] as const satisfies readonly AutoRollbackEvent[];

const settings = z.strictObject({
  /** What has to start a rollback. */
  events: z._default(z.array(z.enum(EVENTS)).check(z.minLength(1)), ['DEPLOYMENT_FAILURE']),
  /** Whether a release may reach everything at once. */
  allAtOnce: z._default(z.boolean(), true),
});
type Settings = z.infer<typeof settings>;

const missing = ({ rollback: { enabled, events } }: DeploymentGroupState, wanted: Settings) =>
  wanted.events.filter((event) => !enabled || !events.includes(event));

/** Rollback is turned on for what is asked, and what started one before still does. How fast a release spreads is its owner's to say. */
export const remediation: Remediation<DeploymentGroupState, DeploymentGroupTable, 'UpdateDeploymentGroup', Settings> = {
  id: 'deployment-rollback',
  family: 'pipelines',
  title: 'A deployment that fails is rolled back by itself',
  severity: 'medium',
  standards: ['codedeploy-deployment-group-auto-rollback-enabled', 'codedeploy-auto-rollback-monitor-enabled'],
  triggers: [
    cloudtrail('codedeploy', {
      CreateDeploymentGroup: { type: TYPE, id: ['applicationName', 'deploymentGroupName'] },
      UpdateDeploymentGroup: { type: TYPE, id: ['applicationName', 'currentDeploymentGroupName'] },
    }),
    configRule(TYPE, ['codedeploy-deployment-group-auto-rollback-enabled', 'codedeploy-auto-rollback-monitor-enabled']),
    stateChange('CodeDeploy Deployment State-change Notification', TYPE, { name: ['application', 'deploymentGroup'] }, 'codedeploy'),
  ],
  kind: deploymentGroup,
  calls: ['UpdateDeploymentGroup'],
  settings,
  flaw(state, { settings }) {
    const events = missing(state, settings);
    const atOnce = !settings.allAtOnce && /AllAtOnce$/.test(state.config);
    const says = [
      ...(events.length > 0 ? [`nothing is rolled back after ${events.join(', ')}`] : []),
      ...(atOnce ? [`a release reaches everything at once (${state.config})`] : []),
    ];
    return says.length > 0 ? { says: says.join('; '), contained: false } : undefined;
  },
  repair(state, resource, { settings }) {
    const { rollback } = state;
    if (missing(state, settings).length === 0)
      return { do: 'tell', why: `how fast a release spreads is its owner's to say: choose another configuration than ${state.config}` };
    const { applicationName, deploymentGroupName: currentDeploymentGroupName } = named(resource);
    const group = { applicationName, currentDeploymentGroupName };
    const configured = (enabled: boolean, events: readonly string[]) => ({
      ...group,
      autoRollbackConfiguration: { enabled, events: events as AutoRollbackEvent[] },
    });
    // What starts nothing while it is off was not asked for by anybody.
    const events = [...new Set([...(rollback.enabled ? rollback.events : []), ...settings.events])].sort();
    return {
      do: 'step',
      call: { api: 'UpdateDeploymentGroup', input: configured(true, events) },
      effect: 'reversible',
      expect: { rollback: { enabled: true, events } },
      undo: { api: 'UpdateDeploymentGroup', input: configured(rollback.enabled, rollback.events) },
    };
  },
};
