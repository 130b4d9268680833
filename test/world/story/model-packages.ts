/** Versions of models in a world file, with what was done to them before. */
import {
  type InferenceSpecification,
  ModelApprovalStatus,
  ModelPackageStatus,
  type UpdateModelPackageInput,
} from '@aws-sdk/client-sagemaker';
import * as z from 'zod/mini';
import { duration } from './duration.ts';

const approval = z.enum(ModelApprovalStatus);
const update = z.strictObject({
  ago: duration,
  by: z.string(),
  asks: z.custom<Partial<Omit<UpdateModelPackageInput, 'ModelPackageArn'>>>((asked) => typeof asked === 'object', 'what is asked'),
  untold: z.optional(z.boolean()),
});
/** `ModelApprovalStatus`, `InferenceSpecification`: as it was created. `updates`: oldest first; `untold`: CloudTrail does not know of it. */
export const modelPackageSchema = z.strictObject({
  ModelPackageGroupName: z.string(),
  ModelPackageVersion: z.int(),
  createdBy: z.optional(z.string()),
  ModelPackageStatus: z.optional(z.enum(ModelPackageStatus)),
  ModelApprovalStatus: z.optional(approval),
  InferenceSpecification: z.optional(z.custom<InferenceSpecification>((is) => typeof is === 'object', 'a specification')),
  updates: z.optional(z.array(update)),
  age: z.optional(duration),
});
