/** IAM: roles, their policies, managed policies, users and their keys. Global: its events are in us-east-1. */
import { service } from './cloudtrail.ts';
import type { Habitat, Service } from './habitat.ts';
import { authorizationDetails } from './iam/authorization-details.ts';
import type { Entities, PolicyEntity, RoleEntity, UserEntity } from './iam/entities.ts';
import type { LastAccessed } from './iam/last-accessed.ts';
import { lastAccessed } from './iam/last-accessed.ts';
import type { Policies } from './iam/policies.ts';
import { policies } from './iam/policies.ts';
import { rolePolicies } from './iam/role-policies.ts';
import type { Roles } from './iam/roles.ts';
import { roles } from './iam/roles.ts';
import type { Users } from './iam/users.ts';
import { users } from './iam/users.ts';
import { shelf } from './stale.ts';

export interface Iam extends Service {
  readonly roles: Roles;
  readonly policies: Policies;
  readonly users: Users;
  readonly entities: Entities;
  readonly lastAccessed: LastAccessed;
}

export function iam(habitat: Habitat): Iam {
  const entities: Entities = {
    roles: shelf<RoleEntity>(habitat, 60),
    policies: shelf<PolicyEntity>(habitat, 60),
    users: shelf<UserEntity>(habitat, 60),
  };
  const ours = {
    roles: roles(habitat, entities),
    policies: policies(habitat, entities),
    users: users(habitat, entities),
    lastAccessed: lastAccessed(habitat, entities),
  };
  const parts = [...Object.values(ours), rolePolicies(entities), authorizationDetails(entities)];
  const reads = Object.assign({}, ...parts.map((part) => part.reads));
  const writes = Object.assign({}, ...parts.map((part) => part.writes));
  return { ...ours, entities, ...service(habitat, 'iam', { reads, writes }, 'us-east-1') };
}
