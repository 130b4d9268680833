/** The trail, to be taken away: which chains there are, or the entries of one, a page at a time. */
import * as z from 'zod/mini';
import { DESK } from '../ledger/desk.ts';
import { type Entry, OUTCOMES } from '../ledger/items.ts';
import { type Answer, dataOf, type Office, Refused } from './office.ts';
import { caseOf } from './target.ts';
import { since } from './times.ts';
import { text, verb } from './verb.ts';

/** Chains that one answer lists, and characters that one page holds: an answer of a function has 6 MB at most. */
const CHAINS = 10_000;
const PAGE = 2_000_000;

const input = z.strictObject({
  case: z.optional(text(2_000)),
  since: z.optional(text()),
  until: z.optional(text()),
  after: z.optional(z.string().check(z.regex(/^\d{1,9}$/, 'the number of an entry'))),
});
type Wanted = z.infer<typeof input>;

/** Every case that ever stood somehow, and the desk's own chain. */
async function chains({ desk }: Office): Promise<Answer> {
  const all = new Set([`${DESK.violation}/${DESK.key}`]);
  for (const standing of ['open', ...OUTCOMES] as const)
    for await (const { violation, key } of desk.cases(standing))
      if (all.add(`${violation}/${key}`).size > CHAINS) throw new Refused(`There are more than ${CHAINS} cases: export them one by one.`);
  return { says: [`${all.size} chains`], data: { chains: [...all] } };
}

/** The desk's own chain, or a case by what the ledger calls it, whatever this release knows of it. */
const DIRECT = /^([a-z0-9-]+)\/(desk|aws[a-z-]*\/.+)$/s;
async function named(office: Office, name: string): Promise<readonly string[]> {
  const direct = DIRECT.exec(name);
  if (direct) return direct.slice(1);
  const { known, resource } = await caseOf(office, name);
  return [known.id, resource.key];
}

async function page(office: Office, name: string, { since: from, until: to, after = '0' }: Wanted): Promise<Answer> {
  const { desk, clock } = office;
  const [first = '', last = '~'] = [from, to].map((text) => text && since(text, clock.now()).toISOString());
  const [violation = '', key = ''] = await named(office, name);
  const head = key === DESK.key ? await desk.head() : (await desk.open({ violation, key, account: key.split('/')[2] ?? '' })).case.head;
  const entries: Entry[] = [];
  let size = 0;
  let more = false;
  for await (const entry of desk.entries(violation, key)) {
    if (entry.seq <= Number(after) || entry.seq > head.seq || entry.at < first || entry.at > last) continue;
    more = size > PAGE;
    if (more) break;
    size += JSON.stringify(entry).length;
    entries.push(entry);
  }
  return { says: [`${entries.length} entries`], data: dataOf({ violation, key, head, entries, more }) };
}

export const exportVerb = verb({
  name: 'export',
  takes: 'read',
  input,
  run: async (office, wanted) => (wanted.case === undefined ? await chains(office) : await page(office, wanted.case, wanted)),
});
