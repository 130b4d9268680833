/** What the drawers of resources share. */
import type { Act, Move, Thing } from './scenario.ts';

export interface Drawn {
  readonly thing: Thing;
  readonly moves: readonly (() => Omit<Move, 'at'>)[];
  /** Which of the moves is the report of a source. */
  readonly report: number;
}
export const call = (operation: string, input: object, patience: number): Act => ({ call: operation, with: input, patience });

/** A managed rule of Config finds a resource non-compliant. The time is put in when it is published. */
export const ruleEvent = (resourceType: string, resourceId: string, configRuleName: string): Act => ({
  event: {
    version: '0',
    id: `config-${configRuleName}-${resourceId}`,
    'detail-type': 'Config Rules Compliance Change',
    source: 'aws.config',
    account: '111122223333',
    region: 'eu-west-1',
    resources: [],
    detail: {
      resourceId,
      resourceType,
      configRuleName,
      awsRegion: 'eu-west-1',
      awsAccountId: '111122223333',
      messageType: 'ComplianceChangeNotification',
      newEvaluationResult: { complianceType: 'NON_COMPLIANT' },
    },
  },
});
