/** GuardDuty's detector as the generator draws it, and what people do to it. Of several things drawn, all are the one there is. */
import { DETECTOR } from '../world/guardduty-detectors.ts';
import { call, type Drawn, ruleEvent } from './acts.ts';
import type { Draw } from './chance.ts';
import { MINUTE, type Move } from './scenario.ts';

const TYPE = 'AWS::GuardDuty::Detector';

export function drawDetector(draw: Draw): Drawn {
  const Status = draw.often([
    [2, 'ENABLED'],
    [6, 'DISABLED'],
    [1, 'none'],
  ] as const);
  const update = (Enable: boolean) => call('guardduty:UpdateDetector', { DetectorId: DETECTOR, Enable }, 0);
  const remove = call('guardduty:DeleteDetector', { DetectorId: DETECTOR }, 0);
  const create = call('guardduty:CreateDetector', { Enable: true }, 0);
  const moves: (() => Omit<Move, 'at'>)[] = [
    () => ({ says: 'somebody suspends GuardDuty', acts: [update(false)] }),
    () => ({ says: 'somebody suspends GuardDuty, every few minutes', acts: [update(false)], every: draw.of([4, 7]) * MINUTE, times: 4 }),
    () => ({ says: 'its administrator enables GuardDuty', acts: [update(true)] }),
    () => ({ says: 'somebody deletes the detector', acts: [remove] }),
    () => ({ says: 'somebody deletes the detector, and somebody creates another', acts: [remove, create] }),
    () => ({ says: 'somebody creates a detector', acts: [create] }),
    () => ({ says: 'Config reports GuardDuty', acts: [ruleEvent('AWS::::Account', '111122223333', 'guardduty-enabled-centralized')] }),
  ];
  const thing = { type: TYPE, name: 'account', says: `GuardDuty (${Status})`, there: { detectors: [{ Status }] } };
  return { thing, moves, report: moves.length - 1 };
}
