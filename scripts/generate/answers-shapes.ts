/** What several answers have in common. */
import * as z from 'zod/mini';
import { recordSchema, resource } from '../../src/ledger/items.ts';
import { rulingSchema } from '../../src/ledger/rulings.ts';

export const text = z.string();
export const number = z.number();
export const maybe = z.optional(text);
export const texts = z.array(text);
/** As AWS has it. */
export const anything = z.unknown();
export const described = <S extends z.core.$ZodType>(schema: S, description: string): S => {
  z.globalRegistry.add(schema, { description });
  return schema;
};
/** Told once, and referred to by that name. */
const shape = <S extends z.core.$ZodType>(id: string, schema: S): S => {
  z.globalRegistry.add(schema, { id });
  return schema;
};
export const time = described(z.string(), 'ISO 8601, in UTC');
const seconds = (of: string) => described(z.number(), `seconds ${of}`);

shape('resource', resource);
shape('record', recordSchema);
shape('ruling', rulingSchema._zod.innerType);
export const call = shape('call', z.object({ api: described(z.string(), 'such as `sagemaker:StopNotebookInstance`'), input: anything }));
export const effect = z.enum(['reversible', 'disruptive', 'destructive']);
export const { exemption } = rulingSchema._zod.innerType.shape;
export const exempt = z.object({ violation: text, resource, exemption: shape('exemption', exemption._zod.def.innerType) });
export const until = described(z.optional(z.string()), 'ISO 8601; without it, until somebody ends it');
export const budget = shape(
  'budget',
  z.object({
    id: text,
    begun: described(z.number(), 'repairs begun within `per`'),
    of: number,
    per: seconds('over which they are counted'),
    tripped: described(z.optional(z.string()), 'since when nothing more begins'),
  }),
);
export const left = z.object({
  queue: text,
  amount: described(z.number(), 'seconds of the oldest message; of `dead`, how many messages'),
  at: time,
});
export const standing = {
  case: described(z.string(), 'the violation and the key of the resource'),
  violation: text,
  name: text,
  arn: maybe,
  stands: described(z.string(), 'an outcome, or `under way`'),
  open: z.boolean(),
  since: time,
  asked: described(z.optional(z.object({ api: text, hash: text, until: time })), 'what people are asked to approve'),
  by: described(z.optional(z.string()), 'who is known to have caused it'),
  owner: maybe,
  stack: maybe,
};
export const line = shape('line', z.object({ effect, may: z.enum(['enforce', 'ask', 'later', 'not', 'never']), line: text, says: text }));
export const step = shape(
  'step',
  z.object({
    purpose: z.enum(['repair', 'hand-back']),
    from: described(z.enum(['seen', 'expected']), 'what it follows from'),
    call,
    effect,
    may: z.enum(['enforce', 'ask', 'not']),
    why: maybe,
    line: described(z.string(), 'of policy'),
    after: z.optional(seconds('that are waited first')),
    hours: z.optional(texts),
    expect: anything,
    undo: z.optional(call),
    loses: maybe,
  }),
);
export const policyFile = z.object({ file: text, hash: text, assumed: described(z.boolean(), 'enforce, where it has no line of its own') });
export const ended = { case: text, complete: described(z.boolean(), 'false: one more person has to say the same') };

export const ofResource = z.object({
  violations: z.array(
    z.object({
      violation: text,
      resource,
      stands: text,
      ruling: z.optional(rulingSchema._zod.innerType),
      paused: texts,
      ifLinked: described(z.boolean(), 'this is so only where it is linked to ML'),
      lines: z.array(line),
      last: described(z.array(recordSchema), 'the end of its trail'),
    }),
  ),
});
export const ofEvent = z.object({
  event: text,
  since: z.optional(time),
  heard: z.array(
    z.object({
      violation: text,
      family: text,
      is: z.enum(['looked', 'ignored', 'failed']),
      at: described(z.string(), 'the last time, ISO 8601'),
      times: number,
      event: text,
      key: maybe,
      outcome: maybe,
      says: maybe,
      case: maybe,
      reason: maybe,
      messageId: maybe,
      error: maybe,
    }),
  ),
  unread: described(z.array(z.string()), 'logs that could not be read, and why'),
});

export const approved = z.object({
  case: text,
  hash: described(z.string(), 'of all that was shown: the call, its effect, what it overwrites, what puts it back, what is wrong'),
  complete: described(z.optional(z.boolean()), 'false: one more person has to say the same'),
  answer: rulingSchema._zod.innerType.shape.answer,
  call: described(z.optional(call), 'this and the next two where no call was named, so that nothing is approved'),
  effect: z.optional(effect),
  until: z.optional(time),
});
