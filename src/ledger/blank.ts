/** A ledger that takes everything and keeps nothing: for one look by hand. A bundle has no room for one in memory that nobody reads again. */
import { opened } from './layout.ts';
import type { Ledger } from './port.ts';

const nothing = async () => undefined;
const unknown = () => undefined;
const notPaused = () => false;
async function* none(): AsyncIterable<never> {}

export const blankLedger: Ledger = {
  open: async (subject) => opened(subject, unknown, notPaused),
  write: async () => 'written',
  entries: none,
  due: none,
  lastSweep: nothing,
  noteSweep: nothing,
};
