/** Requests in AWS's own words, for services without a client among our dependencies. */
import { ACCOUNT, REGION } from '../wire/emulator.ts';
import type { BusEvent } from '../world/bus.ts';

export type Ask = (service: string, method: string, path: string, body: unknown, target?: string) => Promise<unknown>;

/** Of the emulator at `url`, as the account's root, whose signature it never checks. */
export const asker =
  (url: string): Ask =>
  async (service, method, path, body, target) => {
    const scope = `Credential=${ACCOUNT}/20260101/${REGION}/${service}/aws4_request`;
    const authorization = `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=none`;
    const headers = { 'content-type': 'application/x-amz-json-1.1', authorization, ...(target && { 'x-amz-target': target }) };
    const answer = await fetch(url + path, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${service} ${target ?? path}: ${answer.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };

/** Puts an event on the default bus. Id, account, Region and time are EventBridge's to give. */
export async function publish(ask: Ask, { source, 'detail-type': DetailType, detail, resources }: BusEvent): Promise<void> {
  const entry = { Source: source, DetailType, Detail: JSON.stringify(detail), Resources: resources ?? [] };
  await ask('events', 'POST', '/', { Entries: [entry] }, 'AWSEvents.PutEvents');
}
