/** A service says that something of it moved: a notebook, a build, a pipeline. Every state is worth a look. */
import * as z from 'zod/mini';
import { maybe, take, text } from '../engine/read.ts';
import type { Trigger } from '../engine/remediation.ts';
import { refTo, trigger } from './trigger.ts';

/** The detail's fields for name and ARN. The name is preferred: SageMaker's ARNs fold it to lower case. */
export interface Named {
  readonly name: string;
  readonly arn?: string;
}

/** `service` as its events' source has it, without `aws.`. */
export function stateChange(detailType: string, type: string, { name, arn = name }: Named, service = 'sagemaker'): Trigger {
  const detail = z.object({ [name]: maybe, [arn]: maybe });
  return trigger(`aws.${service}`, detailType, detail, {}, (event) => {
    const named = take(text, event.detail[name] || event.detail[arn], ['detail', name]);
    return [refTo(type, named, event, event.time)];
  });
}
