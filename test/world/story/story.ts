/** A story: what is there, what happens, what people do meanwhile, and how it must end. Read from `*.stories.yaml`. */
import * as z from 'zod/mini';
import { checked, readYaml } from '../../../src/yaml-file.ts';
import { FAULTS } from '../faults.ts';
import { RULES } from '../ruling.ts';
import { duration } from './duration.ts';
import { finding, worldSchema } from './furnish.ts';

const after = z._default(duration, 0);
const input = z._default(z.record(z.string(), z.unknown()), {});
const operation = z
  .string()
  .check(
    z.regex(
      /^(sagemaker|iam|guardduty|codebuild|codepipeline|codedeploy|codeartifact|kms|ecr|s3|ssm|config|cloudtrail|securityhub|dynamodb):\w+$/,
      'a service and its operation, such as sagemaker:StartNotebookInstance',
    ),
  );

const event = z.strictObject({
  /** A sample beside the story. */
  file: z.string(),
  after,
  times: z._default(z.int().check(z.positive()), 1),
  /** Text in the sample → other text: the same event about another resource. */
  replace: z._default(z.record(z.string(), z.string()), {}),
});
const move = z.strictObject({ after, by: z._default(z.string(), 'user/owner'), call: operation, with: input });
/** What people rule for a case, as soon as there is something to rule on. `for`: how long it is good. */
const word = z.strictObject({
  after,
  violation: z.string(),
  resource: z.string(),
  rule: z.enum(RULES),
  for: z._default(duration, 86_400_000),
});
/** What AWS does by itself: GuardDuty finds something, or the next start or deployment of a thing fails (`rollback`: and so does its undoing). */
const turn = z.union([
  z.strictObject({ after, finding }),
  z.strictObject({ after, notebook: z.string(), fails: z.string() }),
  z.strictObject({ after, endpoint: z.string(), fails: z.string(), rollback: z._default(z.boolean(), true) }),
]);
const fault = z.strictObject({
  what: z.enum(FAULTS),
  on: z.string(),
  where: z.optional(z.string()),
  after: z.optional(z.string()),
  skip: z.optional(z.number()),
  times: z.optional(z.number()),
  /** Instead of `times`: it strikes every call until so long after the beginning. */
  lasts: z.optional(duration),
});
const end = z.strictObject({
  violation: z.string(),
  /** A name; `*` stands for any text. */
  resource: z.string(),
  /** How many resources of that name end so. */
  count: z._default(z.number(), 1),
  /** An outcome of a case, or what the last look came to where no case was opened. */
  outcome: z.string(),
  /** What it may be instead under chaos: what fails once there fails again, and after three times it is stuck. */
  or: z._default(z.array(z.string()), []),
  /** Part of why it is `outcome`. */
  because: z.optional(z.string()),
  /** Part of any record of the case; not asked for under chaos. */
  records: z.optional(z.string()),
});
/** What describing a thing must show, or the text of AWS's refusal. */
const shown = z.strictObject({
  call: operation,
  with: input,
  shows: z.optional(z.record(z.string(), z.unknown())),
  refused: z.optional(z.string()),
});

export const storySchema = z.strictObject({
  story: z.string().check(z.minLength(1)),
  account: z.optional(z.string().check(z.regex(/^\d{12}$/))),
  world: z._default(worldSchema, z.parse(worldSchema, {})),
  events: z
    .array(
      z.union([
        z.pipe(
          z.string(),
          z.transform((file) => ({ file, after: 0, times: 1, replace: {} })),
        ),
        event,
      ]),
    )
    .check(z.minLength(1)),
  people: z._default(z.array(move), []),
  rulings: z._default(z.array(word), []),
  aws: z._default(z.array(turn), []),
  faults: z._default(z.array(fault), []),
  /** How often the sweep runs after everything else has come to rest. */
  sweeps: z._default(z.number(), 0),
  ends: z.array(end),
  /** The changes AWS accepted from us, in their order. */
  calls: z.array(z.string()),
  is: z._default(z.array(shown), []),
  /** Messages given up, and alarmed. Under chaos there may be more: what comes twice is given up twice, and so is what ran into five deaths. */
  dead: z._default(z.number(), 0),
  /**
   * What may be instead under chaos, where it ended as an `or` says, or where a function died between a call and its record: nobody knows then
   * whether our call did it, so a stop is not handed back.
   */
  'or-is': z.optional(z.array(shown)),
});
export type Story = z.infer<typeof storySchema>;

export class StoryRefused extends Error {
  override name = 'StoryRefused';
}
/** Throws `StoryRefused`: one sentence with file, line and what is wrong. */
export function readStories(text: string, file: string): readonly Story[] {
  const { value, complain } = readYaml(text, (line, why) => new StoryRefused(`${file}, line ${line}: ${why}`));
  return checked(z.array(storySchema), value, complain, 'the stories');
}
