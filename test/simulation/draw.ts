/** From a seed to a scenario. */
import { remediations } from '../../src/registry.ts';
import type { Drawn } from './acts.ts';
import { type Draw, drawing } from './chance.ts';
import { drawThing, LOTS } from './kinds.ts';
import { MINUTE, type Move, type PolicyName, type Scenario, START } from './scenario.ts';
import { time, trouble } from './troubles.ts';

const POLICY: readonly (readonly [number, PolicyName])[] = [
  [12, 'enforce'],
  [4, 'tight'],
  [2, 'observe'],
  [2, 'careful'],
  [2, 'newborn'],
  [1, 'narrow'],
  [1, 'guarded'],
];

const FEW = [
  [6, 1],
  [3, 2],
  [1, 3],
] as const;

export function drawScenario(seed: number): Scenario {
  const draw = drawing(seed);
  const policy = draw.often(POLICY);
  // A budget is shared by several.
  const shared = policy === 'tight';
  const count = shared ? draw.of([2, 3]) : draw.often(FEW);
  const type = draw.of(LOTS);
  const drawn = Array.from({ length: count }, (_, i) => drawThing(draw, draw.chance(0.7) ? type : draw.of(LOTS), i));
  // Reported at one moment, several repairs begin side by side.
  const together = draw.chance(shared ? 0.8 : 0.4) ? draw.int(MINUTE) : undefined;
  const scenario: Scenario = {
    seed,
    policy,
    things: drawn.map(({ thing }) => thing),
    moves: [...drawn.flatMap((one) => movesOn(draw, one, together ?? draw.int(MINUTE))), ...movesOfOperators(draw, policy)].sort(
      (a, b) => a.at - b.at,
    ),
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
  return ruled(draw, scenario);
}

/** What people rule. Drawn last, so that a seed tells the same of everything else. */
function ruled(draw: Draw, scenario: Scenario): Scenario {
  const policy = scenario.policy === 'enforce' && draw.chance(0.3) ? draw.of(['asking', 'patient', 'daytime'] as const) : scenario.policy;
  const answered = policy === 'asking' ? draw.of([1, 2, 4, 8]) : 0;
  const moves = Array.from({ length: answered + (draw.chance(0.3) ? draw.of([1, 1, 2, 3]) : 0) }, (_, i) => {
    const { type, name } = draw.of(scenario.things);
    const { id: violation } = draw.of(remediations.filter(({ kind }) => kind.types[0] === type));
    const rule = i < answered ? draw.of(['approve', 'approve', 'approve', 'deny'] as const) : draw.of(['exempt', 'undo'] as const);
    const minutes = draw.of([2, 10, 60, 600]);
    const says = `somebody rules "${rule}" for ${violation} on ${name}${rule === 'approve' ? '' : `, for ${minutes} minutes`}`;
    return { at: time(draw), says, acts: [{ rule, violation, name, minutes }] };
  });
  const paused = draw.chance(0.15) ? [pauseWithAnEnd(draw, scenario)] : [];
  const all = [...scenario.moves, ...moves, ...paused, ...(draw.chance(0.15) ? fromElsewhere(draw, scenario) : [])];
  return { ...scenario, policy, moves: all.sort((a, b) => a.at - b.at) };
}

/** A report that reaches home and is of a resource of this name in another account, or in another Region of ours. */
function fromElsewhere(draw: Draw, { moves }: Scenario): Move[] {
  const reports = moves.flatMap(({ acts }) => acts.flatMap((act) => ('event' in act ? [act.event] : [])));
  if (reports.length === 0) return [];
  const { id, detail, ...event } = draw.of(reports);
  const [from, to] = draw.of([
    ['111122223333', '444455556666'],
    ['eu-west-1', 'us-west-2'],
  ] as const);
  const moved = JSON.parse(JSON.stringify(detail).replaceAll(from, to)) as object;
  return [{ at: time(draw), says: `the same is reported of ${to}`, acts: [{ event: { ...event, id: `${id}-${to}`, detail: moved } }] }];
}

/** Mostly as a look has read whether anything is paused: milliseconds later it admits. */
function pauseWithAnEnd(draw: Draw, { things }: Scenario): Move {
  const { type } = draw.of(things);
  const { id } = draw.of(remediations.filter(({ kind }) => kind.types[0] === type));
  const what = draw.of(['pause#global', `pause#violation#${id}`]);
  const upon = draw.chance(0.7) ? { operation: 'BatchGetItem', calls: draw.of([1, 2, 3, 4, 6, 8]) } : undefined;
  const [at, minutes] = [upon ? 0 : time(draw), draw.of([1, 5, 20])];
  const until = { N: String(Math.floor((Date.parse(START) + at) / 1000) + minutes * 60) };
  const Item = { pk: { S: `control#${what}` }, sk: { S: '-' }, by: { S: 'on call' }, until };
  const acts = [{ call: 'dynamodb:PutItem', with: { TableName: 'mlwarden-ledger', Item } }];
  const when = upon ? `, as we read from the ledger (${upon.calls})` : '';
  return { at, says: `an operator pauses for ${minutes} minutes (${what})${when}`, acts, ...(upon && { upon }) };
}

function movesOn(draw: Draw, { moves, report }: Drawn, at: number): Move[] {
  const first = moves[report];
  const told = draw.chance(0.75) && first ? [{ at, ...first() }] : [];
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
  if (draw.chance(0.25)) {
    const violation = draw.of(remediations).id;
    const what = draw.of(['pause#global', 'pause#account#111122223333', `pause#violation#${violation}`]);
    const at = time(draw);
    moves.push({ at, says: `an operator pauses (${what})`, acts: [{ call: 'dynamodb:PutItem', with: put(`control#${what}`) }] });
    if (draw.chance(0.5)) {
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
