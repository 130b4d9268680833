/** What the first five violations listen to. */
import type { Trigger } from '../../src/engine/remediation.ts';
import { cloudtrail } from '../../src/triggers/cloudtrail.ts';
import { configRule } from '../../src/triggers/config.ts';
import { guardDuty } from '../../src/triggers/guardduty.ts';
import { securityHub } from '../../src/triggers/security-hub.ts';
import { stateChange } from '../../src/triggers/state-change.ts';

const NOTEBOOK = 'AWS::SageMaker::NotebookInstance';
const ENDPOINT = 'AWS::SageMaker::Endpoint';
const CONFIG = 'AWS::SageMaker::EndpointConfig';
const ROLE = 'AWS::IAM::Role';
const POLICY = 'AWS::IAM::Policy';

const notebook = { type: NOTEBOOK, id: 'notebookInstanceName' };
const notebookState = stateChange('SageMaker Notebook Instance State Change', NOTEBOOK, {
  name: 'NotebookInstanceName',
  arn: 'NotebookInstanceArn',
});
const endpoint = { type: ENDPOINT, id: 'endpointName' };
const endpointNames = { name: 'EndpointName', arn: 'EndpointArn' };
const role = { type: ROLE, id: 'roleName' };
const policy = { type: POLICY, id: 'policyArn' };

export const FIVE = {
  'notebook-encryption': [
    cloudtrail('sagemaker', { CreateNotebookInstance: notebook, StartNotebookInstance: notebook }),
    configRule(NOTEBOOK, ['sagemaker-notebook-instance-kms-key-configured', 'sagemaker-notebook-instance-storage-vol-kms-encrypted']),
    ...securityHub(NOTEBOOK, ['SageMaker.21']),
    notebookState,
  ],
  'notebook-root-access': [
    cloudtrail('sagemaker', { CreateNotebookInstance: notebook, UpdateNotebookInstance: notebook }),
    configRule(NOTEBOOK, ['sagemaker-notebook-instance-root-access-check']),
    ...securityHub(NOTEBOOK, ['SageMaker.3']),
    notebookState,
  ],
  'endpoint-encryption': [
    cloudtrail('sagemaker', {
      CreateEndpointConfig: { type: CONFIG, id: 'endpointConfigName' },
      CreateEndpoint: endpoint,
      UpdateEndpoint: endpoint,
    }),
    configRule(CONFIG, ['sagemaker-endpoint-config-kms-key-required', 'sagemaker-endpoint-configuration-kms-key-configured']),
    stateChange('SageMaker Endpoint State Change', ENDPOINT, endpointNames),
    stateChange('SageMaker Endpoint Deployment State Change', ENDPOINT, endpointNames),
  ],
  'role-admin-policy': [
    cloudtrail('iam', {
      AttachRolePolicy: role,
      PutRolePolicy: role,
      CreateRole: role,
      UpdateAssumeRolePolicy: role,
      CreatePolicyVersion: policy,
      SetDefaultPolicyVersion: policy,
    }),
    configRule([ROLE, POLICY], ['IAM_POLICY_BLACKLISTED_CHECK', 'IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS']),
    ...securityHub(POLICY, ['IAM.1']),
  ],
  'role-credentials-stolen': [
    guardDuty([
      'UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration',
      'UnauthorizedAccess:IAMUser/ResourceCredentialExfiltration',
      'CredentialAccess:IAMUser/CompromisedCredentials',
      'Exfiltration:IAMUser/AnomalousBehavior',
      'Impact:IAMUser/AnomalousBehavior',
      'Impact:IAMUser/AnomalousModelInvocation',
      'Impact:IAMUser/CostHarvesting',
      'AttackSequence:IAM/',
    ]),
  ],
} satisfies { [violation: string]: readonly Trigger[] };
