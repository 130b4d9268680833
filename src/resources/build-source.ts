/** The sources of a build project as content, without the credentials in their URLs; what else may be a secret, a buildspec first, stands veiled. */
import type { ProjectSource } from '@aws-sdk/client-codebuild';
import type { Plain } from '../engine/remediation.ts';
import { veilOf } from './veil.ts';

export type Source = Plain<ProjectSource>;

/** What stands before the host of a URL (RFC 3986, 3.2.1). */
const USER = /^(https?:\/\/)([^/?#]*)@/i;
/** Bitbucket's own URLs have the user's name in them, which is no secret: there only a password is. A token may stand as a name elsewhere. */
const NAME_ALONE = /^https?:\/\/[^:@/]+@bitbucket\.org\//i;

/** Whether its URL holds credentials (Security Hub CodeBuild.1; it asks for Bitbucket alone). */
export const exposes = ({ location = '' }: Source): boolean => USER.test(location) && !NAME_ALONE.test(location);

/** The same with no credentials in its URL. */
export const stripped = (source: Source): Source =>
  exposes(source) ? { ...source, location: (source.location ?? '').replace(USER, '$1') } : source;

/** A path, or a URL of nothing but its host and a path. */
const BARE = /^[^@?#\s]*$/;
/** What a source says of which anything may be a secret. */
const open = ({ location = '', buildspec }: Source): [where: string, value: string][] =>
  Object.entries({ ...(!BARE.test(location.replace(NAME_ALONE, '')) && { location }), ...(buildspec !== undefined && { buildspec }) });

/** The same as it may be stored. */
export function closed(source: Source, arn: string): Source {
  const bare = stripped(JSON.parse(JSON.stringify(source)) as Source);
  const secret = open(bare);
  return secret.length === 0 ? bare : { ...bare, ...Object.fromEntries(secret.map(([where]) => [where, veilOf(secret, arn)])) };
}
