/** What is held or owed, and what puts it back, to be typed as it stands. */
import { UNTOUCHABLE } from '../engine/decide.ts';
import { named } from '../engine/policy.ts';
import type { Lock } from '../ledger/items.ts';
import { awsCall } from './aws-call.ts';
import { commandLine } from './command-line.ts';
import type { Office } from './office.ts';

/** What a resource owes to its being held by this violation, and what is owed for it. `of`: the violation that is to undo it. */
export const left = ({ holds, owed }: Lock, of: string) => {
  const held = holds[of];
  return [
    ...(held ? [{ is: 'held', what: held.what, since: held.since, of }] : []),
    ...(owed ? [{ is: 'owed', what: owed.call.api, since: owed.since, of: owed.violation }] : []),
  ];
};

/** Why none of our functions would put it back, whoever asks: the gate refuses that, too. Undefined: they would. */
export function barred({ policy, cap }: Office, { resource }: Pick<Lock, 'resource'>): string | undefined {
  if (cap === 'observe') return 'Mode=observe';
  const glob = resource && named([...UNTOUCHABLE, ...policy.protected], resource);
  return glob && `protected: ${glob}`;
}

/** By `undo`, as long as the violation whose function does it is of this release and may; else by the call itself. */
export function putBack(office: Office, violation: string, lock: Lock, why: string): string {
  const { key, owed, last } = lock;
  const ours = (id: string): boolean => office.known.some((k) => k.id === id);
  if (ours(violation) && ours(owed?.violation ?? violation) && !barred(office, lock))
    return commandLine('undo', `${violation}/${key}`, '--exempt-until 7d --why', why);
  const call = owed?.call ?? last?.brings?.call;
  return call ? awsCall(key, call).join(' ') : 'Nothing is owed to its owner: nothing is to be put back.';
}
