import * as z from 'zod/mini';
import type { Flaw, Remediation } from '../../engine/remediation.ts';
import { age, deletion, newborn } from '../../resources/newborn.ts';
import { type NotebookState, type NotebookTable, notebook } from '../../resources/notebook.ts';
import { cloudtrail } from '../../triggers/cloudtrail.ts';
import { configRule } from '../../triggers/config.ts';
import { securityHub } from '../../triggers/security-hub.ts';
import { stateChange } from '../../triggers/state-change.ts';

const TYPE = 'AWS::SageMaker::NotebookInstance';
const named = { type: TYPE, id: 'notebookInstanceName' };

const settings = z.strictObject({
  newborn,
  /** Keys that are allowed, as ARN, id or alias; none = any key will do. A notebook's alias is not resolved: list it too. */
  keys: z._default(z.array(z.string().check(z.minLength(1))), []),
});
type Settings = z.infer<typeof settings>;

/** `arn:…:key/<id>` and `<id>` are the same key, and so with `alias/<name>`. Two ARNs must be the same. */
const bare = (key: string): string => key.replace(/^arn:.*:(key\/)?/, '').replace(/^key\//, '');
const sameKey = (a: string, b: string): boolean => (a.startsWith('arn:') && b.startsWith('arn:') ? a === b : bare(a) === bare(b));

function wrong({ kmsKeyId }: NotebookState, { keys }: Settings): string | undefined {
  if (kmsKeyId === undefined) return 'its volume is not encrypted with a customer managed key';
  if (keys.length === 0 || keys.some((key) => sameKey(key, kmsKeyId))) return undefined;
  return `its volume is encrypted with ${kmsKeyId}, which is not among the allowed keys`;
}

/** The key of a notebook's volume is fixed at its creation, so the notebook is kept stopped and, in the end, deleted. */
export const remediation: Remediation<
  NotebookState,
  NotebookTable,
  'StopNotebookInstance' | 'StartNotebookInstance' | 'DeleteNotebookInstance',
  Settings
> = {
  id: 'notebook-encryption',
  family: 'notebooks',
  title: 'The notebook encrypts its volume with an allowed customer managed key',
  severity: 'medium',
  standards: ['SageMaker.21', 'sagemaker-notebook-instance-kms-key-configured', 'sagemaker-notebook-instance-storage-vol-kms-encrypted'],
  triggers: [
    cloudtrail('sagemaker', { CreateNotebookInstance: named, StartNotebookInstance: named }),
    configRule(TYPE, ['sagemaker-notebook-instance-kms-key-configured', 'sagemaker-notebook-instance-storage-vol-kms-encrypted']),
    ...securityHub(TYPE, ['SageMaker.21']),
    stateChange('SageMaker Notebook Instance State Change', TYPE, { name: 'NotebookInstanceName', arn: 'NotebookInstanceArn' }),
  ],
  kind: notebook,
  calls: ['StopNotebookInstance', 'StartNotebookInstance', 'DeleteNotebookInstance'],
  settings,
  flaw(state, ctx): Flaw | undefined {
    const says = wrong(state, ctx.settings);
    const contained = state.status === 'Stopped' || state.status === 'Failed';
    return says === undefined ? undefined : { says, contained, holds: { what: 'stopped', effect: 'disruptive' } };
  },
  repair(state, { name }, ctx) {
    const input = { NotebookInstanceName: name };
    if (state.status === 'InService') {
      const undo = { api: 'StartNotebookInstance', input } as const;
      return { do: 'step', call: { api: 'StopNotebookInstance', input }, effect: 'disruptive', expect: { status: 'Stopped' }, undo };
    }
    const size = state.volume === undefined ? '' : `${state.volume} GB `;
    return {
      do: 'step',
      call: { api: 'DeleteNotebookInstance', input },
      effect: deletion(state.created, ctx),
      expect: 'gone',
      loses: `the notebook's ${size}ML storage volume with all that its users keep there, ${age(state.created, ctx.now)} old`,
    };
  },
};
