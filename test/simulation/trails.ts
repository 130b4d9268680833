/** Trails as the generator draws them, and what people do to them. */
import { call, type Drawn } from './acts.ts';
import type { Draw } from './chance.ts';
import { MINUTE, type Move } from './scenario.ts';

const TYPE = 'AWS::CloudTrail::Trail';
const OF_ML = { Key: 'sagemaker:project-name', Value: 'churn' };

export function drawTrail(draw: Draw, i: number): Drawn {
  const name = draw.often([
    [20, `${['alpha', 'beta', 'gamma'][i]}-trail`],
    [1, 'mlwarden-trail'],
  ]);
  const logging = draw.chance(0.3);
  const linked = draw.chance(0.85);
  const tags = linked ? [OF_ML] : [];
  const arn = `arn:aws:cloudtrail:eu-west-1:111122223333:trail/${name}`;
  const stop = call('cloudtrail:StopLogging', { Name: name }, 0);
  const start = call('cloudtrail:StartLogging', { Name: name }, 0);
  const remove = call('cloudtrail:DeleteTrail', { Name: name }, 0);
  const create = call('cloudtrail:CreateTrail', { Name: name, S3BucketName: 'audit', TagsList: tags }, 0);
  const moves: (() => Omit<Move, 'at'>)[] = [
    () => ({ says: `somebody stops ${name}`, acts: [stop] }),
    () => ({ says: `somebody stops ${name}, every few minutes`, acts: [stop], every: draw.of([4, 7]) * MINUTE, times: 4 }),
    () => ({ says: `the owner of ${name} starts it`, acts: [start] }),
    () => ({ says: `somebody deletes ${name}`, acts: [remove] }),
    () => ({ says: `somebody deletes ${name} and creates it again`, acts: [remove, create] }),
    () => ({ says: `somebody deletes ${name}, and it is created and started again`, acts: [remove, create, start] }),
    () => ({
      says: `${name} has nothing to do with ML any more, and so leaves the scope`,
      acts: [call('cloudtrail:RemoveTags', { ResourceId: arn, TagsList: [OF_ML] }, 0)],
    }),
    () => ({ says: `somebody updates ${name}`, acts: [call('cloudtrail:UpdateTrail', { Name: arn, S3BucketName: 'elsewhere' }, 0)] }),
  ];
  const says = `a trail ${name} (${logging ? 'logs' : 'stopped'}${linked ? '' : ', of no ML'})`;
  return { thing: { type: TYPE, name, says, there: { trails: [{ Name: name, logging, tags }] } }, moves, report: moves.length - 1 };
}
