/** Config's recorder as the generator draws it, and what people do to it. Of several things drawn, all are the one there is. */
import { call, type Drawn } from './acts.ts';
import type { Draw } from './chance.ts';
import { MINUTE, type Move } from './scenario.ts';

const TYPE = 'AWS::Config::ConfigurationRecorder';
const named = { ConfigurationRecorderName: 'default' };

export function drawRecorder(draw: Draw): Drawn {
  const is = draw.often([
    [2, { recording: true }],
    [6, { recording: false }],
    [1, { recording: false, channel: false }],
    [1, { name: 'none' }],
  ] as const);
  const stop = call('config:StopConfigurationRecorder', named, 0);
  const remove = call('config:DeleteConfigurationRecorder', named, 0);
  const put = call('config:PutConfigurationRecorder', { ConfigurationRecorder: { name: 'default' } }, 0);
  const moves: (() => Omit<Move, 'at'>)[] = [
    () => ({ says: 'somebody stops the recorder', acts: [stop] }),
    () => ({ says: 'somebody stops the recorder, every few minutes', acts: [stop], every: draw.of([4, 7]) * MINUTE, times: 4 }),
    () => ({ says: 'its administrator starts the recorder', acts: [call('config:StartConfigurationRecorder', named, 0)] }),
    () => ({ says: 'somebody deletes the recorder', acts: [remove] }),
    () => ({ says: 'somebody deletes the recorder and puts another', acts: [remove, put] }),
    () => ({ says: 'somebody stops the recorder and deletes its channel', acts: [stop, call('config:DeleteDeliveryChannel', {}, 0)] }),
    () => ({ says: 'somebody puts a delivery channel', acts: [call('config:PutDeliveryChannel', {}, 0)] }),
    () => ({ says: 'somebody puts the recorder', acts: [put] }),
  ];
  const thing = { type: TYPE, name: 'account', says: `a recorder of Config (${JSON.stringify(is)})`, there: { recorders: [is] } };
  return { thing, moves, report: moves.length - 1 };
}
