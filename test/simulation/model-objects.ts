/** What a drawn version of a model is made of, and what befalls it. */
import { etagOf } from '../world/s3-object-writes.ts';
import { call } from './acts.ts';
import type { Draw } from './chance.ts';
import { type Act, MINUTE, type Move } from './scenario.ts';

const Bucket = 'ml-models';
const infected = (Key: string) => ({
  Id: `f-${Key}`,
  Type: 'Object:S3/MaliciousFile',
  Resource: { ResourceType: 'S3Object', S3BucketDetails: [{ Name: Bucket, S3ObjectDetails: [{ Key, ETag: etagOf('bad') }] }] },
  Service: { Archived: false },
});

/** `name`: of the version; what is of it stands under its name. `specification`: as it was created. */
export function drawObject(draw: Draw, name: string) {
  const Key = `${name}/model.tar.gz`;
  const parts = draw.chance(0.1);
  const etag = draw.of([etagOf('good'), etagOf('good'), undefined]);
  const ModelDataETag = parts ? `${etagOf('good')}-3` : etag;
  const good = { ago: 300 * 24 * 60 * MINUTE, ...(parts ? { ETag: `${etagOf('good')}-3` } : { Body: 'good' }) };
  const bad = { ago: 5_000, Body: 'bad' };
  const [how, versions] = draw.often<readonly [string, readonly { readonly ago: number }[]]>([
    [6, ['as it was registered', [good]]],
    [3, ['written over', [good, bad]]],
    [1, ['deleted', [good, { ago: 5_000 }]]],
    [1, ['nowhere', []]],
  ]);
  const buckets = [{ Name: Bucket, versioning: draw.of(['Enabled', 'Enabled', 'Suspended']), tags: { team: 'churn' }, block: BLOCK }];
  return {
    specification: { Containers: [{ Image: 'serve:1', ModelDataUrl: `s3://${Bucket}/${Key}`, ...(ModelDataETag && { ModelDataETag }) }] },
    there: {
      buckets,
      objects: [{ Bucket, Key, versions: versions.map(({ ago, ...is }) => ({ ...is, ago })) }],
      findings: draw.chance(0.2) ? [infected(Key)] : [],
    },
    says: `made of an object that is ${how}`,
    moves: movesOf(Key),
  };
}
const BLOCK = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };

function movesOf(Key: string): (() => Omit<Move, 'at'>)[] {
  const put = (Body: string): Act => call('s3:PutObject', { Bucket, Key, Body }, 0);
  return [
    () => ({ says: `somebody writes over ${Key}`, acts: [put('bad')] }),
    () => ({ says: `somebody writes over ${Key}, again and again`, acts: [put('worse')], every: 25 * MINUTE, times: 4 }),
    () => ({ says: `its owner puts ${Key} back`, acts: [put('good')] }),
    () => ({ says: `somebody deletes ${Key}`, acts: [call('s3:DeleteObject', { Bucket, Key }, 0)] }),
  ];
}
