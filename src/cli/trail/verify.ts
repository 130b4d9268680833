/** `mlwarden verify`: computes an exported trail anew. It asks nobody, so it proves that nothing in the file was changed since, and no more. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { broken } from '../../ledger/chain.ts';
import type { Entry } from '../../ledger/items.ts';
import { fitted } from '../../yaml-file.ts';
import type { Here } from '../here.ts';
import { BadInput } from '../options.ts';
import { asJson, paint, safe, wrap } from '../text.ts';
import { type Line, lineSchema } from './lines.ts';

type Asked = Extract<Line, { export: unknown }>['export'];
type Chain = Extract<Line, { chain: unknown }>['chain'];

async function* read(file: string): AsyncGenerator<Line> {
  let n = 0;
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    n++;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw new BadInput(`${file}, line ${n}: it is not JSON.`);
    }
    const line = fitted(lineSchema, value);
    if (!('data' in line)) throw new BadInput(`${file}, line ${n}: it is no line of an exported trail.`);
    yield line.data;
  }
}

/** What is wrong with one chain. Only where a part was asked for, its beginning or its end may be missing. */
function faultOf(entries: readonly Entry[], { violation, key, head }: Chain, { since, until, after }: Asked): string | undefined {
  const [first] = entries;
  const foreign = entries.find((e) => e.violation !== violation || e.key !== key);
  if (foreign) return `entry ${foreign.seq} belongs to ${foreign.violation}/${foreign.key}`;
  const part = first && (since ?? after) !== undefined ? { seq: first.seq - 1, hash: first.prev } : undefined;
  if (until !== undefined || (!first && (since ?? after) !== undefined)) return broken(entries, undefined, part);
  return broken(entries, head, part);
}

interface Found {
  readonly faults: string[];
  chains: number;
  entries: number;
  ended: boolean;
}

async function check(file: string): Promise<Found> {
  const found: Found = { faults: [], chains: 0, entries: 0, ended: false };
  let asked: Asked | undefined;
  let pending: Entry[] = [];
  for await (const line of read(file)) {
    if (found.ended) found.faults.push('there is more behind its end');
    if ('export' in line) asked = line.export;
    else if (!asked) throw new BadInput(`${file} is no exported trail: its first line does not say what was asked for.`);
    else if ('entry' in line) pending.push(line.entry);
    else if ('chain' in line) {
      const fault = faultOf(pending, line.chain, asked);
      if (fault !== undefined) found.faults.push(`${line.chain.violation}/${line.chain.key}: ${fault}`);
      found.chains++;
      found.entries += pending.length;
      pending = [];
    } else {
      found.ended = true;
      if (pending.length > 0 || line.end.chains !== found.chains || line.end.entries !== found.entries)
        found.faults.push(`it says that it holds ${line.end.chains} chains of ${line.end.entries} entries, and does not`);
    }
  }
  if (!asked) throw new BadInput(`${file} is no exported trail: it is empty.`);
  if (!found.ended) found.faults.push('it is cut off: its last line is missing');
  return found;
}

export const run: Here = async ({ input, json }, { out }) => {
  const { file } = input;
  if (typeof file !== 'string') throw new BadInput('Say which file to verify, such as: npx mlwarden verify trail.jsonl');
  const { faults, chains, entries } = await check(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === undefined) throw error;
    throw new BadInput(error.code === 'ENOENT' ? `There is no file ${file}.` : `${file} cannot be read: ${error.message}.`);
  });
  const whole = faults.length === 0;
  const says = whole ? [`${chains} chains of ${entries} entries: whole.`] : faults.map((fault) => `BROKEN: ${fault}`);
  const p = paint(out);
  if (json) out.write(asJson('verify', says, { file, chains, entries, faults }, !whole));
  else
    out.write(
      `${says
        .flatMap((line) => wrap(safe(line), 80))
        .map(whole ? p.good : p.bad)
        .join('\n')}\n`,
    );
  return whole ? 0 : 1;
};
