/** Each transaction of the ledger, judged as it becomes true. */
import type { Json } from '../../src/engine/remediation.ts';
import type { Case, Entry, Lock } from '../../src/ledger/items.ts';
import { remediations } from '../../src/registry.ts';
import type { Asked } from '../world/platform/refusals.ts';
import { exempt, rests, ruled } from './by-people.ts';
import { POLICIES } from './policies.ts';
import type { PolicyName } from './scenario.ts';
import { type Intent, isForeign, type Watch } from './watch.ts';

interface Put {
  readonly Put?: { readonly Item: { readonly pk: { readonly S: string }; readonly doc: { readonly S: string } } };
}
/** Whether the pause of that key in the table is in force now, and still in so many milliseconds. */
export type Paused = (pk: string, margin: number) => boolean;

export function committed(watch: Watch, asked: Asked, paused: Paused): void {
  // A request repeated under its token changes nothing more.
  const token = String(asked.input.ClientRequestToken);
  if (watch.tokens.has(token)) return;
  watch.tokens.add(token);
  const items = (asked.input.TransactItems as readonly Put[]).flatMap(({ Put: put }) => (put ? [put.Item] : []));
  const entries: Entry[] = [];
  for (const { pk, doc } of items) {
    if (pk.S.startsWith('lock#')) watch.locks.set(pk.S.slice(5), JSON.parse(doc.S) as Lock);
    if (pk.S.startsWith('case#')) written(watch, pk.S.slice(5), JSON.parse(doc.S) as Case, paused, asked);
    if (pk.S.startsWith('rec#')) entries.push(JSON.parse(doc.S) as Entry);
  }
  for (const entry of entries) {
    const id = `${entry.violation}#${entry.key}`;
    const chain = watch.chains.get(id) ?? [];
    chain.push(entry);
    watch.chains.set(id, chain);
    if (entry.type === 'intent') admitted(watch, entry, chain, asked, paused);
    if (entry.type === 'tripped') watch.tripped.add(String(entry.body.budget));
    if (entry.body.why === 'over-budget' && begun(chain)) {
      watch.breach(6, `${entry.violation} on ${entry.key} is left half-way because the budget is used up`);
    }
  }
}

function written(watch: Watch, id: string, kase: Case, paused: Paused, { from }: Asked): void {
  watch.cases.set(id, kase);
  watch.writers.set(id, { at: watch.now(), run: from && watch.run(from) });
  if (isForeign(watch, kase.key)) watch.breach(1, `${kase.violation} takes up ${kase.key}, which is foreign`);
  const spared = exempt(watch, watch.ruling(`control#ruling#${id}`), kase.born, -watch.skew);
  if (spared || pausesOf(kase).some((pk) => paused(pk, -watch.skew))) watch.paused.add(id);
  else watch.paused.delete(id);
}

const pausesOf = ({ key, violation }: Pick<Case, 'key' | 'violation'>): readonly string[] =>
  ['global', `account#${key.split('/')[2]}`, `violation#${violation}`, `resource#${key}`].map((p) => `control#pause#${p}`);

type Body = Pick<Intent, 'token' | 'purpose' | 'call' | 'hash' | 'expect' | 'undo'> & Record<string, Json>;

function admitted(watch: Watch, entry: Entry, chain: readonly Entry[], { from }: Asked, paused: Paused): void {
  const { key, violation } = entry;
  const { token, purpose, call, hash, expect, undo } = entry.body as Body;
  const account = key.split('/')[2] ?? '';
  const pause = pausesOf(entry).find((pk) => paused(pk, watch.skew));
  ruled(watch, entry, chain, watch.locks.get(key)?.last?.born ?? '');
  if (pause) watch.breach(7, `${violation} admits ${call.api} on ${key} although ${pause} is in force`);
  const other = watch.intents.find((i) => i.entry.key === key && !settled(watch, i));
  if (other)
    watch.breach(9, `${violation} admits ${call.api} on ${key} while ${other.call.api} of ${other.entry.violation} is not settled`);
  const seen = from && watch.run(from).seen.get(key);
  const born = watch.locks.get(key)?.last?.born ?? '';
  const kase = watch.cases.get(`${violation}#${key}`);
  if (kase?.born !== born) watch.breach(4, `${violation} acts on ${key}, born ${born}, in the case of another, born ${kase?.born}`);
  const beside = claimants(watch, entry, born);
  watch.intents.push({
    entry,
    at: watch.now(),
    token,
    purpose,
    call,
    hash,
    expect,
    undo,
    seen,
    from,
    born,
    beside,
    arrived: [],
    effective: false,
  });
  if (purpose === 'repair' && !begun(chain.slice(0, -1))) charge(watch, entry, account);
}

/** A case of what was there before holds nothing of this. */
export const claimants = (watch: Watch, { violation, key }: Pick<Entry, 'violation' | 'key'>, born: string): readonly string[] =>
  remediations.flatMap(({ id }) => {
    const kase = watch.cases.get(`${id}#${key}`);
    const claims = id !== violation && kase?.open && kase.born === born && kase.outcome === 'contained';
    return claims && !watch.paused.has(`${id}#${key}`) ? id : [];
  });

/** Whether it is on record what became of a change: that it was sent, or what came of it. */
function settled(watch: Watch, { entry, token }: Intent): boolean {
  const chain = watch.chains.get(`${entry.violation}#${entry.key}`) ?? [];
  return chain.some((e) => e.body.token === token && ['sent', 'refused', 'applied', 'void'].includes(e.type));
}

/** Whether a repair of this case is under way: one of its steps was admitted since it was opened, or since policy let it rest. */
function begun(chain: readonly Entry[]): boolean {
  const last = chain.findLastIndex((e) => ['fixed', 'gone'].includes(String(e.body.outcome)) || rests(e));
  return chain.slice(last + 1).some((e) => e.type === 'intent' && e.body.purpose === 'repair');
}

function charge(watch: Watch, { at, policy, violation }: Entry, account: string): void {
  const { budget } = POLICIES[policy as PolicyName];
  const now = Date.parse(at);
  const spent = (per: number, of?: string): number =>
    watch.begun.filter((b) => (!of || b.violation === of) && Math.abs(now - b.at) < per * 1000 - watch.skew).length;
  const ids = [`budget#${account}`, `budget#${account}#${violation}`];
  const tripped = ids.find((id) => watch.tripped.has(id));
  if (tripped) watch.breach(6, `${violation} begins a repair although ${tripped} has tripped and nobody has reset it`);
  if (spent(budget.account.per) >= budget.account.repairs || spent(budget.violation.per, violation) >= budget.violation.repairs) {
    watch.breach(6, `${violation} begins one repair more than the budget of policy "${policy}" has`);
  }
  watch.begun.push({ at: now, violation });
}
