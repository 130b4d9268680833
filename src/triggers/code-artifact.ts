/** What CodeArtifact was called about, as CloudTrail tells it. */
import { account, take, text } from '../engine/read.ts';

/** One field, by its names: the API's, and that of the records in the guide ("Logging CodeArtifact API calls with AWS CloudTrail"). Either is read. */
type Field = readonly [name: string, recorded: string];
const DOMAIN: Field = ['domain', 'domainName'];
const REPOSITORY: Field = ['repository', 'repositoryName'];
const FORMAT: Field = ['format', 'packageFormat'];
const NAMESPACE: Field = ['namespace', 'packageNamespace'];
const PACKAGE: Field = ['package', 'packageName'];

/** Joined by `/`; a namespace may be missing, and is then empty. A domain may be another account's (`domainOwner`). Throws Unreadable. */
const called =
  (...fields: readonly Field[]) =>
  (request: unknown) => {
    const at = (name: string) => ['detail', 'requestParameters', name];
    const said = (request ?? {}) as Readonly<Record<string, unknown>>;
    const part = (field: Field): string => {
      const value = said[field[0]] ?? said[field[1]];
      return field === NAMESPACE && (value ?? '') === '' ? '' : take(text, value, at(field[0]));
    };
    const owner = said.domainOwner ?? undefined;
    return { id: fields.map(part).join('/'), ...(owner !== undefined && { account: take(account, owner, at('domainOwner')) }) };
  };
/** `domain/repository` */
export const repositoryCalled = called(DOMAIN, REPOSITORY);
/** `domain/repository/format/namespace/name` */
export const packageCalled = called(DOMAIN, REPOSITORY, FORMAT, NAMESPACE, PACKAGE);
