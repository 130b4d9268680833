/** Where news goes, and where a case's resource is read. */
import { type AttributeValue, BatchGetItemCommand, type BatchGetItemCommandOutput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import * as z from 'zod/mini';
import { reader } from '../aws.ts';
import type { Resource } from '../engine/remediation.ts';
import { resource } from '../ledger/items.ts';
import { caseId } from '../ledger/layout.ts';
import type { Case } from './news.ts';
import type { Outside } from './teller.ts';

interface Where {
  readonly region: string;
  readonly table: string;
  readonly bus: string;
  readonly topic: string;
}

/** BatchGetItem takes a hundred keys. */
const AT_ONCE = 100;
const ROUNDS = 5;
/** The ledger did not answer whole. */
export class CasesUnread extends Error {
  override name = 'CasesUnread';
}

async function docs(client: DynamoDBClient, table: string, pks: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (let from = 0; from < pks.length; from += AT_ONCE) {
    let Keys: Record<string, AttributeValue>[] | undefined = pks
      .slice(from, from + AT_ONCE)
      .map((pk) => ({ pk: { S: pk }, sk: { S: '-' } }));
    for (let round = 0; Keys?.length; round++) {
      if (round === ROUNDS) throw new CasesUnread('The ledger did not give all cases.');
      const page: BatchGetItemCommandOutput = await client.send(new BatchGetItemCommand({ RequestItems: { [table]: { Keys } } }));
      for (const { pk, doc } of page.Responses?.[table] ?? []) found.set(pk?.S ?? '', doc?.S ?? '');
      Keys = page.UnprocessedKeys?.[table]?.Keys;
    }
  }
  return found;
}

/** Several values are a list in JSON, of which a filter takes any (SNS guide, "Amazon SNS message attributes"). */
const attributeOf = (is: string | readonly string[]) =>
  typeof is === 'string' ? { DataType: 'String', StringValue: is } : { DataType: 'String.Array', StringValue: JSON.stringify(is) };

const schema = z.object({ resource });
/** A case that cannot be read has no resource: its news is told by its key. */
function resourceIn(doc: string | undefined): Resource | undefined {
  try {
    return z.parse(schema, JSON.parse(doc ?? '')).resource;
  } catch {
    return undefined;
  }
}

export function outside({ region, table, bus, topic }: Where): Pick<Outside, 'resources' | 'emit' | 'post' | 'table'> {
  const idOf = ({ violation, key }: Case): string => caseId(violation, key).pk;
  return {
    table,
    async resources(cases) {
      const found = await docs(reader(DynamoDBClient, { region }), table, [...new Set(cases.map(idOf))]);
      return (of) => resourceIn(found.get(idOf(of)));
    },
    async emit(events) {
      const Entries = events.map(({ type, detail }) => ({
        EventBusName: bus,
        Source: 'mlwarden',
        DetailType: type,
        Detail: JSON.stringify(detail),
        Time: new Date(detail.at),
        Resources: detail.resource?.arn ? [detail.resource.arn] : [],
      }));
      const { Entries: answers = [] } = await reader(EventBridgeClient, { region }).send(new PutEventsCommand({ Entries }));
      return events.map((_, i) => answers[i]?.EventId !== undefined);
    },
    async post({ subject, letter, chat, attributes }) {
      const MessageAttributes = Object.fromEntries(Object.entries(attributes).map(([name, is]) => [name, attributeOf(is)]));
      // The service behind Slack and Teams subscribes by https; what it does not know the look of is a letter to all others.
      const Message = JSON.stringify({ default: letter, email: letter, https: chat, sms: subject });
      const input = { TopicArn: topic, Subject: subject, Message, MessageStructure: 'json', MessageAttributes };
      await reader(SNSClient, { region }).send(new PublishCommand(input));
    },
  };
}
