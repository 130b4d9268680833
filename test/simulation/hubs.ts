/** Security Hub as the generator draws it, and what people do to it. Of several things drawn, all are the one there is. */
import { BEST_PRACTICES, CIS } from '../world/security-hub-standards.ts';
import { call, type Drawn, ruleEvent } from './acts.ts';
import type { Draw } from './chance.ts';
import { MINUTE, type Move } from './scenario.ts';

const TYPE = 'AWS::SecurityHub::Hub';
const subscriptionTo = (name: string) => `arn:aws:securityhub:eu-west-1:111122223333:${name.replace(/^\w+/, 'subscription')}`;

export function drawHub(draw: Draw): Drawn {
  const is = draw.often([
    [2, { on: true, standards: { [BEST_PRACTICES]: 'READY', [CIS]: 'INCOMPLETE' } }],
    [3, { on: true, standards: { [CIS]: 'READY' } }],
    [1, { on: true, standards: { [BEST_PRACTICES]: 'FAILED', [CIS]: 'PENDING' } }],
    [1, { on: true, standards: { [BEST_PRACTICES]: 'DELETING' } }],
    [1, { on: true, standards: {} }],
    [5, { on: false }],
  ] as const);
  const off = call('securityhub:DisableSecurityHub', {}, 0);
  const on = (EnableDefaultStandards: boolean) => call('securityhub:EnableSecurityHub', { EnableDefaultStandards }, 0);
  const leaves = (name: string) =>
    call('securityhub:BatchDisableStandards', { StandardsSubscriptionArns: [subscriptionTo(name)] }, 6 * MINUTE);
  const moves: (() => Omit<Move, 'at'>)[] = [
    () => ({ says: 'somebody disables Security Hub', acts: [off] }),
    () => ({ says: 'somebody disables Security Hub, every few minutes', acts: [off], every: draw.of([4, 7]) * MINUTE, times: 4 }),
    () => ({ says: 'somebody disables the best practices', acts: [leaves(BEST_PRACTICES)] }),
    () => ({ says: 'somebody disables CIS, every few minutes', acts: [leaves(CIS)], every: draw.of([5, 9]) * MINUTE, times: 4 }),
    () => ({ says: 'its administrator enables Security Hub', acts: [on(draw.chance(0.5))] }),
    () => ({ says: 'somebody disables Security Hub and enables it', acts: [off, on(false)] }),
    () => ({ says: 'Config reports Security Hub', acts: [ruleEvent('AWS::::Account', '111122223333', 'securityhub-enabled')] }),
  ];
  return {
    thing: { type: TYPE, name: 'account', says: `Security Hub (${JSON.stringify(is)})`, there: { hubs: [is] } },
    moves,
    report: moves.length - 1,
  };
}
