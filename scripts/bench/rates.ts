/** What our own code costs, without AWS and without a wire. */
import { decide, type Question } from '../../src/engine/decide.ts';
import { digest } from '../../src/ledger/chain.ts';
import { freshBudget } from '../../src/ledger/items.ts';
import { budgetsOf } from '../../src/ledger/port.ts';
import { readPolicy } from '../../src/policy-file.ts';
import { remediations } from '../../src/registry.ts';
import { ACCOUNT, REGION } from '../../test/wire/emulator.ts';
import { type Builds, policyWith } from './builds.ts';
import { begin } from './contestant.ts';
import { notebookEvent } from './events.ts';
import { median } from './numbers.ts';
import { racer } from './racers.ts';

export interface Rates {
  /** Milliseconds of processor for each event, by hundreds of events. */
  readonly own: readonly number[];
  /** The same of the second to the hundredth event of a process. */
  readonly early: number;
  readonly decisions: number;
  /** By kilobytes of canonical JSON: microseconds for each of them. */
  readonly hash: readonly { readonly kilobytes: number; readonly micros: number }[];
}
const WARM = 500;
const TIMES = 100;
const ROUNDS = 5;
const ROUND = 100;

/** The policy of the demonstration, with its own budget: an hour passes between two events. */
async function own(builds: Builds, samples: number): Promise<Pick<Rates, 'own' | 'early'>> {
  const file = await builds.file('scripts/bench/run/own.ts', { repairs: 10, per: '1h' });
  const one = await begin(await racer(builds, file, { MODE: 'policy', HOME_ACCOUNT: ACCOUNT }));
  try {
    const event = notebookEvent('any');
    const ask = async (from: number, times: number) => {
      const { cpu, says, failed } = await one.ask({ event, from, times });
      if (says !== '["sent"]') throw new Error(`own: ${failed ?? says}`);
      return cpu / times;
    };
    await ask(0, 1);
    const early = await ask(1, TIMES - 1);
    await ask(TIMES, WARM - TIMES);
    const each: number[] = [];
    for (let n = 0; n < samples; n++) each.push(await ask(WARM + n * TIMES, TIMES));
    return { own: each, early };
  } finally {
    await one.end();
  }
}

/** Times a second, the median of rounds. */
function rate(what: () => unknown): number {
  const each: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    let times = 0;
    const began = performance.now();
    for (; performance.now() - began < ROUND; times += 20) for (let n = 0; n < 20; n++) what();
    each.push((times / (performance.now() - began)) * 1000);
  }
  return median(each.slice(1));
}

function question(): Question {
  const known = new Map(remediations.map((r) => [r.id, r.settings] as const));
  const violation = 'notebook-encryption';
  const [name, type] = ['churn-exploration', 'AWS::SageMaker::NotebookInstance'];
  const key = `aws/${type}/${ACCOUNT}/${REGION}/${name}`;
  const arn = `arn:aws:sagemaker:${REGION}:${ACCOUNT}:notebook-instance/${name}`;
  const [account, inAccount] = budgetsOf({ key, violation, account: ACCOUNT });
  return {
    policy: readPolicy(policyWith({ repairs: 10, per: '2h' }), 'policy.yaml', known),
    cap: 'policy',
    violation,
    resource: { key, type, arn, name, account: ACCOUNT, region: REGION },
    born: '2026-11-02T09:14:05.000Z',
    linked: ['sagemaker'],
    purpose: 'repair',
    effect: 'disruptive',
    now: new Date(),
    paused: [],
    hash: digest({ api: 'StopNotebookInstance', input: { NotebookInstanceName: name } }),
    case: { charged: false, attempts: [] },
    budgets: [freshBudget(account), freshBudget(inAccount)],
  };
}

/** About so many kilobytes of what records are made of. */
function document(kilobytes: number): unknown {
  const one = {
    at: '2026-11-02T09:14:05.000Z',
    call: { api: 'StopNotebookInstance', input: { NotebookInstanceName: 'churn-exploration' } },
    seq: 7,
  };
  const size = JSON.stringify(one).length + 1;
  return { entries: Array.from({ length: Math.max(1, Math.round((kilobytes * 1024) / size)) }, () => one) };
}

export async function rates(builds: Builds, samples: number): Promise<Rates> {
  const q = question();
  if (decide(q).may !== 'enforce') throw new Error('decide: the question of the race is one that is enforced.');
  return {
    ...(await own(builds, samples)),
    decisions: rate(() => decide(q)),
    hash: [1, 16, 256].map((kilobytes) => {
      const value = document(kilobytes);
      return { kilobytes, micros: 1e6 / rate(() => digest(value)) / (JSON.stringify(value).length / 1024) };
    }),
  };
}
