/** Which line decides: before anything has happened. */
import * as z from 'zod/mini';
import { IF_LINKED, linesFor } from './explain.ts';
import { dataOf } from './office.ts';
import { targetOf } from './target.ts';
import { text, verb } from './verb.ts';

export const policyExplain = verb({
  name: 'policy explain',
  takes: 'read',
  input: z.strictObject({ case: text(2_000) }),
  async run(office, wanted) {
    const { known, resource } = await targetOf(office, wanted.case);
    const { linked, lines } = linesFor(office, known.id, resource);
    const says = [`${known.id} on ${resource.arn}:`, ...(linked ? [IF_LINKED] : []), ...lines.map((l) => l.says)];
    return { says, data: dataOf({ violation: known.id, resource, policy: office.policy.hash, ifLinked: linked, lines }) };
  },
});
