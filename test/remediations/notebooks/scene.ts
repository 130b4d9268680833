/** A running notebook that is old, and a scene with it. */
import type { AnyRemediation, Json } from '../../../src/engine/remediation.ts';
import type { NotebookState } from '../../../src/resources/notebook.ts';
import { sagemaker } from '../../../src/resources/sagemaker.ts';

const place = { partition: 'aws', account: '111122223333', region: 'eu-west-1' };
const resource = sagemaker('AWS::SageMaker::NotebookInstance', 'notebook-instance', place, 'Team-A-Notebook');
export const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/11267bce-04c4-414d-9c67-7a7db160b879';
export const running: NotebookState = {
  status: 'InService',
  created: '2026-10-29T12:00:00.000Z',
  rootAccess: 'Enabled',
  directInternetAccess: 'Enabled',
  volume: 5,
};
export const scene = (remediation: unknown, state: Partial<NotebookState>, settings: Json = {}) => ({
  remediation: remediation as AnyRemediation,
  resource,
  state: { ...running, ...state },
  settings,
});
