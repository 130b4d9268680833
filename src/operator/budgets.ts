/** How much of its budgets is used, as the gate counts it. */
import type { Office } from './office.ts';

/** `per`: seconds. A budget that has tripped lets nothing begin, however much of it is left. */
export interface Used {
  readonly id: string;
  readonly begun: number;
  readonly of: number;
  readonly per: number;
  readonly tripped?: string | undefined;
}

export async function used({ desk, policy, clock }: Office, ids: readonly string[]): Promise<readonly Used[]> {
  const now = clock.now().getTime();
  return (await desk.budgets(ids)).map(({ id, begun, tripped }) => {
    const { repairs: of, per } = id.split('#').length > 2 ? policy.budget.violation : policy.budget.account;
    return { id, begun: begun.filter((at) => now - Date.parse(at) < per * 1000).length, of, per, tripped };
  });
}

export const inUse = ({ begun, tripped }: Used): boolean => begun > 0 || tripped !== undefined;

export const spelt = ({ id, tripped, begun, of, per }: Used): string =>
  `${id}: ${tripped ? `TRIPPED at ${tripped}, ` : ''}${begun} of ${of} repairs begun in ${per} s`;
