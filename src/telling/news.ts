/** What one record is worth telling: an event for programs, a matter for people, both, or nothing. */
import type { Resource } from '../engine/remediation.ts';
import { misfit } from './detail.ts';
import { type BusEvent, eventOf } from './event.ts';
import { type Matter, matterOf } from './matter.ts';
import type { Arrived } from './record.ts';

export interface Case {
  readonly violation: string;
  readonly key: string;
}
export interface News {
  readonly id: string;
  readonly event?: BusEvent;
  readonly matter?: Matter;
}

const loud = (id: string, where: string, why: string): News => ({
  id,
  matter: { id, state: 'unreadable', violation: 'unreadable', unreadable: { where, why } },
});

/** What cannot be read, or is not what its type says, is a matter for people: it is neither dropped nor in the way of what follows. */
export function newsOf(arrived: Arrived, resource: (of: Case) => Resource | undefined): News {
  const { id } = arrived;
  if ('unreadable' in arrived) return loud(id, arrived.unreadable, arrived.why);
  const { record } = arrived;
  const event = eventOf(record, resource(record));
  if (!event) return { id };
  const wrong = misfit(event.type, event.detail);
  if (wrong) return loud(id, `rec#${record.violation}#${record.key} ${record.seq}`, wrong);
  const matter = matterOf(event);
  return { id, event, ...(matter && { matter }) };
}
