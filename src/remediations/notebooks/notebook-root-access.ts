import * as z from 'zod/mini';
import type { Flaw, Remediation } from '../../engine/remediation.ts';
import { type NotebookState, type NotebookTable, notebook } from '../../resources/notebook.ts';
import { cloudtrail } from '../../triggers/cloudtrail.ts';
import { configRule } from '../../triggers/config.ts';
import { securityHub } from '../../triggers/security-hub.ts';
import { stateChange } from '../../triggers/state-change.ts';

const TYPE = 'AWS::SageMaker::NotebookInstance';
const named = { type: TYPE, id: 'notebookInstanceName' };
const settings = z.strictObject({});

/** Root access is taken away while the notebook is stopped. Who stopped it hands it back running: the engine, when nothing holds it any more. */
export const remediation: Remediation<
  NotebookState,
  NotebookTable,
  'StopNotebookInstance' | 'StartNotebookInstance' | 'UpdateNotebookInstance',
  z.infer<typeof settings>
> = {
  id: 'notebook-root-access',
  family: 'notebooks',
  title: 'The users of the notebook are not root',
  severity: 'high',
  standards: ['SageMaker.3', 'sagemaker-notebook-instance-root-access-check'],
  triggers: [
    cloudtrail('sagemaker', { CreateNotebookInstance: named, UpdateNotebookInstance: named }),
    configRule(TYPE, ['sagemaker-notebook-instance-root-access-check']),
    ...securityHub(TYPE, ['SageMaker.3']),
    stateChange('SageMaker Notebook Instance State Change', TYPE, { name: 'NotebookInstanceName', arn: 'NotebookInstanceArn' }),
  ],
  kind: notebook,
  calls: ['StopNotebookInstance', 'StartNotebookInstance', 'UpdateNotebookInstance'],
  settings,
  flaw({ rootAccess, status }): Flaw | undefined {
    if (rootAccess !== 'Enabled') return undefined;
    const contained = status === 'Stopped' || status === 'Failed';
    return { says: 'its users are root', contained, holds: { what: 'stopped', effect: 'disruptive' } };
  },
  repair({ status }, { name }) {
    const input = { NotebookInstanceName: name };
    // UpdateNotebookInstance is refused in Failed, and such a notebook cannot be stopped first (hashicorp/terraform-provider-aws#16767).
    if (status === 'Failed')
      return { do: 'tell', why: 'a notebook in status Failed cannot be updated: start it, or delete it and create it anew' };
    if (status === 'InService') {
      const undo = { api: 'StartNotebookInstance', input } as const;
      return { do: 'step', call: { api: 'StopNotebookInstance', input }, effect: 'disruptive', expect: { status: 'Stopped' }, undo };
    }
    return {
      do: 'step',
      call: { api: 'UpdateNotebookInstance', input: { ...input, RootAccess: 'Disabled' } },
      effect: 'reversible',
      expect: { rootAccess: 'Disabled' },
      undo: { api: 'UpdateNotebookInstance', input: { ...input, RootAccess: 'Enabled' } },
    };
  },
};
