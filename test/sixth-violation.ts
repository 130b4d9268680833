/** A violation nobody needs, as somebody would add it: its five files, by path. Its flaw is one that no story of another violation has. */
const ID = 'notebook-volume-size';
const FAMILY = 'thrift';

const REMEDIATION = `import * as z from 'zod/mini';
import type { Remediation } from '../../engine/remediation.ts';
import { type NotebookState, type NotebookTable, notebook } from '../../resources/notebook.ts';
import { stateChange } from '../../triggers/state-change.ts';

const TYPE = 'AWS::SageMaker::NotebookInstance';
const settings = z.strictObject({ most: z._default(z.number(), 1000) });

/** A volume cannot shrink, so the notebook is stopped and stays so. */
export const remediation: Remediation<
  NotebookState,
  NotebookTable,
  'StopNotebookInstance' | 'StartNotebookInstance',
  z.infer<typeof settings>
> = {
  id: '${ID}',
  family: '${FAMILY}',
  title: 'The volume of the notebook is no larger than it needs to be',
  severity: 'low',
  standards: [],
  triggers: [
    stateChange('SageMaker Notebook Instance State Change', TYPE, { name: 'NotebookInstanceName', arn: 'NotebookInstanceArn' }),
  ],
  kind: notebook,
  calls: ['StopNotebookInstance', 'StartNotebookInstance'],
  settings,
  flaw({ volume = 0, status }, { settings: { most } }) {
    if (volume <= most) return undefined;
    return { says: \`its volume has \${volume} GB\`, contained: status === 'Stopped', holds: { what: 'stopped', effect: 'disruptive' } };
  },
  repair({ status }, { name }) {
    const input = { NotebookInstanceName: name };
    if (status !== 'InService') return { do: 'tell', why: 'a volume cannot shrink' };
    const undo = { api: 'StartNotebookInstance', input } as const;
    return { do: 'step', call: { api: 'StopNotebookInstance', input }, effect: 'disruptive', expect: { status: 'Stopped' }, undo };
  },
};
`;

const TEST = `import { expect, test } from 'vitest';
import { remediation } from '../../../src/remediations/${FAMILY}/${ID}.ts';
import { scene } from '../notebooks/scene.ts';
import { flaw, next, step } from '../promise.ts';

test('a notebook with a large volume is stopped, and told about once it is', () => {
  expect(flaw(scene(remediation, { volume: 1000 }))).toBeUndefined();
  const large = scene(remediation, { volume: 1001 });
  expect(flaw(large)).toMatchObject({ contained: false });
  expect(step(large)).toMatchObject({ step: { call: { api: 'StopNotebookInstance' } }, after: { status: 'Stopped' } });
  expect(next(scene(remediation, { volume: 1001, status: 'Stopped' }))).toMatchObject({ do: 'tell' });
});
`;

const SAMPLE = JSON.stringify({
  version: '0',
  id: '7d3f0000-0000-4000-8000-000000009001',
  'detail-type': 'SageMaker Notebook Instance State Change',
  source: 'aws.sagemaker',
  account: '111122223333',
  time: '2026-11-02T09:31:44Z',
  region: 'eu-west-1',
  resources: ['arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/archive'],
  detail: {
    NotebookInstanceName: 'Archive',
    NotebookInstanceArn: 'arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/archive',
    NotebookInstanceStatus: 'InService',
  },
});

const STORIES = `- story: A notebook with a volume of two terabytes is stopped and stays so
  world:
    notebooks:
      - NotebookInstanceName: Archive
        RootAccess: Disabled
        KmsKeyId: 1234abcd-12ab-34cd-56ef-1234567890ab
        VolumeSizeInGB: 2000
  events: [${ID}.state-change.json]
  ends: [{ violation: ${ID}, resource: Archive, outcome: contained, because: cannot shrink }]
  calls: [StopNotebookInstance]
  is: [{ call: "sagemaker:DescribeNotebookInstance", with: { NotebookInstanceName: Archive }, shows: { NotebookInstanceStatus: Stopped } }]
`;

const RUNBOOK = `## What it means
A person wrote this. The volume of the notebook is larger than the setting allows, and is paid for by the hour whether or not it is used.

## Urgent?
**No.** First: does somebody keep a data set there that belongs into a bucket?

## What mlwarden does
1. Running: **stops** it (disruptive). It stays stopped: a volume cannot shrink.

<details><summary>Check by hand</summary>

A person wrote this, too.

\`\`\`sh
aws sagemaker describe-notebook-instance --notebook-instance-name NAME --query VolumeSizeInGB
\`\`\`

</details>
<details><summary>Put it back by hand</summary>

Under a pause; \`undo\` does it for you: \`aws sagemaker start-notebook-instance --notebook-instance-name NAME\`

</details>
<details><summary>What each outcome asks of you</summary>

| outcome | it means | you do |
|---|---|---|
| \`contained\` | stopped | talk to its owner |

</details>
<details><summary>Built right, in CloudFormation and in Terraform</summary>

\`\`\`yaml
Notebook:
  Type: AWS::SageMaker::NotebookInstance
  Properties: { InstanceType: ml.t3.medium, RoleArn: 'arn:aws:iam::111122223333:role/ml-notebooks', VolumeSizeInGB: 20 }
\`\`\`

In Terraform:

\`\`\`hcl
resource "aws_sagemaker_notebook_instance" "notebook" {
  name          = "Churn-Exploration"
  instance_type = "ml.t3.medium"
  role_arn      = "arn:aws:iam::111122223333:role/ml-notebooks"
  volume_size   = 20
}
\`\`\`

</details>
`;

export const sixth: Readonly<Record<string, string>> = {
  [`src/remediations/${FAMILY}/${ID}.ts`]: REMEDIATION,
  [`test/remediations/${FAMILY}/${ID}.test.ts`]: TEST,
  [`events/${FAMILY}/${ID}.state-change.json`]: SAMPLE,
  [`events/${FAMILY}/${ID}.stories.yaml`]: STORIES,
  [`docs/runbooks/${ID}.md`]: RUNBOOK,
};
