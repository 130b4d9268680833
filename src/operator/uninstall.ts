/** What mlwarden would leave behind: what it holds, what it owes, what is under way. It removes nothing itself. */
import * as z from 'zod/mini';
import { dataOf } from './office.ts';
import { left as leftBy, putBack } from './put-back.ts';
import { lockOf } from './target.ts';
import { verb } from './verb.ts';

export const uninstall = verb({
  name: 'uninstall',
  takes: 'read',
  input: z.strictObject({ plan: z.literal(true) }),
  async run(office) {
    const left: { is: string; case: string; what: string; since: string; undo: string }[] = [];
    const keys = new Set<string>();
    for await (const kase of office.desk.cases('open')) {
      const { violation, key } = kase;
      const lock = await lockOf(office, kase);
      const { last } = lock;
      const all = leftBy(lock, violation);
      if (last && last.status !== 'seen') all.push({ is: 'under way', what: last.call.api, since: last.at, of: violation });
      // What is owed or under way is the resource's, whichever of its cases one comes by.
      for (const { of, ...one } of all)
        if (one.is === 'held' || !keys.has(key))
          left.push({ ...one, case: `${violation}/${key}`, undo: putBack(office, of, lock, 'uninstall') });
      keys.add(key);
    }
    if (left.length === 0) return { says: ['Nothing is held, owed or under way.'], data: { left } };
    return { says: left.flatMap((l) => [`${l.is}: ${l.what} since ${l.since}: ${l.case}`, l.undo]), data: dataOf({ left }), wrong: true };
  },
});
