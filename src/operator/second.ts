/** What two persons have to want: the word of the first is kept for a day, and the second's completes it. */
import { digest } from '../ledger/chain.ts';
import type { Setting } from '../ledger/desk.ts';
import type { Word } from '../ledger/desk-items.ts';
import { mayHaveSaid, personOf } from './caller.ts';
import { type Data, type Office, Refused } from './office.ts';
import { DAY } from './times.ts';

export interface Matter {
  /** Whether it takes two at all. */
  readonly two: boolean;
  readonly name: string;
  /** Exactly what is wanted: the second person has to want the same. */
  readonly exactly: Data;
  readonly why: string;
}
/** `first` undefined: it takes only one. */
export type Said =
  | { readonly complete: true; readonly first?: Word; readonly sets: readonly Setting[] }
  | { readonly complete: false; readonly until: string; readonly sets: readonly Setting[] };

export async function say(office: Office, { two, name, exactly, why }: Matter): Promise<Said> {
  if (!two) return { complete: true, sets: [] };
  const { caller, clock, desk } = office;
  const now = clock.now();
  const hash = digest(exactly);
  const was = await desk.word(name);
  if (was && was.hash === hash && Date.parse(was.until) > now.getTime()) {
    if (mayHaveSaid(caller, was))
      throw new Refused(`You have said so already; it takes one more person than ${was.person}, by ${was.until}.`);
    return { complete: true, first: was, sets: [{ about: 'word', matter: name, was, now: undefined }] };
  }
  const until = new Date(now.getTime() + DAY).toISOString();
  const word = { hash, person: personOf(caller), arn: caller.arn, why, until };
  return { complete: false, until, sets: [{ about: 'word', matter: name, was, now: word }] };
}

export const oneMore = (until: string): string => `One more person has to say the same by ${until}; until then nothing changes.`;
