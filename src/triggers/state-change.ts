/** A service says that something of it moved: a notebook, a build, a pipeline. Every state is worth a look. */
import * as z from 'zod/mini';
import { maybe, take, text } from '../engine/read.ts';
import type { Trigger } from '../engine/remediation.ts';
import { refTo, trigger } from './trigger.ts';

/**
 * The detail's fields for name (several: all of them, joined by `/`) and ARN. The name is preferred: SageMaker's ARNs fold it to lower case.
 */
export interface Named {
  readonly name: string | readonly string[];
  readonly arn?: string;
}

/** `service` as its events' source has it, without `aws.`. */
export function stateChange(detailType: string, type: string, { name, arn }: Named, service = 'sagemaker'): Trigger {
  const names = [name].flat();
  const detail = () => z.object(Object.fromEntries([...names, ...(arn ? [arn] : [])].map((field) => [field, maybe])));
  return trigger(`aws.${service}`, detailType, detail, {}, (event) => {
    const parts = names.map((field) => take(text, event.detail[field] || (arn && event.detail[arn]), ['detail', field]));
    return [refTo(type, parts.join('/'), event, event.time)];
  });
}
