/** What moto has, of all that a remediation calls or an undo of it: calls.wire.ts holds this to moto, and docs/proof.md is held to this. */
import { remediations } from '../../src/registry.ts';

/** Every API there is, by name. */
export const called: readonly string[] = [
  ...new Set(remediations.flatMap(({ calls, undos = [] }) => [...calls, ...undos].map(String))),
].sort();

/** moto 5.2.5 has no such operation, or, of CodeArtifact, no such service. */
export const LACKS: readonly string[] = [
  'AssociateExternalConnection',
  'BatchEnableStandards',
  'DeleteModelPackageGroupPolicy',
  'DisableStageTransition',
  'DisassociateExternalConnection',
  'EnableStageTransition',
  'PutModelPackageGroupPolicy',
  'PutPackageOriginConfiguration',
  'StopDeployment',
  'StopHyperParameterTuningJob',
  'StopPipelineExecution',
  'StopTrainingJob',
  'StopTransformJob',
  'UpdateDeploymentGroup',
  'UpdateEndpoint',
  'UpdateNotebookInstance',
  'UpdateNotebookInstanceLifecycleConfig',
  'UpdateProject',
  'UpdateProjectVisibility',
  'UpdateTrainingJob',
];

export const taken: readonly string[] = called.filter((api) => !LACKS.includes(api));
export const tally = (taken: number, refused: number, lacking: number): string =>
  `${taken} of ${called.length} APIs taken, ${refused} refused, ${lacking} not there`;
