/** What `--json` answers, verb by verb: the schema that programs may rely on. Members may be added, none is renamed. */
import * as z from 'zod/mini';
import { lockSchema, recordSchema, resource } from '../../src/ledger/items.ts';
import { rulingSchema } from '../../src/ledger/rulings.ts';
import { sweepSchema } from '../../src/ledger/sweep-note.ts';

const text = z.string();
const number = z.number();
const maybe = z.optional(text);
const texts = z.array(text);
/** As AWS has it. */
const anything = z.unknown();
const described = <S extends z.core.$ZodType>(schema: S, description: string): S => {
  z.globalRegistry.add(schema, { description });
  return schema;
};
/** Told once, and referred to by that name. */
const shape = <S extends z.core.$ZodType>(id: string, schema: S): S => {
  z.globalRegistry.add(schema, { id });
  return schema;
};
const time = described(z.string(), 'ISO 8601, in UTC');
const seconds = (of: string) => described(z.number(), `seconds ${of}`);

shape('resource', resource);
shape('record', recordSchema);
shape('ruling', rulingSchema._zod.innerType);
const call = shape('call', z.object({ api: described(z.string(), 'such as `sagemaker:StopNotebookInstance`'), input: anything }));
const effect = z.enum(['reversible', 'disruptive', 'destructive']);
const { exemption } = rulingSchema._zod.innerType.shape;
const exempt = z.object({ violation: text, resource, exemption: shape('exemption', exemption._zod.def.innerType) });
const until = described(z.optional(z.string()), 'ISO 8601; without it, until somebody ends it');
const budget = shape(
  'budget',
  z.object({
    id: text,
    begun: described(z.number(), 'repairs begun within `per`'),
    of: number,
    per: seconds('over which they are counted'),
    tripped: described(z.optional(z.string()), 'since when nothing more begins'),
  }),
);
const left = z.object({
  queue: text,
  amount: described(z.number(), 'seconds of the oldest message; of `dead`, how many messages'),
  at: time,
});
const standing = {
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
const line = shape('line', z.object({ effect, may: z.enum(['enforce', 'ask', 'later', 'not', 'never']), line: text, says: text }));
const step = shape(
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
const policyFile = z.object({ file: text, hash: text, assumed: described(z.boolean(), 'enforce, where it has no line of its own') });
const ended = { case: text, complete: described(z.boolean(), 'false: one more person has to say the same') };

const ofResource = z.object({
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
const ofEvent = z.object({
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

const approved = z.object({
  case: text,
  hash: described(z.string(), 'of the call'),
  complete: described(z.optional(z.boolean()), 'false: one more person has to say the same'),
  answer: rulingSchema._zod.innerType.shape.answer,
  call: described(z.optional(call), 'this and the next two where no call was named, so that nothing is approved'),
  effect: z.optional(effect),
  until: z.optional(time),
});

/** What `data` is, by verb. */
export const ANSWERS: Readonly<Record<string, z.core.$ZodType>> = {
  status: z.object({
    cap: z.enum(['observe', 'policy']),
    release: text,
    policy: described(z.string(), 'its hash'),
    pauses: z.array(z.object({ name: text, rev: number, reason: maybe, by: maybe, at: z.optional(time), until })),
    budgets: z.array(budget),
    cases: described(z.record(z.string(), z.number()), 'how many, by outcome; 1000 = or more'),
    sweeps: z.array(z.object({ kind: text, last: z.optional(sweepSchema) })),
    pulse: z.optional(
      z.object({
        since: time,
        sources: z.array(z.object({ source: text, from: z.optional(time), until: z.optional(time) })),
        waiting: z.array(left),
        dead: z.array(left),
      }),
    ),
    pulseUnread: described(z.optional(z.string()), 'why there is no `pulse`'),
    exemptions: described(z.array(exempt), 'those that end within a week'),
  }),
  list: z.object({
    cases: z.array(
      z.object({
        ...standing,
        is: described(z.optional(z.enum(['held', 'owed', 'undone'])), 'with `--held` or `--undone`'),
        what: maybe,
        left: described(z.optional(z.array(z.string())), 'the calls that an undo left'),
        undo: described(z.optional(z.string()), 'the line that puts it back'),
      }),
    ),
    more: described(z.boolean(), 'there are others: `--after` the last of these'),
  }),
  show: z.object({
    ...standing,
    resource,
    chain: described(z.string(), '`whole`, or what is wrong with it'),
    ruling: z.optional(rulingSchema._zod.innerType),
    paused: texts,
    holds: lockSchema.shape.holds,
    owed: lockSchema.shape.owed,
    last: lockSchema.shape.last,
    entries: z.array(recordSchema),
  }),
  why: z.union([ofResource, ofEvent]),
  look: z.object({ case: text, at: time }),
  pause: z.object({
    pause: text,
    reason: text,
    by: text,
    at: time,
    until,
    inFlight: z.array(
      z.object({
        ...{ violation: text, key: text, api: text, at: time, status: z.enum(['open', 'sent']), says: text },
        mayLeave: described(z.boolean(), 'within the ten seconds after it was admitted'),
      }),
    ),
    more: described(z.boolean(), 'there are more open cases than were asked'),
  }),
  resume: z.object({ pause: text, ended: z.boolean(), until: described(z.optional(z.string()), 'for the second person') }),
  approve: approved,
  deny: approved,
  'exempt add': z.object({ ...ended, exemption }),
  'exempt list': z.object({ exemptions: z.array(exempt) }),
  'exempt end': z.object({ case: text }),
  extend: z.object({ case: text, until: time }),
  undo: z.object({ ...ended, steps: described(z.number(), 'calls to be put back'), exemption }),
  'budget show': z.object({ budgets: z.array(budget) }),
  'budget reset': z.object({ budget: text, begun: number, tripped: z.optional(time) }),
  'policy explain': z.object({ violation: text, resource, policy: text, ifLinked: z.boolean(), lines: z.array(line) }),
  'policy check': z.object({ file: text, hash: text, defaults: anything, approvers: texts }),
  uninstall: z.object({
    left: z.array(z.object({ is: z.enum(['held', 'owed', 'under way']), case: text, what: text, since: time, undo: text })),
  }),
  completion: z.object({ shell: z.enum(['bash', 'zsh', 'fish']), script: text }),
  verify: z.object({ file: text, chains: number, entries: number, faults: texts }),
  scan: z.object({
    at: time,
    region: text,
    accounts: texts,
    policy: policyFile,
    complete: described(z.boolean(), 'false: what is not listed may be wrong all the same'),
    kinds: z.array(
      z.object({
        ...{ kind: text, violations: texts, looked: number },
        failed: described(z.optional(z.string()), 'why its listing broke off'),
        unread: z.array(z.object({ resource: text, says: text })),
      }),
    ),
    findings: z.array(
      z.object({
        ...{ violation: text, title: text, severity: text, resource, owner: text, wrong: text, contained: z.boolean() },
        next: described(z.optional(step), 'what would be done first'),
        says: described(z.optional(z.string()), 'why nothing would be'),
      }),
    ),
    leftAlone: described(z.number(), 'wrong, but nobody lets it be touched: see `--all`'),
    ownersUnread: texts,
  }),
  plan: z.object({
    at: time,
    policy: policyFile,
    plans: z.array(
      z.object({
        ...{ violation: text, title: text, resource, there: z.boolean() },
        ladder: z.optional(
          z.object({
            wrong: text,
            contained: z.boolean(),
            rungs: z.array(step),
            ends: z.enum(['compliant', 'gone', 'told', 'waits', 'unknown']),
            says: maybe,
          }),
        ),
      }),
    ),
  }),
  doctor: z.object({
    at: time,
    region: text,
    checks: z.array(z.object({ check: text, is: z.enum(['right', 'wrong', 'unread']), says: text, fix: maybe })),
  }),
};

/** `replay` plays what may be many stories, and answers for all of them. */
const REPLAY = z.object({
  policy: z.object({ file: text, hash: text }),
  seed: number,
  chaos: z.boolean(),
  ok: described(z.boolean(), 'every story ended as it says'),
  stories: z.array(
    z.object({
      ...{ story: text, file: text },
      events: described(z.array(z.record(z.string(), anything)), 'as they were sent'),
      cases: z.array(
        z.object({
          violation: text,
          name: text,
          key: text,
          entries: z.array(recordSchema),
          broken: described(z.optional(z.string()), 'what is wrong with its chain'),
        }),
      ),
      calls: described(
        z.array(
          z.object({
            ...{ at: time, caller: text, service: text, operation: text, input: anything, outcome: text },
            lost: described(z.optional(z.literal(true)), 'it took effect, and the caller did not hear so'),
          }),
        ),
        'changes that AWS took from us',
      ),
      looks: described(z.array(z.record(z.string(), anything)), 'what the functions counted'),
      dead: described(z.number(), 'messages given up'),
      problems: described(z.array(z.string()), 'where it did not end as it says'),
    }),
  ),
});

type Shapes = Readonly<Record<string, Node>>;
interface Node {
  readonly type?: string;
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly properties?: Shapes;
  readonly required?: readonly string[];
  readonly items?: Node;
  readonly additionalProperties?: Node | boolean;
  readonly anyOf?: readonly Node[];
  readonly $ref?: string;
}

/** JSON Schema of each verb's data, and of the shapes that they share. */
function schemas(io: 'input' | 'output'): { readonly answers: Shapes; readonly shapes: Shapes } {
  let shapes: Shapes = {};
  const answers = Object.entries({ ...ANSWERS, replay: REPLAY }).map(([verb, of]) => {
    const { $schema: _, $defs = {}, ...schema } = z.toJSONSchema(of as z.ZodMiniType, { io, unrepresentable: 'any' });
    shapes = { ...shapes, ...($defs as Shapes) };
    return [verb, schema as Node];
  });
  return { answers: Object.fromEntries(answers), shapes };
}
const answer = (verb: string, data: object) => ({
  type: 'object',
  properties: { verb: { const: verb }, says: { type: 'array', items: { type: 'string' } }, data, wrong: { const: true } },
  required: ['verb', 'says', 'data'],
});
const no = (why: 'refused' | 'failed') => ({
  type: 'object',
  properties: { verb: { type: 'string' }, [why]: { type: 'string' } },
  required: [why],
});

/** JSON Schema of every such document. `exact`: also that nothing stands in it that is not told here, which holds for this release alone. */
export function answersSchema(exact = false): object {
  const { answers, shapes } = schemas(exact ? 'output' : 'input');
  const { replay, ...verbs } = answers;
  const anyOf = [replay, ...Object.entries(verbs).map(([verb, data]) => answer(verb, data)), no('refused'), no('failed')];
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'What npx mlwarden <verb> --json prints',
    anyOf: anyOf.map((one) => ({ ...one, ...(exact && { additionalProperties: false }) })),
    $defs: shapes,
  };
}

const NAMES: Readonly<Record<string, string>> = { string: '', boolean: '`true` or `false`', number: 'a number', integer: 'a number' };
function typeOf({ type, items, enum: one, const: only, additionalProperties: each, $ref }: Node): string {
  if ($ref) return `[${$ref.split('/').at(-1)}](#${$ref.split('/').at(-1)})`;
  if (one) return one.map((value) => `\`${value}\``).join(', ');
  if (only !== undefined) return `\`${only}\``;
  if (type === 'array')
    return items?.properties ? 'a list' : items?.type === 'string' ? 'a list of texts' : `a list of ${typeOf(items ?? {})}`;
  if (type === 'object') return typeof each === 'object' ? 'by name' : '';
  return type === undefined ? 'whatever AWS has there' : (NAMES[type] ?? type);
}
/** A line each, set in below what it belongs to. */
function lines(node: Node, depth = 0): readonly string[] {
  const inner = node.type === 'array' ? node.items : typeof node.additionalProperties === 'object' ? node.additionalProperties : node;
  return Object.entries(inner?.properties ?? {}).flatMap(([name, of]) => {
    const says = [typeOf(of), of.description ?? ''].filter(Boolean).join('; ');
    const maybe = inner?.required?.includes(name) ? '' : '?';
    return [`${'  '.repeat(depth)}- \`${name}${maybe}\`${says ? `: ${says}` : ''}`, ...lines(of, depth + 1)];
  });
}
const section = (title: string, { anyOf, ...one }: Node): string =>
  `### ${title}\n\n${(anyOf ?? [one]).map((part) => lines(part).join('\n')).join('\n\nor\n\n')}\n`;

/** The page for people: every verb's data, then the shapes that they share. */
export function answersPage(): string {
  const { answers, shapes } = schemas('input');
  const own = Object.entries(answers).map(([verb, of]) => section(`\`${verb}\``, of));
  const shared = Object.entries(shapes).map(([name, of]) => section(name, of));
  return [...own, ...shared].join('\n');
}
