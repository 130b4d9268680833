/** How a registry scans, as the generator draws it, and what people do to it. Of several things drawn, all are the one there is. */
import type { GivenScanning } from '../world/ecr-scanning.ts';
import { call, type Drawn, ruleEvent } from './acts.ts';
import type { Draw } from './chance.ts';
import { MINUTE, type Move } from './scenario.ts';

const ARN = 'arn:aws:ecr:eu-west-1:111122223333:repository/churn/train';

export function drawScanning(draw: Draw): Drawn {
  const is: GivenScanning = draw.often<GivenScanning>([
    [2, { rules: { SCAN_ON_PUSH: ['*'] } }],
    [3, { rules: {} }],
    [3, { rules: { SCAN_ON_PUSH: ['prod/*', 'base'] } }],
    [2, { scanType: 'ENHANCED', rules: { CONTINUOUS_SCAN: ['prod/*'], SCAN_ON_PUSH: ['dev-*'] } }],
    [1, { scanType: 'ENHANCED', rules: { CONTINUOUS_SCAN: ['*'] } }],
    [1, { rules: { MANUAL: ['*'] } }],
    [1, { rules: {}, managed: true }],
  ]);
  const put = (scanType: string, rules: Readonly<Record<string, readonly string[]>>) =>
    call(
      'ecr:PutRegistryScanningConfiguration',
      {
        scanType,
        rules: Object.entries(rules).map(([scanFrequency, filters]) => ({
          scanFrequency,
          repositoryFilters: filters.map((filter) => ({ filter, filterType: 'WILDCARD' })),
        })),
      },
      0,
    );
  const nothing = put('BASIC', {});
  const moves: (() => Omit<Move, 'at'>)[] = [
    () => ({ says: 'somebody lets the registry scan nothing', acts: [nothing] }),
    () => ({
      says: 'somebody lets the registry scan nothing, every few minutes',
      acts: [nothing],
      every: draw.of([4, 7]) * MINUTE,
      times: 4,
    }),
    () => ({ says: 'somebody has prod scanned, and nothing else', acts: [put('BASIC', { SCAN_ON_PUSH: ['prod/*'] })] }),
    () => ({ says: 'somebody has Inspector scan prod all the time', acts: [put('ENHANCED', { CONTINUOUS_SCAN: ['prod/*'] })] }),
    () => ({ says: 'its owner has everything scanned', acts: [put('BASIC', { SCAN_ON_PUSH: ['*'] })] }),
    () => ({ says: 'somebody lets images be scanned by hand', acts: [put('BASIC', { MANUAL: ['*'] })] }),
    () => ({ says: 'Config reports a repository', acts: [ruleEvent('AWS::ECR::Repository', ARN, 'ecr-private-image-scanning-enabled')] }),
  ];
  return {
    thing: {
      type: 'AWS::ECR::RegistryScanningConfiguration',
      name: 'account',
      says: `the scanning of the registry (${JSON.stringify(is)})`,
      there: { imageScanning: [is] },
    },
    moves,
    report: moves.length - 1,
  };
}
