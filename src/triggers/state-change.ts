/** SageMaker says that a notebook, an endpoint or a deployment moved. Every state is worth a look. */
import * as z from 'zod/mini';
import { maybe, take, text } from '../engine/read.ts';
import type { Trigger } from '../engine/remediation.ts';
import { refTo, trigger } from './trigger.ts';

/** `id` holds the detail's fields for name and ARN. The name is preferred: SageMaker's ARNs fold it to lower case. */
export function stateChange(detailType: string, type: string, id: { readonly name: string; readonly arn: string }): Trigger {
  const detail = z.object({ [id.name]: maybe, [id.arn]: maybe });
  return trigger('aws.sagemaker', detailType, detail, {}, (event) => {
    const named = take(text, event.detail[id.name] || event.detail[id.arn], ['detail', id.name]);
    return [refTo(type, named, event, event.time)];
  });
}
