import { beforeAll, expect, test } from 'vitest';
import type * as z from 'zod/mini';
import { budgetSchema, caseSchema, lockSchema, recordSchema } from '../../src/ledger/items.ts';
import { dueSchema, opened, parsed } from '../../src/ledger/layout.ts';
import { budgetsOf, LedgerUnreadable } from '../../src/ledger/port.ts';
import { rulingSchema } from '../../src/ledger/rulings.ts';
import { sweepSchema } from '../../src/ledger/sweep-note.ts';
import { readPolicy } from '../../src/policy-file.ts';
import { remediations } from '../../src/registry.ts';
import { attach } from '../world/direct.ts';
import { play } from '../world/story/play.ts';
import { staged } from '../world/story/stage.ts';
import { readStories } from '../world/story/story.ts';
import { attack } from './attack.ts';
import { garbled, malformed } from './mutate.ts';
import { texts } from './samples.ts';

/** An item's `pk` and `doc`, as a story left them in the table. */
interface Item {
  readonly pk: string;
  readonly doc: string;
}
const items: Item[] = [];
const itemsIn = (input: unknown): Item[] => {
  if (typeof input !== 'object' || input === null) return [];
  const { pk, doc } = input as { pk?: { S?: string }; doc?: { S?: string } };
  return pk?.S && doc?.S ? [{ pk: pk.S, doc: doc.S }] : Object.values(input).flatMap(itemsIn);
};
beforeAll(async () => {
  const known = new Map(remediations.map((r) => [r.id, r.settings]));
  const [policy] = texts('events/policy.yaml').map(({ file, text }) => readPolicy(text, file, known));
  const detach = attach(staged);
  // Items differ by what happened, not by violation: of each family the story that changes most.
  const told = texts('events/*/*.stories.yaml').flatMap(({ file, text }) => readStories(text, file).map((story) => ({ file, story })));
  for (const [family, stories] of Map.groupBy(told, ({ file }) => file.split('/')[1])) {
    const [most] = stories.toSorted((a, b) => b.story.calls.length - a.story.calls.length);
    if (!most || !policy) throw new Error(`${family} tells nothing.`);
    const { file, story } = most;
    const { stage } = await play({ ...story, sweeps: 1 }, { policy, seed: 1, folder: file.replace(/[^/]+$/, '') });
    items.push(...stage.world.log.filter(({ service }) => service === 'dynamodb').flatMap(({ input }) => itemsIn(input)));
  }
  detach();
}, 300_000);

const READ: Readonly<Record<string, readonly z.ZodMiniType[]>> = {
  lock: [lockSchema, dueSchema],
  case: [caseSchema, dueSchema],
  budget: [budgetSchema],
  control: [rulingSchema],
  rec: [recordSchema],
  sweep: [sweepSchema],
};

/** Read, or refused with the item's name. One that cannot be read makes the whole subject unreadable: nothing is changed then. */
function readOrRefused({ pk }: Item, doc: string): void {
  const schemas = READ[pk.split('#', 1)[0] ?? ''];
  if (!schemas) throw new Error(`Nobody reads ${pk}.`);
  for (const schema of schemas) typed(pk, () => parsed(schema, pk, doc));
  const subject = { key: 'k', violation: 'v', account: '111122223333' };
  for (const id of ['lock#k', 'case#v#k', 'control#ruling#v#k', ...budgetsOf(subject)]) {
    typed(id, () =>
      opened(
        subject,
        (asked) => (asked.pk === id ? doc : undefined),
        () => false,
      ),
    );
  }
}
function typed(id: string, reading: () => unknown): void {
  try {
    reading();
  } catch (error) {
    if (!(error instanceof LedgerUnreadable)) throw error;
    expect(error.message).toContain(id);
    expect(error.message.length, 'it is a sentence, not the item').toBeLessThan(1_000);
  }
}

test('every sort of item is attacked', () => {
  expect(new Set(items.map(({ pk }) => pk.split('#', 1)[0]))).toEqual(new Set(Object.keys(READ)));
});
test('a stored item that says something else is read or refused by its name', async () => {
  const asData = items.map((item) => ({ item, doc: JSON.parse(item.doc) as unknown }));
  await attack('ledger data', malformed(asData.map(({ doc }) => doc)), ({ of, text }) =>
    readOrRefused(asData.find(({ doc }) => doc === of)?.item as Item, text),
  );
});
test('a stored item that is garbled is read or refused by its name', async () => {
  const [first] = items as [Item];
  await attack(
    'ledger text',
    garbled(
      items.map(({ doc }) => doc),
      ['"', '{', '}', '[', ']', ',', ':', '\\', '\u0000', 'NaN', '1e999', '-'],
    ),
    (text) => readOrRefused(items.find(({ doc }) => doc === text) ?? first, text),
  );
});
