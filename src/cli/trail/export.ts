/** `mlwarden export`: asks for every chain, page by page, and writes what comes, as it comes. */
import * as z from 'zod/mini';
import { recordSchema } from '../../ledger/items.ts';
import type { Reply } from '../../operator/exchange.ts';
import type { Terminal } from '../replay.ts';
import { safe } from '../text.ts';
import type { Line } from './lines.ts';

type Input = Readonly<Record<string, unknown>>;
type Ask = (input: Input) => Promise<Reply>;
const chains = z.object({ chains: z.array(z.string()) });
const page = z.object({
  violation: z.string(),
  key: z.string(),
  head: z.object({ seq: z.number(), hash: z.string() }),
  entries: z.array(recordSchema),
  more: z.boolean(),
});

/** Ends an export: then its last line is missing, and it verifies as cut off. */
class Stopped extends Error {
  readonly code: number;
  constructor(says: string, code: number) {
    super(says);
    this.code = code;
  }
}
async function asked<T>(schema: z.core.$ZodType<T>, ask: Ask, input: Input): Promise<T> {
  const reply = await ask(input);
  if ('refused' in reply) throw new Stopped(reply.refused, 2);
  if ('failed' in reply) throw new Stopped(reply.failed, 1);
  return z.parse(schema, reply.data);
}

async function* linesOf(input: Input, ask: Ask, now: Date): AsyncGenerator<Line> {
  const count = { chains: 0, entries: 0 };
  const names = typeof input.case === 'string' ? [input.case] : (await asked(chains, ask, {})).chains;
  yield { export: { v: 1, at: now.toISOString(), ...input } };
  for (const name of names) {
    let from: Input = { ...input, case: name };
    for (;;) {
      const { violation, key, head, entries, more } = await asked(page, ask, from);
      for (const entry of entries) yield { entry };
      count.entries += entries.length;
      if (!more) {
        count.chains++;
        yield { chain: { violation, key, head } };
        break;
      }
      from = { ...from, after: String(entries.at(-1)?.seq) };
    }
  }
  yield { end: count };
}

/** Answers the exit code. */
export async function exported(input: Input, ask: Ask, now: Date, { out, err }: Terminal): Promise<number> {
  try {
    for await (const line of linesOf(input, ask, now)) out.write(`${JSON.stringify(line)}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    err.write(`mlwarden: ${safe(error.message)}\n`);
    return error.code;
  }
}
