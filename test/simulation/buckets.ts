/** Buckets as the generator draws them, and what people do to them. */

import { call, type Drawn, ruleEvent } from './acts.ts';
import type { Draw } from './chance.ts';
import { MINUTE, type Move } from './scenario.ts';

const TYPE = 'AWS::S3::Bucket';

const ALL = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
const NONE = { BlockPublicAcls: false, IgnorePublicAcls: false, BlockPublicPolicy: false, RestrictPublicBuckets: false };
const ACLS = { ...NONE, BlockPublicAcls: true, IgnorePublicAcls: true };
const ML = { 'sagemaker:project-name': 'churn' };

const admits = (Sid: string, Principal: object | string, more: object = {}) => ({
  ...{ Sid, Effect: 'Allow', Principal, Action: ['s3:GetObject', 's3:PutObject'], Resource: '*' },
  ...more,
});
const OWN = admits('Own', { AWS: ['arn:aws:iam::111122223333:role/training', 'arn:aws:iam::111122223333:role/serving'] });
const LOGS = admits('Logs', { Service: ['logging.s3.amazonaws.com'] });
const EVERYBODY = admits('Everybody', '*');
const STRANGER = admits('Stranger', { AWS: ['arn:aws:iam::999900001111:root'] });
const NEAR = admits('Near', '*', { Condition: { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '198.51.100.0/24'] } } });
const policy = (...Statement: readonly object[]) => ({ Version: '2012-10-17', Statement });

export function drawBucket(draw: Draw, i: number): Drawn {
  const name = draw.often([
    [20, `${['alpha', 'beta', 'gamma'][i]}-data`],
    [1, 'mlwarden-data'],
  ]);
  const linked = draw.chance(0.85);
  const [how, block] = draw.of<readonly [string, object | undefined]>([
    ['no block', undefined],
    ['a block that blocks nothing', NONE],
    ['public ACLs blocked', ACLS],
    ['all blocked', ALL],
  ]);
  const is = draw.of([undefined, policy(OWN, LOGS), policy(EVERYBODY), policy(STRANGER, OWN), policy(NEAR, STRANGER), policy(NEAR)]);
  const tags = linked ? ML : { team: 'churn' };
  const there = { buckets: [{ Name: name, tags, ...(block && { block }), ...(is && { policy: is }) }] };
  const whom = is ? `, policy of ${is.Statement.map((s) => (s as { Sid: string }).Sid).join(' and ')}` : '';
  const says = `a bucket ${name} (${how}${whom}${linked ? '' : ', of no ML'})`;
  const moves = movesOf(draw, name);
  return { thing: { type: TYPE, name, says, there }, moves, report: moves.length - 1 };
}

/** The last is the report of a source. */
function movesOf(draw: Draw, name: string): readonly (() => Omit<Move, 'at'>)[] {
  const named = { Bucket: name };
  const put = (PublicAccessBlockConfiguration: object) => call('s3:PutPublicAccessBlock', { ...named, PublicAccessBlockConfiguration }, 0);
  const unblock = call('s3:DeletePublicAccessBlock', named, 0);
  const open = (...statements: readonly object[]) =>
    call('s3:PutBucketPolicy', { ...named, Policy: JSON.stringify(policy(...statements)) }, 0);
  return [
    () => ({ says: `somebody takes the block of ${name} away`, acts: [unblock] }),
    () => ({
      says: `somebody takes the block of ${name} away and opens it to everybody`,
      acts: [unblock, open(EVERYBODY, OWN)],
    }),
    () => ({ says: `somebody lets ${name} have public policies`, acts: [put(ACLS)] }),
    () => ({
      says: `Terraform lets ${name} have public policies, again and again`,
      acts: [put(ACLS)],
      every: draw.of([4, 7]) * MINUTE,
      times: 4,
    }),
    () => ({ says: `the owner of ${name} blocks everything public`, acts: [put(ALL)] }),
    () => ({ says: `somebody opens ${name} to another account and nobody else`, acts: [open(STRANGER)] }),
    () => ({
      says: `Terraform opens ${name} to another account, again and again`,
      acts: [open(LOGS, STRANGER)],
      every: 7 * MINUTE,
      times: 4,
    }),
    () => ({ says: `the owner of ${name} lets its own roles in only`, acts: [open(OWN)] }),
    () => ({ says: `somebody takes the policy of ${name} away`, acts: [call('s3:DeleteBucketPolicy', named, 0)] }),
    () => ({
      says: `${name} has nothing to do with ML any more, and so leaves the scope`,
      acts: [call('s3:PutBucketTagging', { ...named, Tagging: { TagSet: [{ Key: 'team', Value: 'churn' }] } }, 0)],
    }),
    () => ({ says: `somebody deletes ${name}`, acts: [call('s3:DeleteBucket', named, 0)] }),
    () => ({
      says: `somebody deletes ${name} and creates it again without a block`,
      acts: [
        call('s3:DeleteBucket', named, 0),
        call('s3:CreateBucket', named, 0),
        call('s3:PutBucketTagging', { ...named, Tagging: { TagSet: Object.entries(ML).map(([Key, Value]) => ({ Key, Value })) } }, 0),
        unblock,
      ],
    }),
    () => ({ says: `Config reports ${name}`, acts: [ruleEvent(TYPE, name, 's3-bucket-level-public-access-prohibited')] }),
  ];
}
