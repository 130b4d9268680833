/** One case, from its own trail, and whether that is whole. */
import * as z from 'zod/mini';
import { broken } from '../ledger/chain.ts';
import { rowOf, standing } from './list.ts';
import { dataOf } from './office.ts';
import { spoken } from './spoken.ts';
import { type Recorded, recordOf } from './target.ts';
import { told } from './told.ts';
import { text, verb } from './verb.ts';

/** What people have ruled and what holds now, a line each. */
export function rulings({ opened: { ruling, paused, lock, case: kase }, known }: Recorded, now: Date): readonly string[] {
  const { exemption, answer, undo } = ruling ?? {};
  const lasts = (until: string): string => (Date.parse(until) > now.getTime() ? 'until' : 'was over at');
  const asked = kase.asked && Date.parse(kase.asked.until) > now.getTime() ? kase.asked : undefined;
  return [
    ...paused.map((name) => `paused: ${spoken(name)}`),
    ...(exemption
      ? [`exempt for ${exemption.owner}, ${lasts(exemption.until)} ${exemption.until}: ${exemption.reason} (${exemption.by})`]
      : []),
    ...(answer
      ? [
          `${answer.says === 'yes' ? 'approved' : 'denied'} by ${answer.by.join(', ')}, ${lasts(answer.until)} ${answer.until}: ${answer.why}${answer.id === kase.spent ? ' (spent)' : ''}`,
        ]
      : []),
    ...(undo ? [`asked to be put back by ${undo.by} at ${undo.at}: ${undo.why}`] : []),
    ...(asked ? [`waits for approval of ${asked.call.api}, call ${asked.hash.slice(0, 8)}, until ${asked.until}`] : []),
    ...(lock.holds[known.id] ? [`held ${lock.holds[known.id]?.what} since ${lock.holds[known.id]?.since}`] : []),
    ...(lock.owed ? [`owed to its owner: ${lock.owed.call.api}`] : []),
  ];
}

export const show = verb({
  name: 'show',
  takes: 'read',
  input: z.strictObject({ case: text(2_000) }),
  async run(office, wanted) {
    const target = await recordOf(office, wanted.case);
    const { id, known, resource, opened } = target;
    const entries = await Array.fromAsync(office.desk.entries(known.id, resource.key));
    const fault = broken(entries, opened.case.head);
    const chain = fault === undefined ? `${entries.length} entries, chain whole` : `THE CHAIN IS BROKEN: ${fault}`;
    const says = [
      `${known.id} on ${resource.name}: ${standing(opened.case)} since ${opened.case.since}`,
      `case ${id}`,
      ...rulings(target, office.clock.now()),
      ...entries.map(told),
      `${chain}, ends ${opened.case.head.hash.slice(0, 16)}`,
    ];
    const { ruling, paused, lock } = opened;
    const data = dataOf({
      ...rowOf(opened.case),
      resource,
      chain: fault ?? 'whole',
      ruling,
      paused,
      holds: lock.holds,
      owed: lock.owed,
      last: lock.last,
      entries,
    });
    return { says, data, ...(fault !== undefined && { wrong: true as const }) };
  },
});
