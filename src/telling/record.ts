/** A change of the ledger as DynamoDB's stream brings it: the record that was written, or why it cannot be read. */
import type { DynamoDBRecord } from 'aws-lambda';
import * as z from 'zod/mini';
import { digest } from '../ledger/chain.ts';
import { recordSchema } from '../ledger/items.ts';

/** A record of any release: a type that this one does not know is read, and is nothing to tell. */
const schema = z.extend(recordSchema, { type: z.string() });
export type Told = z.infer<typeof schema>;

/** What nobody can read is told all the same, by its key. */
export interface Unreadable {
  readonly unreadable: string;
  readonly why: string;
}
/** `id` is the same for every delivery. */
export type Arrived = { readonly id: string } & ({ readonly record: Told } | Unreadable);

export function read({ dynamodb }: DynamoDBRecord): Arrived {
  const { NewImage: image = {}, Keys: keys = {} } = dynamodb ?? {};
  const where = `${keys.pk?.S ?? image.pk?.S} ${keys.sk?.S ?? image.sk?.S}`;
  const doc = image.doc?.S ?? '';
  const unreadable = (why: string): Arrived => ({ id: digest(JSON.stringify([where, doc])), unreadable: where, why });
  let stored: unknown;
  try {
    stored = JSON.parse(doc);
  } catch {
    return unreadable('it is no JSON');
  }
  const { data: record, error } = z.safeParse(schema, stored);
  if (!record) return unreadable(`it does not fit its schema at ${error.issues[0]?.path.join('.') || 'its root'}`);
  if (!sound(stored as Told)) return unreadable('its hash is not its own: it was altered, or not written by us');
  return { id: record.hash, record };
}

/** What is nested without end may have no digest. */
function sound({ hash, ...unsigned }: Told): boolean {
  try {
    return digest(unsigned) === hash;
  } catch {
    return false;
  }
}
