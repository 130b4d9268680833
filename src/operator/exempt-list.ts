/** What is exempt now. */
import * as z from 'zod/mini';
import type { Ruling } from '../ledger/rulings.ts';
import { dataOf, type Office } from './office.ts';
import { until } from './times.ts';
import { text, verb } from './verb.ts';

export const exemptList = verb({
  name: 'exempt list',
  takes: 'read',
  input: z.strictObject({ ending: z.optional(text()) }),
  async run(office, { ending }) {
    const exemptions = await exemptNow(office, ending);
    const says = exemptions.map(({ violation, resource, exemption: e }) => {
      const given = e.approver ? `approved by ${e.approver}` : `by ${e.by}`;
      return `${violation} ${resource.name} until ${e.until}, for ${e.owner}, ${given}: ${e.reason}${e.ticket ? ` (${e.ticket})` : ''}`;
    });
    return { says: says.length > 0 ? says : ['Nothing is exempt.'], data: dataOf({ exemptions }) };
  },
});

/** Those in force, and with `ending` only those that end within that time. */
export async function exemptNow({ desk, clock }: Office, ending?: string) {
  const now = clock.now();
  const before = ending === undefined ? undefined : until(ending, now).toISOString();
  const found: { violation: string; resource: Ruling['resource']; exemption: NonNullable<Ruling['exemption']> }[] = [];
  for await (const { violation, resource, exemption } of desk.exemptions()) {
    if (!exemption || Date.parse(exemption.until) <= now.getTime()) continue;
    if (before !== undefined && exemption.until > before) break;
    found.push({ violation, resource, exemption });
  }
  return found;
}
