/**
 * An order by an SSM Automation. The door is told nothing but which execution it is; what was ordered and by whom is asked of SSM, which alone
 * knows who started it ("ExecutedBy", Systems Manager API reference, AutomationExecution). See docs/decisions/0017.
 */
import * as z from 'zod/mini';
import { take } from '../engine/read.ts';
import { Refused } from './office.ts';
import type { Verb } from './verb.ts';

export const automationSchema = z.strictObject({ automation: z.string().check(z.regex(/^[0-9a-f-]{36}$/, 'the id of an execution')) });

const answer = z.object({
  AutomationExecution: z.object({
    DocumentName: z.string(),
    AutomationExecutionStatus: z.string(),
    /** Seconds since 1970. */
    ExecutionStartTime: z.number(),
    ExecutedBy: z.string(),
    Parameters: z._default(z.record(z.string(), z.array(z.string())), {}),
    ParentAutomationExecutionId: z.optional(z.string()),
    AssociationId: z.optional(z.string()),
  }),
});
/** What SSM answers to GetAutomationExecution. */
export type AskSsm = (id: string) => Promise<unknown>;

/** The verbs that the console and incident tools have a runbook for. */
export const RUNBOOKS: readonly string[] = ['look', 'approve', 'deny', 'pause', 'resume', 'undo', 'exempt add'];
export const documentOf = (verb: string): string => `mlwarden-${verb.replace(' ', '-')}`;
export const parameterOf = (member: string): string => `${member.charAt(0).toUpperCase()}${member.slice(1)}`;
export const shapeOf = ({ input }: Verb): Readonly<Record<string, z.ZodMiniType>> =>
  (input._zod.def as object as { shape: Record<string, z.ZodMiniType> }).shape;

/** Milliseconds that an execution may have run before it asks. */
const FRESH = 120_000;

export interface Executed {
  readonly verb: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Who started it, and when. */
  readonly arn: string;
  readonly at: Date;
}

/** Throws `Refused` for an execution that orders nothing. */
export async function executed(id: string, verbs: readonly Verb[], now: Date, ask: AskSsm): Promise<Executed> {
  const e = take(answer, await ask(id)).AutomationExecution;
  const verb = verbs.find(({ name }) => RUNBOOKS.includes(name) && documentOf(name) === e.DocumentName);
  if (!verb) throw new Refused(`${e.DocumentName} is no runbook of mlwarden.`);
  const at = new Date(e.ExecutionStartTime * 1000);
  if (e.AutomationExecutionStatus !== 'InProgress' || !(Math.abs(now.getTime() - at.getTime()) <= FRESH))
    throw new Refused('That execution is over: an order is one that was just begun.');
  // Who starts another runbook need not know that it goes on into ours.
  if (e.ParentAutomationExecutionId ?? e.AssociationId)
    throw new Refused('mlwarden’s runbooks are started by a person, not by another automation.');
  return { verb: verb.name, input: inputOf(verb, e.Parameters), arn: e.ExecutedBy, at };
}

/** Parameters are lists of text; an empty one was not given. */
function inputOf(verb: Verb, parameters: Readonly<Record<string, readonly string[]>>): Record<string, unknown> {
  const given = Object.entries(shapeOf(verb)).flatMap(([member, schema]): [string, unknown][] => {
    const [text = ''] = parameters[parameterOf(member)] ?? [];
    if (text === '') return [];
    return z.safeParse(schema, true).success ? (text === 'true' ? [[member, true]] : []) : [[member, text]];
  });
  return Object.fromEntries(given);
}
