/** A repository in order, and a scene with it. */
import type { AnyRemediation, Json } from '../../../src/engine/remediation.ts';
import { type RepositoryState, repositoryOf } from '../../../src/resources/repository.ts';

export const resource = repositoryOf({ partition: 'aws', account: '111122223333', region: 'eu-west-1' }, 'churn/train');
export const inOrder: RepositoryState = { account: '111122223333', mutability: 'IMMUTABLE', exclusions: [] };
export const scene = (remediation: unknown, state: Partial<RepositoryState>, settings: Json = {}) => ({
  remediation: remediation as AnyRemediation,
  resource,
  state: { ...inOrder, ...state } as Json,
  settings,
});
