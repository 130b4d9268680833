/** What mlwarden would leave behind: what it holds, what it owes, what is under way. It removes nothing itself. */
import * as z from 'zod/mini';
import { dataOf } from './office.ts';
import { putBack } from './put-back.ts';
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
      const { holds, owed, last } = lock;
      const id = `${violation}/${key}`;
      const leave = (is: string, what: string, since: string) =>
        left.push({ is, case: id, what, since, undo: putBack(office, violation, lock, 'uninstall') });
      const held = holds[violation];
      if (held) leave('held', held.what, held.since);
      // Both are the resource's, whichever of its cases one comes by.
      if (owed && !keys.has(key)) leave('owed', owed.call.api, owed.since);
      if (last && last.status !== 'seen' && !keys.has(key)) leave('under way', last.call.api, last.at);
      keys.add(key);
    }
    if (left.length === 0) return { says: ['Nothing is held, owed or under way.'], data: { left } };
    return { says: left.flatMap((l) => [`${l.is}: ${l.what} since ${l.since}: ${l.case}`, l.undo]), data: dataOf({ left }), wrong: true };
  },
});
