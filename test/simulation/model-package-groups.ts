/** Model package groups as the generator draws them, and what people do to them. */

import { call, type Drawn } from './acts.ts';
import type { Draw } from './chance.ts';
import { MINUTE, type Move } from './scenario.ts';

const TYPE = 'AWS::SageMaker::ModelPackageGroup';

const admits = (Sid: string, Principal: object | string, more: object = {}) => ({
  ...{ Sid, Effect: 'Allow', Principal, Action: ['sagemaker:DescribeModelPackageGroup'], Resource: '*' },
  ...more,
});
const OWN = admits('Own', { AWS: 'arn:aws:iam::111122223333:root' });
const ALL = admits('All', '*');
const STRANGER = admits('Stranger', { AWS: ['arn:aws:iam::999900001111:root'] });
const NEAR = admits('Near', '*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } });
const policy = (...Statement: readonly object[]) => ({ Version: '2012-10-17', Statement });

export function drawModelPackageGroup(draw: Draw, i: number): Drawn {
  const ModelPackageGroupName = draw.often([
    [20, `${['Alpha', 'Beta', 'Gamma'][i]}-Models`],
    [1, 'mlwarden-Models'],
  ]);
  const is = draw.of([undefined, policy(OWN), policy(ALL), policy(STRANGER, OWN), policy(NEAR, STRANGER), policy(NEAR)]);
  const there = { modelPackageGroups: [{ ModelPackageGroupName, ...(is && { policy: is }) }] };
  const whom = is ? `, policy of ${is.Statement.map((s) => (s as { Sid: string }).Sid).join(' and ')}` : '';
  const moves = movesOf(ModelPackageGroupName);
  const says = `a model package group ${ModelPackageGroupName}${whom}`;
  return { thing: { type: TYPE, name: ModelPackageGroupName, says, there }, moves, report: moves.length - 1 };
}

/** The last is the report of a source. */
function movesOf(name: string): (() => Omit<Move, 'at'>)[] {
  const named = { ModelPackageGroupName: name };
  const put = (...statements: readonly object[]) =>
    call('sagemaker:PutModelPackageGroupPolicy', { ...named, ResourcePolicy: JSON.stringify(policy(...statements)) }, 0);
  return [
    () => ({ says: `somebody shares ${name} with everybody`, acts: [put(ALL, OWN)] }),
    () => ({ says: `somebody shares ${name} with another account and nobody else`, acts: [put(STRANGER)] }),
    () => ({ says: `Terraform shares ${name} with everybody, again and again`, acts: [put(ALL, NEAR)], every: 7 * MINUTE, times: 4 }),
    () => ({ says: `the owner of ${name} lets its own account in only`, acts: [put(OWN)] }),
    () => ({ says: `somebody takes the policy of ${name} away`, acts: [call('sagemaker:DeleteModelPackageGroupPolicy', named, 0)] }),
    () => ({
      says: `somebody deletes ${name} and creates it again`,
      acts: [call('sagemaker:DeleteModelPackageGroup', named, 0), call('sagemaker:CreateModelPackageGroup', named, 0)],
    }),
    () => ({ says: `somebody deletes ${name}`, acts: [call('sagemaker:DeleteModelPackageGroup', named, 0)] }),
    () => ({ says: `somebody shares ${name} with another account`, acts: [put(STRANGER, OWN)] }),
  ];
}
