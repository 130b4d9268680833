/** How answers of AWS are read, whatever the service: page by page, and with "not there" as an answer. */

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

/**
 * SageMaker models no error for what is not there: it is a ValidationException that says `RecordNotFound` (notebooks) or
 * `Could not find …` (endpoints, endpoint configs). Texts as hashicorp/terraform-provider-aws matches them.
 */
const MISSING =
  /^(ResourceNotFound|ResourceNotFoundException|NoSuchEntity|NoSuchEntityException|Pipeline(Version|Execution)?NotFoundException|(Application|DeploymentGroup)DoesNotExistException)$/;
const MISSING_TEXT = /RecordNotFound|Could not find/;

/** The answer, or undefined where AWS says there is no such thing. Every other error passes. */
export async function orMissing<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    const { name, message } = error as Error;
    if (MISSING.test(name) || (name === 'ValidationException' && MISSING_TEXT.test(message))) return undefined;
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
