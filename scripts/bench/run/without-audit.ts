/** Our handler without its audit: the same engine on a ledger in memory, and nobody is asked to look again. */
import { lambda } from '../../../src/house.ts';
import { memoryLedger } from '../../../src/ledger/memory.ts';
import { remediations } from '../../../src/registry.ts';
import { furnish } from '../../../src/site.ts';

const remediation = remediations.find(({ id }) => id === process.env.VIOLATION);
if (!remediation) throw new Error(`VIOLATION names none: ${process.env.VIOLATION}`);
const remember = () => furnish({ ledger: memoryLedger(), again: async () => {} });
const handle = lambda(remediation);
remember();

/** `forget` empties its memory. */
export async function handler(event: { forget?: true }): Promise<unknown> {
  return event.forget ? remember() : await handle(event);
}
