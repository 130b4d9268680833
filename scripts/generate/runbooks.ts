/** The SSM Automation documents, one for each verb that people on call need, from the table of verbs. */
import * as z from 'zod/mini';
import { MANUAL } from '../../src/cli/manual.ts';
import type { Json } from '../../src/engine/remediation.ts';
import { documentOf, parameterOf, RUNBOOKS, shapeOf } from '../../src/operator/automation.ts';
import type { Verb } from '../../src/operator/verb.ts';
import { verbs } from '../../src/operator/verbs.ts';
import { pascal } from './scan.ts';

interface Said {
  readonly enum?: readonly string[];
  readonly type?: string;
}
const WORDS: Readonly<Record<string, string>> = {
  case: 'The violation and the resource: by name, by ARN or by key',
  level: 'What is paused',
  of: 'Which account, violation or resource; empty for everything',
};

/** Nothing typed reaches the function but through SSM, so the pattern is for whoever types: what the verb refuses is refused before. */
function parameter(verb: Verb, member: string, schema: z.ZodMiniType): Json {
  const { type, enum: allowed } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Said;
  const optional = z.safeParse(schema, undefined).success;
  const says = WORDS[member] ?? MANUAL[verb.name]?.flags[member.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)];
  const description = typeof says === 'string' ? says : `Whether ${member} is wanted`;
  if (type === 'boolean') return { type: 'String', description, allowedValues: ['', 'true'], default: '' };
  if (allowed) return { type: 'String', description, allowedValues: allowed };
  return {
    type: 'String',
    description,
    allowedPattern: optional ? '^[^\\x00-\\x1f]{0,2000}$' : '^[^\\x00-\\x1f]{1,2000}$',
    ...(optional && { default: '' }),
  };
}

function content(verb: Verb): Json {
  return {
    schemaVersion: '0.3',
    description: `mlwarden: ${MANUAL[verb.name]?.says}. In the name of whoever starts it.`,
    parameters: Object.fromEntries(
      Object.entries(shapeOf(verb)).map(([member, schema]) => [parameterOf(member), parameter(verb, member, schema)]),
    ),
    mainSteps: [
      {
        name: 'order',
        action: 'aws:invokeLambdaFunction',
        // Ordered once: who sees it fail asks what has become of it before he orders again.
        maxAttempts: 1,
        timeoutSeconds: 60,
        isEnd: true,
        inputs: { FunctionName: 'mlwarden-operator', Payload: '{"automation":"{{automation:EXECUTION_ID}}"}' },
      },
    ],
    outputs: ['order.Payload'],
  };
}

export function runbooks(): { readonly [id: string]: Json } {
  const named = RUNBOOKS.map((name) => verbs.find((verb) => verb.name === name)).filter((verb) => verb !== undefined);
  return Object.fromEntries(
    named.map((verb) => [
      `${pascal(verb.name.replace(' ', '-'))}Runbook`,
      {
        Type: 'AWS::SSM::Document',
        Properties: {
          Name: documentOf(verb.name),
          DocumentType: 'Automation',
          DocumentFormat: 'JSON',
          UpdateMethod: 'NewVersion',
          Content: content(verb),
          Tags: [{ Key: 'service', Value: 'mlwarden' }],
        },
      },
    ]),
  );
}
