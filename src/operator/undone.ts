/** What an undo has put back in part only, until somebody undoes it again or ends the exemption that came with it. */
import type { Desk } from '../ledger/desk.ts';
import type { Case, Entry } from '../ledger/items.ts';

/** The cases of which all that was asked to be put back was, or was given up: each such request came with an exemption. */
export async function* undone({ exemptions, open }: Desk): AsyncGenerator<Case> {
  for await (const { violation, key, resource, undo } of exemptions()) {
    if (!undo) continue;
    const { case: kase } = await open({ violation, key, account: resource.account });
    if (kase.undone === undo.id && kase.born === undo.born && kase.outcome !== 'gone') yield kase;
  }
}

/** What the last undo has left and why, as its record says. Undefined: nothing. The case may have been closed since, and keeps none of it. */
export async function leftOf({ entries }: Desk, { violation, key }: Case) {
  let last: Entry['body'] = {};
  for await (const { type, body } of entries(violation, key)) if (type === 'undone') last = body;
  const left = last.left as readonly { readonly api: string }[] | undefined;
  return left && { is: 'undone', what: last.says as string, left: left.map(({ api }) => api) };
}
