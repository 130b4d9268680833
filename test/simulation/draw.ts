/** From a seed to a scenario. */
import { remediations } from '../../src/registry.ts';
import type { FaultName } from '../world/faults.ts';
import type { Drawn } from './acts.ts';
import { type Draw, drawing } from './chance.ts';
import { drawThing, TYPES } from './kinds.ts';
import { MINUTE, type Move, type PolicyName, type Scenario, type Trouble } from './scenario.ts';

const SPAN = 70 * MINUTE;
const POLICY: readonly (readonly [number, PolicyName])[] = [
  [12, 'enforce'],
  [4, 'tight'],
  [2, 'observe'],
  [2, 'careful'],
  [2, 'newborn'],
  [1, 'narrow'],
  [1, 'guarded'],
];

export function drawScenario(seed: number): Scenario {
  const draw = drawing(seed);
  const count = draw.often([
    [6, 1],
    [3, 2],
    [1, 3],
  ] as const);
  const type = draw.of(TYPES);
  const drawn = Array.from({ length: count }, (_, i) => drawThing(draw, draw.chance(0.7) ? type : draw.of(TYPES), i));
  const policy = draw.often(POLICY);
  return {
    seed,
    policy,
    things: drawn.map(({ thing }) => thing),
    moves: [...drawn.flatMap((one) => movesOn(draw, one)), ...movesOfOperators(draw, policy)].sort((a, b) => a.at - b.at),
    troubles: Array.from(
      {
        length: draw.often([
          [3, 0],
          [4, 1],
          [4, 2],
          [2, 3],
          [1, 5],
        ] as const),
      },
      () => trouble(draw, drawn),
    ),
    events: {
      late: draw.of([0, 0.3]),
      twice: draw.of([0, 0.2]),
      lost: draw.often([
        [2, 0],
        [2, 0.2],
        [1, 0.6],
      ] as const),
    },
    messagesTwice: draw.of([0, 0, 0.1]),
    skewed: draw.chance(0.3),
  };
}

/** Most things happen while a repair is under way: within minutes of each other. */
const soon = (draw: Draw): number =>
  draw.often([
    [3, 5 * MINUTE],
    [3, 15 * MINUTE],
    [2, SPAN],
  ] as const);
const time = (draw: Draw): number => draw.int(soon(draw));

function movesOn(draw: Draw, { moves, report }: Drawn): Move[] {
  const first = moves[report];
  const told = draw.chance(0.75) && first ? [{ at: draw.int(MINUTE), ...first() }] : [];
  const others = Array.from(
    {
      length: draw.often([
        [3, 0],
        [4, 1],
        [3, 2],
        [1, 4],
      ] as const),
    },
    () => ({ at: time(draw), ...draw.of(moves)() }),
  );
  return [...told, ...others];
}

/** What operators and releases do, and the sweep. */
function movesOfOperators(draw: Draw, policy: PolicyName): Move[] {
  const item = (pk: string) => ({ TableName: 'mlwarden-ledger', Key: { pk: { S: pk }, sk: { S: '-' } } });
  const put = (pk: string) => ({ TableName: 'mlwarden-ledger', Item: { ...item(pk).Key, by: { S: 'on call' } } });
  const moves: Move[] = [];
  if (draw.chance(0.2)) {
    const violation = draw.of(remediations).id;
    const what = draw.of(['pause#global', 'pause#account#111122223333', `pause#violation#${violation}`]);
    const at = time(draw);
    moves.push({ at, says: `an operator pauses (${what})`, acts: [{ call: 'dynamodb:PutItem', with: put(`control#${what}`) }] });
    if (draw.chance(0.6)) {
      const acts = [{ call: 'dynamodb:DeleteItem', with: item(`control#${what}`) }];
      moves.push({ at: at + draw.int(20 * MINUTE), says: `an operator resumes (${what})`, acts });
    }
  }
  if (policy === 'tight' && draw.chance(0.6)) {
    const budgets = ['budget#111122223333', ...remediations.map(({ id }) => `budget#111122223333#${id}`)];
    const acts = budgets.map((pk) => ({ call: 'dynamodb:DeleteItem', with: item(pk) }));
    moves.push({ at: time(draw), says: 'an operator resets all budgets', acts });
  }
  if (draw.chance(0.2)) {
    const to = draw.often(POLICY);
    const minutes = draw.of([0, 1, 10]);
    const says = `a release with the policy "${to}" is deployed, both side by side for ${minutes} minutes`;
    moves.push({ at: time(draw), says, acts: [{ deploy: to, minutes }] });
  }
  if (draw.chance(0.4)) {
    const acts = [{ sweep: true as const }];
    moves.push({ at: draw.int(15 * MINUTE), says: 'the sweep looks every 15 minutes', acts, every: 15 * MINUTE, times: 4 });
  }
  return moves;
}

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

function trouble(draw: Draw, drawn: readonly Drawn[]): Trouble {
  const mine = remediations.filter(({ kind }) => drawn.some(({ thing }) => thing.type === kind.types[0]));
  const service = (type: string) => (type.startsWith('AWS::IAM') ? 'iam' : 'sagemaker');
  const writes = mine.flatMap((r) => r.calls.map((api) => `${service(r.kind.types[0])}:${api}`));
  const reads = mine.flatMap((r) => r.kind.reads);
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
