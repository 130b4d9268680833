/** A ledger in a file, to try everything out: nobody looks there, and nothing of AWS is asked. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import * as z from 'zod/mini';
import type { MemoryItem, MemoryItems } from '../ledger/memory.ts';
import { nameOf } from '../ledger/memory.ts';
import { BadInput } from './options.ts';

const item = z.strictObject({
  pk: z.string(),
  sk: z.string(),
  rev: z.number(),
  doc: z.string(),
  outcome: z.optional(z.string()),
  since: z.optional(z.string()),
  due: z.optional(z.string()),
  wakeAt: z.optional(z.string()),
  until: z.optional(z.number()),
  reason: z.optional(z.string()),
  by: z.optional(z.string()),
});
const file = z.strictObject({ v: z.literal(1), home: z.strictObject({ account: z.string(), region: z.string() }), items: z.array(item) });

export interface LocalStore {
  readonly home: { readonly account: string; readonly region: string };
  readonly items: MemoryItems;
}
const NEW: z.infer<typeof file> = { v: 1, home: { account: '111122223333', region: 'eu-west-1' }, items: [] };

/** A file that is not there yet is an empty ledger. */
export async function load(path: string): Promise<LocalStore> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new BadInput(`${path} cannot be read: ${error.message}.`);
  });
  const { home, items } = text === undefined ? NEW : parse(path, text);
  return { home, items: new Map(items.map(({ pk, sk, ...rest }) => [nameOf({ pk, sk }), rest as MemoryItem])) };
}

function parse(path: string, text: string): z.infer<typeof file> {
  try {
    return z.parse(file, JSON.parse(text));
  } catch {
    throw new BadInput(`${path} is no local ledger of mlwarden.`);
  }
}

/** Whole or not at all: whoever reads meanwhile reads what was there before. */
export async function save(path: string, { home, items }: LocalStore): Promise<void> {
  const list = [...items].map(([name, item]) => {
    const [pk = '', sk = ''] = name.split('\u0000');
    return { pk, sk, ...item };
  });
  const beside = `${path}.${process.pid}.new`;
  await writeFile(beside, `${JSON.stringify({ v: 1, home, items: list }, undefined, 1)}\n`);
  await rename(beside, path);
}
