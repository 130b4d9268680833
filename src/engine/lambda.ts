/** The shape of every handler: an SQS batch, an operator's request, or a bare EventBridge event. */
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { House } from './house.ts';
import { type Received, receive } from './receive.ts';
import type { AnyRemediation } from './remediation.ts';

/**
 * Exactly the messages that failed are reported and come again; after their retries they are dead-lettered, which alarms.
 * For a bare event, what was found is returned and what failed is thrown.
 */
export function handle(remediation: AnyRemediation, house: (event: unknown) => House) {
  return async (event: unknown): Promise<SQSBatchResponse | Received> => {
    const home = house(event);
    const records = (event as Partial<SQSEvent> | null | undefined)?.Records;
    if (!Array.isArray(records)) return await receive(remediation, event, home);
    const batchItemFailures: { itemIdentifier: string }[] = [];
    for (const { messageId, body } of records) {
      // By this id people find again what came of an event; what nobody can read goes by that of its message.
      let event = messageId;
      const count: House['count'] = (what, fields) => home.count(what, { ...fields, event });
      try {
        const arrived = JSON.parse(body);
        const id: unknown = (arrived?.look?.cause ?? arrived)?.id;
        if (typeof id === 'string') event = id;
        await receive(remediation, arrived, { ...home, count });
      } catch (error) {
        const { name, message } = error as Error;
        count('failed', { violation: remediation.id, messageId, error: name, says: message });
        batchItemFailures.push({ itemIdentifier: messageId });
      }
    }
    return { batchItemFailures };
  };
}
