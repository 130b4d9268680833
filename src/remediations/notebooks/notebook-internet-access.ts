import * as z from 'zod/mini';
import type { Flaw, Remediation } from '../../engine/remediation.ts';
import { type NotebookState, type NotebookTable, notebook } from '../../resources/notebook.ts';
import { cloudtrail } from '../../triggers/cloudtrail.ts';
import { configRule } from '../../triggers/config.ts';
import { securityHub } from '../../triggers/security-hub.ts';
import { stateChange } from '../../triggers/state-change.ts';

const TYPE = 'AWS::SageMaker::NotebookInstance';
const named = { type: TYPE, id: 'notebookInstanceName' };

const settings = z.strictObject({
  /** What a notebook has to be. Without direct internet access it has a subnet in any case (SageMaker API, CreateNotebookInstance). */
  demands: z._default(z.array(z.enum(['no-direct-internet-access', 'inside-vpc'])).check(z.minLength(1)), [
    'no-direct-internet-access',
    'inside-vpc',
  ]),
});
type Settings = z.infer<typeof settings>;

function faults({ directInternetAccess, subnet }: NotebookState, { demands }: Settings): readonly string[] {
  const open = demands.includes('no-direct-internet-access') && directInternetAccess !== 'Disabled';
  const outside = demands.includes('inside-vpc') && subnet === undefined;
  return [...(open ? ['it has direct internet access'] : []), ...(outside ? ['it is in no subnet of yours'] : [])];
}

/** What a new notebook needs, as its creation is told. */
const needed = ({ demands }: Settings): string =>
  demands.includes('no-direct-internet-access') ? 'a SubnetId and with DirectInternetAccess Disabled' : 'a SubnetId';

/** The network of a notebook is fixed at its creation, so it is kept stopped; to build another, and to part with this one, is for its owner. */
export const remediation: Remediation<NotebookState, NotebookTable, 'StopNotebookInstance' | 'StartNotebookInstance', Settings> = {
  id: 'notebook-internet-access',
  family: 'notebooks',
  title: 'The notebook is in a subnet of yours and has no direct internet access',
  severity: 'high',
  standards: [
    'SageMaker.1',
    'SageMaker.2',
    'sagemaker-notebook-no-direct-internet-access',
    'sagemaker-notebook-instance-inside-vpc',
    'ATLAS AML.T0025',
  ],
  triggers: [
    cloudtrail('sagemaker', { CreateNotebookInstance: named, StartNotebookInstance: named }),
    configRule(TYPE, ['sagemaker-notebook-no-direct-internet-access', 'sagemaker-notebook-instance-inside-vpc']),
    ...securityHub(TYPE, ['SageMaker.1', 'SageMaker.2']),
    stateChange('SageMaker Notebook Instance State Change', TYPE, { name: 'NotebookInstanceName', arn: 'NotebookInstanceArn' }),
  ],
  kind: notebook,
  calls: ['StopNotebookInstance', 'StartNotebookInstance'],
  settings,
  flaw(state, ctx): Flaw | undefined {
    const wrong = faults(state, ctx.settings);
    if (wrong.length === 0) return undefined;
    const contained = state.status === 'Stopped' || state.status === 'Failed';
    const says = `${wrong.join(', and ')}; only a new notebook, created with ${needed(ctx.settings)}, puts that right`;
    return { says, contained, holds: { what: 'stopped', effect: 'disruptive' } };
  },
  repair({ status }, { name }, ctx) {
    const input = { NotebookInstanceName: name };
    if (status !== 'InService') {
      const why = `its network cannot be changed: create another with ${needed(ctx.settings)}, move the files there, and delete this one`;
      return { do: 'tell', why };
    }
    const undo = { api: 'StartNotebookInstance', input } as const;
    return { do: 'step', call: { api: 'StopNotebookInstance', input }, effect: 'disruptive', expect: { status: 'Stopped' }, undo };
  },
};
