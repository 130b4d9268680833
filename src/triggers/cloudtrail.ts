/** Somebody called an API that can bring a flaw about. Best effort: calls may come late, twice or never. */
import * as z from 'zod/mini';
import { maybe, take, text } from '../engine/read.ts';
import type { Trigger } from '../engine/remediation.ts';
import { refTo, trigger } from './trigger.ts';

/**
 * API operations by name: the type of the resource each acts on, and the field of requestParameters that names it (`pipeline.name`: a field
 * within a field; several fields: all of them, joined by `/`). `answer`: the field of responseElements that names it where the request does not;
 * `otherwise`: how AWS calls it where neither does. Where that is not enough, `id` reads the request itself: `account` is then whose it is.
 */
export interface Calls {
  readonly [eventName: string]: {
    readonly type: string;
    readonly id: string | readonly string[] | ((request: unknown) => { readonly id: string; readonly account?: string });
    readonly answer?: string;
    readonly otherwise?: string;
  };
}

const within = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (found, field) => (typeof found === 'object' && found !== null ? (found as Record<string, unknown>)[field] : undefined),
    value,
  );

/**
 * Successful calls of one service (`sagemaker`, `iam`). Failed ones are refused by the pattern: whoever has no permission at all can still
 * make those. `by` is the session, the user or the AWS service that called.
 * Field names: CloudTrail guide, "CloudTrail record contents" and "userIdentity element"; requestParameters may be null.
 */
export function cloudtrail(service: string, calls: Calls): Trigger {
  const eventSource = `${service}.amazonaws.com`;
  const known = new Map(Object.entries(calls));
  const detail = () =>
    z.object({
      eventSource: z.literal(eventSource),
      eventName: text,
      errorCode: z.optional(z.string()),
      userIdentity: z.optional(z.object({ arn: maybe, invokedBy: maybe, principalId: maybe })),
      requestParameters: z.nullish(z.looseObject({})),
      responseElements: z.nullish(z.looseObject({})),
    });
  const pattern = { eventSource: [eventSource], eventName: [...known.keys()], errorCode: [{ exists: false }] };
  return trigger(`aws.${service}`, 'AWS API Call via CloudTrail', detail, pattern, (event) => {
    const { eventName, errorCode, userIdentity, requestParameters, responseElements } = event.detail;
    const call = known.get(eventName);
    if (!call) return [];
    if (errorCode !== undefined) return { ignored: 'failed-call' };
    const part = (field: string) => {
      const path = field.split('.');
      const said = within(requestParameters, path) ?? (call.answer ? within(responseElements, call.answer.split('.')) : call.otherwise);
      return take(text, said, ['detail', 'requestParameters', ...path]);
    };
    const named = typeof call.id === 'function' ? call.id(requestParameters) : { id: [call.id].flat().map(part).join('/') };
    const by = userIdentity?.arn || userIdentity?.invokedBy || userIdentity?.principalId;
    return [{ ...refTo(call.type, named.id, { ...event, ...named }, event.time), ...(by ? { by } : {}) }];
  });
}
