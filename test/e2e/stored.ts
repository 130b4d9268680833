/** The deployed ledger, seen from outside: as an auditor has it. */
import { DeleteItemCommand, type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { broken } from '../../src/ledger/chain.ts';
import type { Ledger } from '../../src/ledger/port.ts';
import { ACCOUNT } from '../wire/emulator.ts';
import { benchOn } from '../wire/table.ts';
import type { Case } from '../world/story/cases.ts';

const TableName = 'mlwarden-ledger';

export interface Stored {
  readonly ledger: Ledger;
  cases(): Promise<Case[]>;
  empty(): Promise<void>;
}

export function stored(client: DynamoDBClient): Stored {
  const { ledger } = benchOn(client, TableName);
  const items = async () => (await client.send(new ScanCommand({ TableName, ConsistentRead: true }))).Items ?? [];
  return {
    ledger,
    async cases() {
      const found = (await items()).filter(({ pk }) => pk?.S?.startsWith('case#'));
      const all = await Promise.all(
        found.map(async ({ doc }) => {
          const { violation, key } = JSON.parse(doc?.S ?? '{}') as { violation: string; key: string };
          const entries = await Array.fromAsync(ledger.entries(violation, key));
          const { head, resource } = (await ledger.open({ key, violation, account: ACCOUNT })).case;
          return { violation, name: resource?.name ?? key, key, entries, broken: broken(entries, head) };
        }),
      );
      // Who only waited for another's change has found nothing: its case says which look is to come, and has no trail.
      return all.filter(({ entries }) => entries.length > 0);
    },
    async empty() {
      for (const { pk = { S: '' }, sk = { S: '' } } of await items()) {
        await client.send(new DeleteItemCommand({ TableName, Key: { pk, sk } }));
      }
    },
  };
}
