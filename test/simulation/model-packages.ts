/** Versions of models as the generator draws them, and what people do to them. */
import { call, type Drawn } from './acts.ts';
import type { Draw } from './chance.ts';
import { drawObject } from './model-objects.ts';
import { type Act, MINUTE, type Move } from './scenario.ts';

const TYPE = 'AWS::SageMaker::ModelPackage';
const ANA = 'arn:aws:sts::111122223333:assumed-role/DataScientist/ana';
const EVE = 'arn:aws:sts::111122223333:assumed-role/Release/eve';
const SPECIFICATION = { Containers: [{ Image: '999900001111.dkr.ecr.eu-west-1.amazonaws.com/serve:latest' }] };

export function drawModelPackage(draw: Draw, i: number): Drawn {
  const ModelPackageGroupName = draw.often([
    [20, ['alpha', 'beta', 'gamma'][i] ?? 'delta'],
    [1, 'mlwarden-models'],
  ]);
  const name = `${ModelPackageGroupName}/7`;
  const by = draw.of([ANA, EVE]);
  const ago = draw.of([20_000, 8 * MINUTE, 60 * MINUTE, 120 * 24 * 60 * MINUTE]);
  const approval = draw.often([
    [3, [{ ago, by, asks: { ModelApprovalStatus: 'Approved', ApprovalDescription: 'good' } }]],
    [1, []],
  ] as const);
  const change = draw.chance(0.2) ? [{ ago: 10_000, by: ANA, asks: { InferenceSpecification: SPECIFICATION } }] : [];
  const made = drawObject(draw, name);
  const version = { ModelPackageGroupName, ModelPackageVersion: 7, createdBy: ANA, age: ago + 60 * MINUTE };
  const there = {
    modelPackages: [{ ...version, InferenceSpecification: made.specification, updates: [...approval, ...change] }],
    ...made.there,
  };
  const whose = approval.length === 0 ? 'not approved' : `approved by ${by === ANA ? 'its creator' : 'somebody else'}`;
  const says = `a version ${name}, ${whose}${change.length > 0 ? ', changed since' : ''}, ${made.says}`;
  const moves = [...made.moves, ...movesOf(ModelPackageGroupName, name)];
  return { thing: { type: TYPE, name, says, there }, moves, report: moves.length - 1 };
}

/** The last is the report of a source. */
function movesOf(group: string, name: string): (() => Omit<Move, 'at'>)[] {
  const ModelPackageArn = `arn:aws:sagemaker:eu-west-1:111122223333:model-package/${name}`;
  const update = (by: string, asks: object): Act => ({ ...call('sagemaker:UpdateModelPackage', { ModelPackageArn, ...asks }, 0), by });
  const approve = (by: string) => update(by, { ModelApprovalStatus: 'Approved' });
  const create = { ...call('sagemaker:CreateModelPackage', { ModelPackageGroupName: group, ModelApprovalStatus: 'Approved' }, 0), by: ANA };
  const event = {
    version: '0',
    id: `state-${name}`,
    'detail-type': 'SageMaker Model Package State Change',
    ...{ source: 'aws.sagemaker', account: '111122223333', region: 'eu-west-1', resources: [ModelPackageArn] },
    detail: { ModelPackageArn, ModelApprovalStatus: 'Approved' },
  };
  return [
    () => ({ says: `its creator approves ${name}`, acts: [approve(ANA)] }),
    () => ({ says: `its creator approves ${name}, again and again`, acts: [approve(ANA)], every: 20 * MINUTE, times: 4 }),
    () => ({ says: `somebody else approves ${name}`, acts: [approve(EVE)] }),
    () => ({ says: `its creator changes ${name}`, acts: [update(ANA, { InferenceSpecification: SPECIFICATION })] }),
    () => ({ says: `somebody rejects ${name}`, acts: [update(EVE, { ModelApprovalStatus: 'Rejected' })] }),
    () => ({ says: `somebody deletes ${name}`, acts: [call('sagemaker:DeleteModelPackage', { ModelPackageName: ModelPackageArn }, 0)] }),
    () => ({ says: `somebody registers another version in ${group}, approved`, acts: [create] }),
    () => ({ says: `SageMaker tells of ${name}`, acts: [{ event }] }),
  ];
}
