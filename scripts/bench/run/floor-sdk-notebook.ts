/** The least that any program on the same SDK does: it looks at the notebook that the event names, and stops it, without a thought. */
import { DescribeNotebookInstanceCommand, SageMakerClient, StopNotebookInstanceCommand } from '@aws-sdk/client-sagemaker';

const client = new SageMakerClient({ region: 'eu-west-1' });

export async function handler(event: { detail: { requestParameters: { notebookInstanceName: string } } }): Promise<string | undefined> {
  const { notebookInstanceName: NotebookInstanceName } = event.detail.requestParameters;
  const { NotebookInstanceStatus } = await client.send(new DescribeNotebookInstanceCommand({ NotebookInstanceName }));
  if (NotebookInstanceStatus === 'InService') await client.send(new StopNotebookInstanceCommand({ NotebookInstanceName }));
  return NotebookInstanceStatus;
}
