import * as z from 'zod/mini';
import { fits } from '../../engine/glob.ts';
import type { Remediation } from '../../engine/remediation.ts';
import { type RepositoryState, type RepositoryTable, repository } from '../../resources/repository.ts';
import { cloudtrail } from '../../triggers/cloudtrail.ts';
import { configRule } from '../../triggers/config.ts';
import { securityHub } from '../../triggers/security-hub.ts';

const TYPE = 'AWS::ECR::Repository';
const named = { type: TYPE, id: 'repositoryName' };
const EXCEPT = 'IMMUTABLE_WITH_EXCLUSION';

const settings = z.strictObject({
  /** Which tags may be overwritten, as ECR writes its exclusion filters: `latest`, `dev-*`. It takes five (ECR API, PutImageTagMutability). */
  mutable: z._default(
    z.array(z.string().check(z.regex(/^[0-9a-zA-Z._*-]{1,128}$/, 'a tag, with * for any text'))).check(z.maxLength(5)),
    [],
  ),
});
type Settings = z.infer<typeof settings>;

/** A filter is text, too: whatever it stands for, a glob that it fits stands for. */
const may = (filter: string, { mutable }: Settings): boolean => mutable.some((glob) => fits(glob, filter));

/** What may still be overwritten afterwards. Nothing that cannot be overwritten now. */
function kept({ mutability, exclusions }: RepositoryState, settings: Settings): readonly string[] {
  if (mutability === 'MUTABLE') return [...new Set(settings.mutable)].sort();
  return mutability === EXCEPT ? exclusions.filter((filter) => may(filter, settings)) : [];
}

const put = (repositoryName: string, imageTagMutability: string, filters: readonly string[]) =>
  ({
    api: 'PutImageTagMutability',
    input: {
      repositoryName,
      imageTagMutability: imageTagMutability as 'IMMUTABLE',
      ...(filters.length > 0 && {
        imageTagMutabilityExclusionFilters: filters.map((filter) => ({ filterType: 'WILDCARD' as const, filter })),
      }),
    },
  }) as const;

/** MUTABLE_WITH_EXCLUSION is mutable; IMMUTABLE_WITH_EXCLUSION is as mutable as its filters, which Security Hub and Config do not accept. */
export const remediation: Remediation<RepositoryState, RepositoryTable, 'PutImageTagMutability', Settings> = {
  id: 'repository-tags',
  family: 'supply-chain',
  title: 'A tag of the repository always means the same image',
  severity: 'medium',
  standards: ['ECR.2', 'ecr-private-tag-immutability-enabled', 'ATT&CK T1525', 'ATLAS AML.T0010'],
  triggers: [
    cloudtrail('ecr', { CreateRepository: named, PutImageTagMutability: named }),
    configRule(TYPE, ['ecr-private-tag-immutability-enabled']),
    ...securityHub(TYPE, ['ECR.2']),
  ],
  kind: repository,
  calls: ['PutImageTagMutability'],
  settings,
  flaw({ mutability, exclusions }, { settings }) {
    if (mutability === 'IMMUTABLE') return undefined;
    if (mutability !== EXCEPT) return { says: `its tags can be overwritten (${mutability})`, contained: false };
    const loose = exclusions.filter((filter) => !may(filter, settings));
    return loose.length > 0 ? { says: `tags like ${loose.join(', ')} can be overwritten`, contained: false } : undefined;
  },
  repair(state, { name }, { settings }) {
    const { mutability, exclusions } = state;
    const left = kept(state, settings);
    const to = left.length > 0 ? EXCEPT : 'IMMUTABLE';
    return {
      do: 'step',
      call: put(name, to, left),
      // A build that pushes a tag which is there already (`latest`) fails from then on.
      effect: 'disruptive',
      expect: { mutability: to, exclusions: left },
      undo: put(name, mutability, exclusions),
    };
  },
};
