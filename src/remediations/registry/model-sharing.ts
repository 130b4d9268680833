import * as z from 'zod/mini';
import type { Remediation } from '../../engine/remediation.ts';
import { type ModelPackageGroupState, type ModelPackageGroupTable, modelPackageGroup } from '../../resources/model-package-group.ts';
import { allowedSettings, allowing } from '../../resources/policy-access.ts';
import type { PolicyDocument } from '../../resources/policy-document.ts';
import { close, openTo } from '../../resources/policy-strangers.ts';
import { cloudtrail } from '../../triggers/cloudtrail.ts';

const TYPE = 'AWS::SageMaker::ModelPackageGroup';

const settings = z.strictObject(allowedSettings);
type Settings = z.infer<typeof settings>;
type Calls = 'PutModelPackageGroupPolicy' | 'DeleteModelPackageGroupPolicy';

const put = (ModelPackageGroupName: string, policy: PolicyDocument) =>
  ({ api: 'PutModelPackageGroupPolicy', input: { ModelPackageGroupName, ResourcePolicy: JSON.stringify(policy) } }) as const;

/** Whoever is let in reads the artifacts of every version, or registers one of his own where others deploy what is there. */
export const remediation: Remediation<ModelPackageGroupState, ModelPackageGroupTable, Calls, Settings> = {
  id: 'model-sharing',
  family: 'registry',
  title: 'The policy of the model package group lets in nobody but the allowed accounts',
  severity: 'high',
  standards: ['ATLAS AML.T0010'],
  triggers: [cloudtrail('sagemaker', { PutModelPackageGroupPolicy: { type: TYPE, id: 'modelPackageGroupName' } })],
  kind: modelPackageGroup,
  calls: ['PutModelPackageGroupPolicy', 'DeleteModelPackageGroupPolicy'],
  settings,
  flaw: (state, { settings }) => openTo(state.policy, allowing(state, settings)),
  repair: (state, { name }, { settings }) =>
    close(state, settings, (policy) => put(name, policy), {
      api: 'DeleteModelPackageGroupPolicy',
      input: { ModelPackageGroupName: name },
    } as const),
};
