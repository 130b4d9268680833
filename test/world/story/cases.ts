/** The cases of a story, as the ledger holds them. */
import { house } from '../../../src/house.ts';
import { broken } from '../../../src/ledger/chain.ts';
import { type Entry, OUTCOMES, type Case as Stored } from '../../../src/ledger/items.ts';
import type { Stage } from './stage.ts';

export interface Case {
  readonly violation: string;
  readonly name: string;
  readonly key: string;
  readonly entries: readonly Entry[];
  /** What is wrong with the chain; undefined = it is whole. */
  readonly broken: string | undefined;
}

/** A function may have died after a record was safe and before it could tell, so the ledger is asked, as people would. */
export async function casesOf({ world, told }: Stage, account: string): Promise<Case[]> {
  world.clock.moveTo(world.clock.now() + 60_000); // its index trails
  const { ledger } = house();
  const subjects = [...told.map((t) => t.entry), ...listed(world)].map(
    ({ violation, key }): [string, { violation: string; key: string }] => [`${violation} ${key}`, { violation, key }],
  );
  return await Promise.all(
    [...new Map(subjects).values()].map(async ({ violation, key }) => {
      const entries = await Array.fromAsync(ledger.entries(violation, key));
      const { head, resource } = (await ledger.open({ key, violation, account })).case;
      return { violation, name: resource?.name ?? key, key, entries, broken: broken(entries, head) };
    }),
  );
}

/** As the index has them, which trails. */
export const listed = (world: Stage['world']): Stored[] => OUTCOMES.flatMap((outcome) => ended(world, outcome));

function ended(world: Stage['world'], outcome: string): Stored[] {
  const { Items } = world.call('dynamodb', 'Query', {
    TableName: 'mlwarden-ledger',
    IndexName: 'by-outcome',
    KeyConditionExpression: 'outcome = :outcome',
    ExpressionAttributeValues: { ':outcome': { S: outcome } },
  }) as { Items: { doc: { S: string } }[] };
  return Items.map((item) => JSON.parse(item.doc.S) as Stored);
}

/** How a case stands: its last recorded outcome. */
export const outcomeOf = ({ entries }: Case): Entry | undefined => entries.findLast((e) => e.type === 'outcome');

const newest = ({ entries }: Case): number => Number(entries.findLast((e) => e.type === 'applied')?.body.token ?? 0);
/** The order to put things back in, over the cases of one resource, too: what was changed while it stood still, before it runs again. */
export const newestFirst = (cases: readonly Case[]): readonly Case[] => cases.toSorted((a, b) => newest(b) - newest(a));

export function* chains(cases: readonly Case[]): Generator<string> {
  for (const c of cases) if (c.broken) yield `the chain of ${c.violation} on ${c.name} is broken: ${c.broken}`;
}
