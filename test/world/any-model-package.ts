/** Any version of a model, with any past. */
import fc from 'fast-check';
import { given, maybe, type Part } from './any.ts';

const { constantFrom } = fc;

const PEOPLE = [
  'arn:aws:sts::111122223333:assumed-role/DataScientist/ana',
  'arn:aws:sts::111122223333:assumed-role/Release/eve',
  'arn:aws:iam::111122223333:role/release/Approvers',
  'arn:aws:iam::111122223333:user/ben',
  'arn:aws:sts::111122223333:assumed-role/mlwarden-model-approval/mlwarden-model-approval',
];
const status = constantFrom('Approved', 'Approved', 'Rejected', 'PendingManualApproval');
const asks = fc
  .record({
    ModelApprovalStatus: maybe(status),
    InferenceSpecification: fc.option(fc.constant({ Containers: [{ Image: 'serve:latest' }] }), { nil: undefined, freq: 3 }),
    ApprovalDescription: maybe(fc.constant('AUC 0.91')),
  })
  .map(given);
/** How long ago it was made, and how long ago it can have been changed since. */
const AGES: Readonly<Record<string, readonly string[]>> = {
  '1m': ['50s', '20s', '5s'],
  '2h': ['90m', '55m', '20m', '20s'],
  '30d': ['20d', '2h', '61m', '59m', '1m'],
  '120d': ['100d', '90d', '89d', '88d', '3h', '5m'],
};

export const modelPackage = (n: number): fc.Arbitrary<Part> =>
  constantFrom(...Object.entries(AGES)).chain(([age, times]) =>
    fc
      .record({
        createdBy: maybe(constantFrom(...PEOPLE)),
        ModelPackageStatus: constantFrom('Completed', 'Completed', 'Failed'),
        ModelApprovalStatus: maybe(status),
        updates: fc.tuple(...times.map((ago) => maybe(fc.record({ ago: fc.constant(ago), by: constantFrom(...PEOPLE), asks })))),
      })
      .map(({ updates, ...is }) => ({
        modelPackages: [
          {
            ...given(is),
            age,
            updates: updates.filter((u) => u !== undefined),
            ModelPackageGroupName: `Group-${n}`,
            ModelPackageVersion: 7,
          },
        ],
      })),
  );
