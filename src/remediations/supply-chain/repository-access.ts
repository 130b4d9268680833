import * as z from 'zod/mini';
import type { Remediation } from '../../engine/remediation.ts';
import { allowedSettings, allowing } from '../../resources/policy-access.ts';
import type { PolicyDocument } from '../../resources/policy-document.ts';
import { close, openTo } from '../../resources/policy-strangers.ts';
import { type RepositoryState, type RepositoryTable, repository } from '../../resources/repository.ts';
import { cloudtrail } from '../../triggers/cloudtrail.ts';

const TYPE = 'AWS::ECR::Repository';

const settings = z.strictObject(allowedSettings);
type Settings = z.infer<typeof settings>;
type Calls = 'SetRepositoryPolicy' | 'DeleteRepositoryPolicy';

const set = (repositoryName: string, policy: PolicyDocument) =>
  ({ api: 'SetRepositoryPolicy', input: { repositoryName, policyText: JSON.stringify(policy) } }) as const;

/** What lets strangers in is taken out as a whole, statement by statement; what may be narrow enough is left to people. */
export const remediation: Remediation<RepositoryState, RepositoryTable, Calls, Settings> = {
  id: 'repository-access',
  family: 'supply-chain',
  title: 'The policy of the repository lets in nobody but the allowed accounts',
  severity: 'critical',
  standards: ['ecr_repositories_not_publicly_accessible', 'ATT&CK T1525', 'ATLAS AML.T0010'],
  triggers: [cloudtrail('ecr', { SetRepositoryPolicy: { type: TYPE, id: 'repositoryName' } })],
  kind: repository,
  calls: ['SetRepositoryPolicy', 'DeleteRepositoryPolicy'],
  settings,
  flaw: (state, { settings }) => openTo(state.policy, allowing(state, settings)),
  repair: (state, { name }, { settings }) =>
    close(state, settings, (policy) => set(name, policy), { api: 'DeleteRepositoryPolicy', input: { repositoryName: name } } as const),
};
