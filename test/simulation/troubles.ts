/** What goes wrong, and when. */
import { remediations } from '../../src/registry.ts';
import type { FaultName } from '../world/faults.ts';
import type { Drawn } from './acts.ts';
import type { Draw } from './chance.ts';
import { MINUTE, type Trouble } from './scenario.ts';

const SPAN = 70 * MINUTE;
/** Most things happen while a repair is under way: within minutes of each other. */
const soon = (draw: Draw): number =>
  draw.often([
    [3, 5 * MINUTE],
    [3, 15 * MINUTE],
    [2, SPAN],
  ] as const);
export const time = (draw: Draw): number => draw.int(soon(draw));

const WHATS: readonly (readonly [number, FaultName])[] = [
  [2, 'throttled'],
  [1, 'denied'],
  [1, 'unforeseen'],
  [1, 'missing'],
  [2, 'server-error'],
  [2, 'timeout-before'],
  [3, 'timeout-after'],
  [1, 'reset-before'],
  [2, 'reset-after'],
  [3, 'crash-before'],
  [3, 'crash-after'],
  [1, 'malformed'],
  [2, 'slow'],
  [3, 'stalled'],
  [3, 'orphaned'],
  [2, 'frozen-before'],
  [2, 'frozen-after'],
  [1, 'conflict'],
  [1, 'partial'],
];

export function trouble(draw: Draw, drawn: readonly Drawn[]): Trouble {
  const mine = remediations.filter(({ kind }) => drawn.some(({ thing }) => thing.type === kind.types[0]));
  const writes = mine.flatMap((r) => r.calls.flatMap((api) => r.kind.api[api]?.iam[0] ?? []));
  // As CloudWatch is called where it is asked.
  const used = mine.flatMap((r) => (r.kind.inUse?.reads ?? []).map((action) => action.replace('cloudwatch:', 'monitoring:')));
  const reads = [...mine.flatMap((r) => r.kind.reads), ...used];
  const what = draw.often(WHATS);
  const on =
    what === 'partial'
      ? 'dynamodb:BatchGetItem'
      : what === 'conflict'
        ? 'dynamodb:TransactWriteItems'
        : draw.often([
            [6, draw.of(writes)],
            [1, draw.of(reads)],
            [5, 'dynamodb:TransactWriteItems'],
            [1, 'dynamodb:BatchGetItem'],
            [1, draw.of(['dynamodb:Query', 'dynamodb:PutItem'])],
            [2, 'sqs:SendMessage'],
          ]);
  const skip = draw.often([
    [4, 0],
    [2, 1],
    [2, 2],
    [1, 3],
    [1, draw.int(12)],
  ]);
  const outage = /^(throttled|denied|server-error|unforeseen)$/.test(what) && draw.chance(0.2);
  if (outage) return { at: time(draw), fault: { what, on, times: 10_000 }, lasts: draw.of([2, 10, 40]) * MINUTE };
  return {
    at: draw.chance(0.7) ? 0 : time(draw),
    fault: {
      what,
      on,
      skip,
      times: draw.often([
        [5, 1],
        [2, 2],
        [1, 6],
      ] as const),
    },
  };
}
