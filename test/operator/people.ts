/** Two people who may approve, by what their key is called, as IAM and STS know them. */
import type { WorldFile } from '../world/story/furnish.ts';

const ROLES = { approver: { path: '/security/', id: 'AROAAPPROVER' }, second: { path: '/security/', id: 'AROASECOND' } };
export const PEOPLE = Object.keys(ROLES);

export const rolesOfPeople = (): WorldFile['roles'] =>
  Object.entries(ROLES).map(([RoleName, { path, id }]) => ({
    RoleName,
    Path: path,
    RoleId: id,
    service: 'ec2',
    attached: [],
    inline: {},
  }));

/** STS, which believes any signature here: whom it does not believe is told in door.test.ts. */
export function saysSts(authorization: string | undefined): Response {
  const [, name = ''] = /Credential=(\w+)\//.exec(authorization ?? '') ?? [];
  const { id } = ROLES[name as keyof typeof ROLES];
  const result = { Arn: `arn:aws:sts::111122223333:assumed-role/${name}/s`, UserId: `${id}:s`, Account: '111122223333' };
  return new Response(JSON.stringify({ GetCallerIdentityResponse: { GetCallerIdentityResult: result } }));
}
