/** Every story, in calm and in rough weather; and what people may ask for once it has ended. */
import type { AnyRemediation } from '../../../src/engine/remediation.ts';
import { remediations } from '../../../src/registry.ts';
import { deployed } from '../../../test/simulation/thread.ts';
import { attach } from '../../../test/world/direct.ts';
import { ROUGH } from '../../../test/world/faults.ts';
import type { Logged } from '../../../test/world/platform/log.ts';
import { caseOf, type Rule, rule } from '../../../test/world/ruling.ts';
import { played, stories } from '../../../test/world/story/all.ts';
import { casesOf, newestFirst, outcomeOf } from '../../../test/world/story/cases.ts';
import { sweep } from '../../../test/world/story/play.ts';
import { type Stage, staged } from '../../../test/world/story/stage.ts';

type Told = (typeof stories)[number];
const YEAR = 365 * 86_400_000;

/** All SDK clients send to the story that is played, and afterwards to whom they sent before. */
export async function onStage<T>(run: () => Promise<T>): Promise<T> {
  const back = attach(staged);
  try {
    return await run();
  } finally {
    back();
  }
}

/** What is asked back that was only told of is answered, too: its record is read to know that there is nothing to put back. */
async function ruledAll(stage: Stage, what: Rule): Promise<void> {
  const { world } = stage;
  for (const { violation, key } of newestFirst(await casesOf(stage, world.account))) {
    const kase = caseOf(world, violation, key);
    if (kase) rule(world, kase, what, YEAR);
    await world.run();
  }
}

/** It is swept when all is done, and then every step is put back, one undo each. */
async function undone({ story, file }: Told): Promise<readonly Logged[]> {
  const { stage, cases } = await played(story, file, { seed: 1 });
  const held = cases.some((c) => outcomeOf(c)?.body.outcome === 'contained');
  await sweep(stage);
  await ruledAll(stage, 'undo');
  return held ? [...stage.world.log, ...(await handedBack({ story, file }))] : stage.world.log;
}

/** Who holds something lets go of it, because it becomes exempt. */
async function handedBack({ story, file }: Pick<Told, 'story' | 'file'>): Promise<readonly Logged[]> {
  const { stage } = await played(story, file, { seed: 1 });
  await ruledAll(stage, 'exempt');
  return stage.world.log;
}

/** Newer connections have another service in their ARNs (Developer Tools console guide, "Connections rename - Summary of changes"). */
const ofBothAges = (told: Told): readonly Told[] => {
  const text = JSON.stringify(told.story);
  const renamed = text.replaceAll('codestar-connections', 'codeconnections');
  return renamed === text ? [told] : [told, { ...told, story: JSON.parse(renamed) }];
};

export const calm = () => stories.flatMap(ofBothAges).map((told) => async () => await onStage(async () => await undone(told)));

export const rough = (seeds: readonly number[]) =>
  seeds.flatMap((seed) =>
    stories.map(({ story, file }) => async () => {
      const { stage } = await onStage(async () => await played(story, file, { seed, chaos: ROUGH }));
      return stage.world.log;
    }),
  );

/** What is asked for besides the ARNs of a story's own things: unique ids that nobody has any more, policies of AWS and of the account. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  'AWS::IAM::Role': ['AROANOBODYANYMORE001'],
  'AWS::IAM::Policy': ['ANPANOBODYANYMORE001', 'arn:aws:iam::aws:policy/AdministratorAccess', 'arn:aws:iam::111122223333:policy/team'],
};

/** A function is invoked with whatever a thing may be called (docs/operating.md, "Look again, now"). */
export const askedFor = () => remediations.map((r) => async () => await onStage(async () => await asked(r)));

async function asked({ family, id, kind }: AnyRemediation): Promise<readonly Logged[]> {
  const told = stories.find(({ file }) => file === `${family}/${id}.stories.yaml`);
  const handler = (await deployed()).get(id);
  if (!told || !handler) throw new Error(`${id} has no story, or no handler.`);
  const { stage } = await played(told.story, told.file, { seed: 1 });
  const { world } = stage;
  const own = stage.told.map(({ resource }) => ({ type: resource.type, id: resource.arn })).filter(({ type }) => kind.types.includes(type));
  const others = kind.types.flatMap((type) => (NAMES[type] ?? []).map((name) => ({ type, id: name })));
  for (const look of [...own, ...others]) {
    const done = world.lambda.invoke({ name: id, role: world.roleOf(id), handler, event: { look } });
    await world.run();
    await done;
  }
  return world.log;
}
