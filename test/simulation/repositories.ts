/** Repositories as the generator draws them, and what people do to them. */

import { call, type Drawn, ruleEvent } from './acts.ts';
import type { Draw } from './chance.ts';
import { MINUTE, type Move } from './scenario.ts';

const TYPE = 'AWS::ECR::Repository';

const admits = (Sid: string, Principal: object | string, more: object = {}) => ({
  Sid,
  Effect: 'Allow',
  Principal,
  Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
  ...more,
});
const OWN = admits('Own', { AWS: 'arn:aws:iam::111122223333:role/service-role/training' });
const JOBS = admits('Jobs', { Service: 'sagemaker.amazonaws.com' });
const ALL = admits('All', '*');
const STRANGER = admits('Stranger', { AWS: ['arn:aws:iam::999900001111:root'] });
const NEAR = admits('Near', '*', { Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } });
const policy = (...Statement: readonly object[]) => ({ Version: '2012-10-17', Statement });

export function drawRepository(draw: Draw, i: number): Drawn {
  const name = draw.often([
    [20, `${['alpha', 'beta', 'gamma'][i]}-images`],
    [1, 'mlwarden-images'],
  ]);
  const linked = draw.chance(0.85);
  const tags = linked ? { 'sagemaker:project-name': 'churn' } : { team: 'churn' };
  const mutability = draw.of(['MUTABLE', 'IMMUTABLE', 'MUTABLE_WITH_EXCLUSION', 'IMMUTABLE_WITH_EXCLUSION']);
  const exclusions = mutability.endsWith('EXCLUSION') ? ['dev-*'] : [];
  const is = draw.of([undefined, policy(OWN), policy(ALL), policy(STRANGER, OWN), policy(ALL, JOBS), policy(NEAR, STRANGER), policy(NEAR)]);
  const there = {
    repositories: [{ repositoryName: name, imageTagMutability: mutability, exclusions, tags, ...(is && { policy: is }) }],
  };
  const whom = is ? `, policy of ${is.Statement.map((s) => (s as { Sid: string }).Sid).join(' and ')}` : '';
  const says = `a repository ${name} (${mutability}${whom}${linked ? '' : ', of no ML'})`;
  const moves = movesOf(name, {
    imageTagMutability: mutability,
    tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    ...(exclusions.length > 0 && { imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'dev-*' }] }),
  });
  return { thing: { type: TYPE, name, says, there }, moves, report: moves.length - 1 };
}

/** `born`: as which it is created again. The last is the report of a source. */
function movesOf(name: string, born: object): (() => Omit<Move, 'at'>)[] {
  const arn = `arn:aws:ecr:eu-west-1:111122223333:repository/${name}`;
  const named = { repositoryName: name };
  const put = (imageTagMutability: string) => call('ecr:PutImageTagMutability', { ...named, imageTagMutability }, 0);
  const set = (...statements: readonly object[]) =>
    call('ecr:SetRepositoryPolicy', { ...named, policyText: JSON.stringify(policy(...statements)) }, 0);
  return [
    () => ({ says: `somebody lets the tags of ${name} be overwritten`, acts: [put('MUTABLE')] }),
    () => ({
      says: `Terraform lets the tags of ${name} be overwritten, again and again`,
      acts: [put('MUTABLE')],
      every: 7 * MINUTE,
      times: 4,
    }),
    () => ({ says: `the owner of ${name} fixes its tags`, acts: [put('IMMUTABLE')] }),
    () => ({ says: `somebody opens ${name} to everybody`, acts: [set(ALL, OWN)] }),
    () => ({ says: `somebody opens ${name} to another account and nobody else`, acts: [set(STRANGER)] }),
    () => ({ says: `Terraform opens ${name} to everybody, again and again`, acts: [set(ALL, JOBS)], every: 7 * MINUTE, times: 4 }),
    () => ({ says: `the owner of ${name} lets its own role in only`, acts: [set(OWN)] }),
    () => ({ says: `somebody takes the policy of ${name} away`, acts: [call('ecr:DeleteRepositoryPolicy', named, 0)] }),
    () => ({
      says: `somebody deletes ${name} and creates it again as it was`,
      acts: [call('ecr:DeleteRepository', named, 0), call('ecr:CreateRepository', { ...named, ...born }, 0)],
    }),
    () => ({ says: `somebody deletes ${name}`, acts: [call('ecr:DeleteRepository', named, 0)] }),
    () => ({ says: `Config reports ${name}`, acts: [ruleEvent(TYPE, arn, 'ecr-private-tag-immutability-enabled')] }),
  ];
}
