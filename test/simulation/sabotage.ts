import type { Scenario } from './scenario.ts';

/** The test of the test: each law broken on purpose, by rewriting the service's own text as it is loaded. Nothing in src knows of it. */
export interface Sabotage {
  readonly name: string;
  /** What is broken, for the table. */
  readonly breaks: string;
  /** The seeds in which the law matters at all. The others are drawn, and not played. */
  readonly among?: (scenario: Scenario) => boolean;
  readonly edits: readonly { readonly file: string; readonly from: string; readonly to: string }[];
}
const edit = (file: string, from: string, to: string) => ({ file, from, to });
const HELD = ['AWS::SageMaker::NotebookInstance', 'AWS::CodePipeline::Pipeline'];
/** With something that one violation keeps as it is, while others wait for it. */
const holding = ({ things }: Scenario): boolean => things.some(({ type }) => HELD.includes(type));
const approving = ({ moves }: Scenario): boolean => moves.some(({ acts }) => acts.some((act) => 'rule' in act && act.rule === 'approve'));

export const SABOTAGES: readonly Sabotage[] = [
  {
    name: 'no fence',
    breaks: 'the lock is written whatever its token is',
    edits: [
      edit(
        'ledger/dynamodb.ts',
        'const unmoved = op.was',
        "const unmoved = op.about === 'lock' ? { ConditionExpression: 'attribute_not_exists(nothing)' } : op.was",
      ),
    ],
  },
  {
    name: 'no intent',
    breaks: 'a change is sent before it is on record',
    edits: [
      edit(
        'engine/look.ts',
        'const after = await commit(errand, plan.draft);',
        'const after = plan.send ? { ...plan.draft.opened, lock: { ...plan.draft.lock, token: plan.draft.opened.lock.token + 1 } } : await commit(errand, plan.draft);',
      ),
    ],
  },
  {
    name: 'no lag guard',
    breaks: 'a change that is not seen yet is taken for undone at once',
    edits: [
      edit('engine/underway.ts', '!unreported(last) && seconds < lag + GRACE', 'false'),
      edit('engine/underway.ts', 'return settled ? undefined', 'return true ? undefined'),
    ],
  },
  {
    name: 'expect ignored',
    breaks: 'a change counts as seen because its call returned',
    edits: [edit('engine/settle.ts', 'return same && met(last.expect, seen.state);', 'return true;')],
  },
  {
    name: 'no born',
    breaks: 'a resource created again is taken for the old one',
    edits: [
      edit('engine/settle.ts', 'seen !== undefined && seen.born === last.born', 'seen !== undefined'),
      edit('engine/judge.ts', 'draft.case.open && draft.case.born !== seen.born', 'false'),
      edit('engine/judge.ts', 'draft.lock.born !== seen.born', 'false'),
    ],
  },
  {
    name: 'key from the ARN as spelt',
    breaks: 'the name is cut from the ARN',
    edits: [edit('resources/sagemaker.ts', 'for (const contains of [lower, undefined]) {', 'for (const contains of [] as string[]) {')],
  },
  {
    name: "subject = event's resource",
    breaks: 'a configuration is looked at instead of the endpoint that runs it',
    edits: [
      edit(
        'resources/endpoint.ts',
        'ref.type === CONFIG ? await running(ref) : [await nameOf(ref, listed)]',
        '[await nameOf(ref, listed)]',
      ),
    ],
  },
  {
    name: "lease judged by the worker's clock",
    breaks: 'a sender is taken for dead when 150 s have passed on the clock of whoever looks',
    edits: [
      edit(
        'engine/underway.ts',
        'unreported(last) && seconds < LEASE',
        'unreported(last) && now.getTime() - Date.parse(last.at) < LEASE * 1000',
      ),
    ],
  },
  {
    name: 'SDK retries on writes',
    breaks: 'a change is sent up to three times',
    edits: [edit('aws.ts', 'return client(Client, r, 1);', 'return client(Client, r, 3);')],
  },
  {
    name: 'no case sweep',
    breaks: 'the sweep does not wake cases that are due',
    edits: [edit('engine/sweep.ts', 'await wakeDue(round', 'if (Date.now() < 0) await wakeDue(round')],
  },
  {
    name: 'busy acked',
    breaks: "a message that met somebody else's change is done with",
    edits: [edit('engine/look.ts', 'if (queue) await', "if (queue && outcome !== 'busy') await")],
  },
  {
    name: 'an ended chain counted on',
    breaks: 'a look ends because another was to come once',
    edits: [
      edit('engine/follow.ts', 'next?.for === again.for && inForce(next.at, now)', 'next !== undefined'),
      edit('engine/follow.ts', 'if (mine && (!again || again.for === REPEAT))', 'if (mine && !next)'),
    ],
  },
  {
    name: 'budget outside the transaction',
    breaks: 'the budget is read, not compared',
    edits: [edit('ledger/dynamodb.ts', 'const unmoved = op.was', "const unmoved = op.about === 'budget' ? {} : op.was")],
  },
  {
    name: 'budget per call',
    breaks: 'every step is charged',
    edits: [edit('engine/decide.ts', "q.purpose === 'repair' && !q.case.charged", "q.purpose === 'repair'")],
  },
  {
    name: 'pause read outside the transaction',
    breaks: 'a pause that begins after the look is not heeded',
    edits: [edit('engine/admit.ts', 'd.gated = true;', '')],
  },
  {
    name: 'hold forgotten',
    breaks: 'no violation says that the resource has to stay as it is',
    among: holding,
    edits: [
      edit('engine/holds.ts', 'holds: { ...d.lock.holds, [view.remediation.id]: { ...hold, since } }', 'holds: hold && since ? {} : {}'),
    ],
  },
  {
    name: 'last-one-out forgotten',
    breaks: 'whoever is done hands back, whatever others hold',
    among: holding,
    edits: [edit('engine/owed.ts', 'if (held) return undefined;', '')],
  },
  {
    name: 'inferred owes a restart',
    breaks: 'what perhaps we stopped is started again',
    among: holding,
    edits: [edit('engine/settle.ts', 'else if (brings && !inferred && !d.lock.owed)', 'else if (brings && !d.lock.owed)')],
  },
  {
    name: 'nothing owed',
    breaks: 'what we stopped or closed is not handed back',
    among: holding,
    edits: [
      edit('engine/settle.ts', 'else if (brings && !inferred && !d.lock.owed)', 'else if (brings && !inferred && d.lock.owed === null)'),
    ],
  },
  {
    name: 'attempt cap off',
    breaks: 'the same call is sent again and again',
    edits: [edit('engine/decide.ts', 'export const ATTEMPTS = 3;', 'export const ATTEMPTS = 1e9;')],
  },
  {
    name: 'send without deadline',
    breaks: 'a call leaves however long after its admission',
    edits: [
      edit('engine/carry-out.ts', 'left > 0 ? await send(', 'left > -1e12 ? await send('),
      edit('engine/sender.ts', 'AbortSignal.timeout(left)', 'AbortSignal.timeout(left > -1e12 ? 1e8 : 0)'),
    ],
  },
  {
    name: 'approval spent twice',
    breaks: 'one approval is good for as often as it lasts',
    among: approving,
    edits: [edit('engine/decide.ts', 'if (answer.id !== kase.spent && ', 'if (')],
  },
  {
    name: 'approval for any call',
    breaks: 'an approval is good for whatever is proposed next',
    among: approving,
    edits: [edit('engine/decide.ts', 'answer.hash === request', 'true')],
  },
  {
    name: 'approval of a call alone',
    breaks: 'an approval outlives what people were shown: what was wrong, and what would be overwritten',
    among: approving,
    edits: [edit('engine/admit.ts', 'digest([hash, undo, was, says])', 'hash')],
  },
  {
    name: 'grace forgotten',
    breaks: 'the owner is warned, and not waited for',
    edits: [edit('engine/decide.ts', 'if (over > q.now) return', 'if (over > q.now && !grace) return')],
  },
  {
    name: 'foreign let in',
    breaks: 'what an event says of another account or Region is looked at as if it were home',
    edits: [edit('engine/read.ts', 'const atHome = named.filter((ref) => isHome(ref, home));', 'const atHome = named;')],
  },
];
