/** Lifecycle configurations of notebooks in a world file, with what was written into them before. */
import * as z from 'zod/mini';
import { duration } from './duration.ts';

const scripts = { OnCreate: z.optional(z.nullable(z.string())), OnStart: z.optional(z.nullable(z.string())) };
const update = z.strictObject({ ago: duration, by: z.string(), ...scripts, untold: z.optional(z.boolean()) });
/** Scripts in clear text, as it was created. `updates`: oldest first; null = the hook is taken away; `untold`: CloudTrail does not know of it. */
export const lifecycleConfigSchema = z.strictObject({
  NotebookInstanceLifecycleConfigName: z.string(),
  createdBy: z.optional(z.string()),
  ...scripts,
  updates: z.optional(z.array(update)),
  age: z.optional(duration),
});
