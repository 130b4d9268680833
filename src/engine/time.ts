/** Times as the ledger has them: ISO 8601. */

/** Milliseconds. */
export const elapsed = (from: string, now: Date): number => now.getTime() - Date.parse(from);
export const hence = (now: Date, milliseconds: number): string => new Date(now.getTime() + milliseconds).toISOString();
/** Whether that time is still to come. */
export const inForce = (until: string, now: Date): boolean => elapsed(until, now) < 0;
