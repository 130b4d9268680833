/** Who may call, as settings list it. */
import * as z from 'zod/mini';
import { fits } from '../engine/glob.ts';
import type { Act } from './call-history.ts';

/** The setting: ARNs of users, of roles or of a role's sessions; `*` = any text. */
export const callers = z._default(
  z.array(z.string().check(z.regex(/^arn:aws[a-z-]*:(iam|sts)::/, 'the ARN of a user, a role or a session'))),
  [],
);

/** Whether who did it is on the list, himself or by his role. An empty one has everybody on it. */
export const isAmong = (list: readonly string[], { by, role }: Pick<Act, 'by' | 'role'>): boolean =>
  list.length === 0 || list.some((glob) => fits(glob, by) || (role !== undefined && fits(glob, role)));
