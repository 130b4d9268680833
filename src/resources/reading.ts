/** How answers of AWS are read, whatever the service: page by page, and with "not there" as an answer. */
import { isMissing } from '../engine/refusal.ts';

/** Every item of a listing, one page in memory at a time. */
export async function* paged<P, T>(
  page: (token: string | undefined) => Promise<P>,
  items: (p: P) => readonly T[] | undefined,
  next: (p: P) => string | undefined,
): AsyncGenerator<T> {
  let token: string | undefined;
  do {
    const read = await page(token);
    yield* items(read) ?? [];
    token = next(read);
  } while (token);
}

/** The answer, or undefined where AWS says there is no such thing. Every other error passes. */
export async function orMissing<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (isMissing(error as Error)) return undefined;
    throw error;
  }
}

/** AWS left out a field without which nothing can be judged. */
class Incomplete extends Error {
  constructor(what: string) {
    super(`AWS gave no ${what}.`);
    this.name = 'Incomplete';
  }
}
/** Throws Incomplete. */
export function given<T>(value: T | undefined | null, what: string): T {
  if (value === undefined || value === null) throw new Incomplete(what);
  return value;
}

/** Tags by their keys, which are compared as they are written. */
export const tagged = (tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] = []) =>
  Object.fromEntries(tags.map(({ Key, Value }) => [given(Key, 'Key'), Value ?? '']));
