/** The least that any program on the same SDK does: it looks at what the event names, and makes the one change, without a thought. */
import { DetachRolePolicyCommand, IAMClient, ListAttachedRolePoliciesCommand } from '@aws-sdk/client-iam';
import { DescribeNotebookInstanceCommand, SageMakerClient, StopNotebookInstanceCommand } from '@aws-sdk/client-sagemaker';

const sagemaker = new SageMakerClient({ region: 'eu-west-1' });
const iam = new IAMClient({ region: 'us-east-1' });
interface Event {
  readonly detail: { readonly requestParameters: { notebookInstanceName?: string; roleName?: string; policyArn?: string } };
}

export async function handler({ detail }: Event): Promise<string | undefined> {
  const { notebookInstanceName: NotebookInstanceName, roleName: RoleName, policyArn: PolicyArn } = detail.requestParameters;
  if (RoleName) {
    const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
    if (AttachedPolicies?.length) await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
    return 'detached';
  }
  const { NotebookInstanceStatus } = await sagemaker.send(new DescribeNotebookInstanceCommand({ NotebookInstanceName }));
  if (NotebookInstanceStatus === 'InService') await sagemaker.send(new StopNotebookInstanceCommand({ NotebookInstanceName }));
  return NotebookInstanceStatus;
}
