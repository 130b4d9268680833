/** Invariants 13 to 15: what people have ruled, and the time they were given, judged as a change is admitted. */
import { isDeepStrictEqual } from 'node:util';
import { lineFor } from '../../src/engine/policy.ts';
import type { Effect } from '../../src/engine/remediation.ts';
import type { Entry } from '../../src/ledger/items.ts';
import type { Ruling } from '../../src/ledger/rulings.ts';
import { POLICIES } from './policies.ts';
import type { PolicyName } from './scenario.ts';
import type { Watch } from './watch.ts';

/** `born`: of what is to be changed. */
export function ruled(watch: Watch, entry: Entry, chain: readonly Entry[], born: string): void {
  const { violation, key, body } = entry;
  const api = String((body.call as { api?: string }).api);
  const ruling = watch.ruling(`control#ruling#${violation}#${key}`);
  if (body.purpose === 'undo') {
    if (ruling?.undo?.born !== born) watch.breach(15, `${violation} puts back ${api} on ${key}, and nobody asked for that`);
    return;
  }
  if (body.purpose !== 'repair') return;
  if (exempt(watch, ruling, born)) watch.breach(13, `${violation} admits ${api} on ${key}, which is exempt`);
  const line = lineFor(POLICIES[entry.policy as PolicyName], violation, key.split('/')[2] ?? '', body.effect as Effect);
  if (line.mode === 'ask' || body.effect === 'destructive') approved(watch, entry, chain, born, api);
  const begins = !chain.slice(lastRest(chain) + 1).some((e) => e.type === 'intent' && e !== entry);
  const warned = chain.slice(lastEnd(chain) + 1).find((e) => e.type === 'warned');
  const given = warned ? Date.parse(entry.at) - Date.parse(warned.at) : 0;
  if (line.after > 0 && begins && given < line.after * 1000 - watch.skew) {
    watch.breach(14, `${violation} begins ${api} on ${key} ${Math.round(given / 1000)} s after its owner was warned`);
  }
  const closed = begins && line.hours.find((hours) => !within(hours, watch));
  if (closed) watch.breach(14, `${violation} begins ${api} on ${key} outside ${closed}`);
}

/** `margin`: milliseconds by which the exemption must outlast this moment. */
export const exempt = (watch: Watch, ruling: Ruling | undefined, born: string, margin = watch.skew): boolean =>
  ['*', born].includes(ruling?.exemption?.born ?? '') &&
  ruling?.exemption !== undefined &&
  Date.parse(ruling.exemption.until) > watch.now() + margin;

function approved(watch: Watch, { violation, key, body }: Entry, chain: readonly Entry[], born: string, api: string): void {
  const { answer } = watch.ruling(`control#ruling#${violation}#${key}`) ?? {};
  const { id } = (body.approved ?? {}) as { id?: string };
  const told = (why: string): void => watch.breach(13, `${violation} admits ${api} on ${key}, ${why}`);
  if (!id || answer?.id !== id || answer.says !== 'yes') told('which nobody has approved');
  else if (answer.born !== born || !asks(chain, answer.hash, body)) told('for which the approval was not given');
  else if (watch.spent.get(id)?.some((token) => !refused(chain, token))) told('for an approval that was spent before');
  if (id) watch.spent.set(id, [...(watch.spent.get(id) ?? []), Number(body.token)]);
}

/** Whether a request of that hash showed people exactly what is done now, and to what. */
const asks = (chain: readonly Entry[], hash: string, body: Entry['body']): boolean =>
  chain.some((e) => e.type === 'asked' && e.body.hash === hash && SHOWN.every((name) => isDeepStrictEqual(e.body[name], body[name])));
const SHOWN = ['call', 'effect', 'undo', 'former', 'says'];

/** The hours of a policy of the simulation: any weekday, UTC. True where any worker's clock may be within. */
function within(hours: string, watch: Watch): boolean {
  const [, from = '', until = ''] = /(\d\d:\d\d)-(\d\d:\d\d) UTC$/.exec(hours) ?? [];
  const [first, last] = [-watch.skew, watch.skew].map((off) => new Date(watch.now() + off).toISOString().slice(11, 16));
  return `${last}` >= from && `${first}` < until;
}

/** AWS surely did not take it. */
const refused = (chain: readonly Entry[], token: number): boolean => chain.some((e) => e.type === 'refused' && e.body.token === token);

/** Where the case ended, and where its repair came to rest. */
const lastEnd = (chain: readonly Entry[]): number => chain.findLastIndex((e) => e.type === 'found');
const lastRest = (chain: readonly Entry[]): number => chain.findLastIndex((e) => e.type === 'found' || rests(e));
/** Policy or people end it, or no step waits for anything but them: what is done after that is a repair begun. */
export const rests = ({ body }: Entry): boolean =>
  /^(own|out-of-scope|protected|exempt|observe|observe-only-deployment|denied)$/.test(String(body.why)) ||
  (body.outcome === 'contained' && (body.why === undefined || body.why === 'asking'));
