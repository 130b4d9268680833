/** Which places in S3 a role is known to need, by what runs as it. */
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { patient } from '../aws.ts';
import type { Resource } from '../engine/remediation.ts';
import { type Asked, SORTS, type Sort, type Work } from './data-work.ts';
import { home } from './home.ts';
import { orMissing } from './reading.ts';
import { settled } from './s3-place.ts';

/**
 * `reads`, `writes`: settled. `unclear`: why there may be more. `cut`: of what there was more than is read at one look. `ran`: how many of each
 * sort run or ran as the role. `lost`: the transform jobs of which nobody knows any more as whom they ran.
 */
export type DataUse = {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly unclear: readonly string[];
  readonly cut: readonly string[];
  readonly ran: { readonly [what: string]: number };
  readonly lost: readonly string[];
};

/** One page of each listing (SageMaker API, MaxResults): six listings, and at the most six hundred descriptions. */
export const MOST = 100;
/** Days for which jobs count. */
export const DAYS = 90;
/** Descriptions at a time. */
const WIDTH = 10;
/** Milliseconds after which none is begun: a look that takes ten seconds is begun anew. */
const PATIENCE = 5_000;

/** What was made, and does not run any more, is never made otherwise, so it is read once by each connection. */
const known = new WeakMap<SageMakerClient, Map<string, Work>>();
const KEPT = 5_000;
function memory(client: SageMakerClient): Map<string, Work> {
  const kept = known.get(client) ?? new Map<string, Work>();
  if (kept.size > KEPT) kept.clear();
  known.set(client, kept);
  return kept;
}

interface Task {
  readonly sort: Sort;
  readonly name: string;
  readonly id: string;
}
interface Found {
  readonly task: Task;
  readonly work: Work;
}

/** A few at a time, as long as there is time. `late`: what was not reached. */
async function described(client: SageMakerClient, tasks: readonly Task[], until: number): Promise<{ found: Found[]; late: Task[] }> {
  const kept = memory(client);
  const found: Found[] = [];
  const late: Task[] = [];
  const left = tasks.values();
  const one = async () => {
    for (const task of left) {
      const before = kept.get(task.id);
      if (!before && Date.now() > until) {
        late.push(task);
        continue;
      }
      const work = before ?? (await orMissing(task.sort.describe(client, task.name)));
      if (!work) continue;
      if (!work.running) kept.set(task.id, work);
      found.push({ task, work });
    }
  };
  await Promise.all(Array.from({ length: WIDTH }, one));
  return { found, late };
}

/** As whom each runs: as it says itself, or as its models do. */
function runningAs(arn: string, found: readonly Found[]) {
  const roles = new Map(found.filter(({ task }) => task.sort.what === 'models').map(({ task, work }) => [task.name, work.role]));
  const mine = found.filter(({ work }) => (work.role ? work.role === arn : work.models.some((model) => roles.get(model) === arn)));
  const lost = found.filter(({ work }) => !work.role && work.models.length > 0 && work.models.every((model) => !roles.has(model)));
  return { mine, lost: lost.filter(({ task }) => !task.sort.lasting).map(({ task }) => task.name) };
}

export async function dataUse({ arn }: Resource, now: number): Promise<DataUse> {
  const client = patient(SageMakerClient, home());
  const until = now + PATIENCE;
  const newest: Asked = { MaxResults: MOST, SortBy: 'CreationTime', SortOrder: 'Descending' };
  const recent = { ...newest, CreationTimeAfter: new Date(now - DAYS * 86_400_000) };
  const pages = await Promise.all(SORTS.map(async (sort) => ({ sort, ...(await sort.list(client, sort.lasting ? newest : recent)) })));
  const tasks = pages.flatMap(({ sort, all }) => all.map(({ name, at }) => ({ sort, name, id: `${sort.what} ${name} ${at}` })));
  const { found, late } = await described(client, tasks, until);
  const { mine, lost } = runningAs(arn, found);
  const cut = [...pages.filter(({ more }) => more), ...late].map(({ sort }) => sort.what);
  const ran = SORTS.map(({ what }) => [what, mine.filter(({ task }) => task.sort.what === what).length] as const);
  const all = mine.map(({ work }) => work);
  return {
    reads: settled(all.flatMap((work) => work.reads)),
    writes: settled(all.flatMap((work) => work.writes)),
    unclear: [...new Set(all.flatMap((work) => work.unclear))].toSorted(),
    cut: [...new Set(cut)].toSorted(),
    ran: Object.fromEntries(ran.filter(([, times]) => times > 0)),
    lost: lost.toSorted(),
  };
}
