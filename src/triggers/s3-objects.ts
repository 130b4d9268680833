/** S3 put an object somewhere, or it is gone: told of buckets that send their notifications to EventBridge. */
import * as z from 'zod/mini';
import { text } from '../engine/read.ts';
import type { Ref, Trigger } from '../engine/remediation.ts';
import { refTo, trigger } from './trigger.ts';

const detail = () => z.object({ bucket: z.object({ name: text }), object: z.object({ key: z.string() }) });
const told = ['Object Created', 'Object Deleted'];

/** A key that nobody can print names nothing that could be looked for. */
export function objectRefs(type: string, bucket: string, key: string, where: Pick<Ref, 'account' | 'region'>, at: string): readonly Ref[] {
  const id = z.safeParse(text, `s3://${bucket}/${key}`);
  return id.success ? [refTo(type, id.data, where, at)] : [];
}

/**
 * Objects whose keys end so (S3 guide, "EventBridge event message structure"), in any order. That keys stand there as they are, unlike in what S3
 * sends to queues, is assumed: one with other signs would be missed, and found by the sweep.
 */
export const s3Objects = (type: string, suffix: string): readonly Trigger[] =>
  told.map((detailType) =>
    trigger('aws.s3', detailType, detail, { object: { key: [{ suffix }] } }, (event) => {
      const { bucket, object } = event.detail;
      return object.key.endsWith(suffix) ? objectRefs(type, bucket.name, object.key, event, event.time) : [];
    }),
  );
