/** Every `mlwarden` command of docs/operating.md, in the order of the page, by the operator's and the reader's own functions in the model of AWS. */
import { readFileSync } from 'node:fs';
import { MANUAL } from '../../src/cli/manual.ts';
import { readVerb } from '../../src/cli/verb-options.ts';
import { functionOf } from '../../src/operator/functions.ts';
import type { Answer } from '../../src/operator/office.ts';
import { proofOf } from '../../src/operator/sign.ts';
import { told } from '../answers.ts';
import { type Stage, stage } from '../world/story/stage.ts';
import { asking } from './desk.ts';
import { invokedBy } from './doors.ts';
import { PEOPLE, rolesOfPeople, saysSts } from './people.ts';

export const REGION = 'eu-west-1';
const page = readFileSync('docs/operating.md', 'utf8');
export const commands = [...page.matchAll(/```sh\n([\s\S]*?)```/g)]
  .flatMap(([, block = '']) => block.trim().split('\n'))
  .filter((line) => line.startsWith('npx mlwarden '))
  .map((line) => line.replace(/ > .*/, '').match(/'[^']*'|\S+/g) ?? [])
  .map((words) => words.map((word) => word.replaceAll("'", '')));

const policy = asking({
  defaults: { reversible: 'enforce', disruptive: 'ask', destructive: 'ask' },
  violations: { 'notebook-root-access': { reversible: { do: 'enforce', after: '24h' }, disruptive: { do: 'enforce', after: '24h' } } },
});
/** The function's own keys, with which it asks SSM. */
export const OWN = { AWS_ACCESS_KEY_ID: 'own', AWS_SECRET_ACCESS_KEY: 'own', AWS_SESSION_TOKEN: 'own' };

export const EXECUTION = '4105a4fc-f944-11e6-9d32-8fb2db27a909';
/** STS, and SSM with what it says is being ordered. */
export class Outside {
  readonly asked: { readonly about: string; readonly signed: boolean }[] = [];
  execution: object = {};
  /** In place of the global one. */
  readonly fetch = async (url: string, { headers, body }: { headers: Record<string, string>; body: string }): Promise<Response> => {
    if (url === `https://ssm.${REGION}.amazonaws.com/`) {
      const signed = /Credential=own\/\d{8}\/eu-west-1\/ssm\//.test(headers.authorization ?? '');
      this.asked.push({ about: `${headers['x-amz-target']} ${body}`, signed });
      return new Response(JSON.stringify({ AutomationExecution: this.execution }));
    }
    return saysSts(headers.authorization);
  };
}

/** A notebook that mlwarden has stopped, and the roles of two people. */
export async function furnished(): Promise<Stage> {
  const notebook = { NotebookInstanceName: 'Churn-Exploration', RootAccess: 'Enabled' as const };
  const file = { notebooks: [notebook], endpointConfigs: [], endpoints: [], policies: [], roles: rolesOfPeople(), findings: [] };
  const on = await stage({ account: '111122223333', region: REGION, seed: 1, start: new Date('2026-11-02T10:00:00Z'), policy, file });
  on.world.bus.publish(JSON.parse(readFileSync('events/notebooks/notebook-encryption.cloudtrail-start.json', 'utf8')));
  await later(on);
  return on;
}
/** What is queued is worked off. */
export async function later({ world }: Stage): Promise<void> {
  await world.run(new Date(world.clock.now() + 20 * 60_000));
}

/** By the function that has the verb; what SSM orders, only the operator has. */
export const invoked = async ({ world }: Stage, event: object): Promise<unknown> =>
  await invokedBy(world, functionOf('verb' in event ? String(event.verb) : ''), event);
/** By one person, and by the second where it takes two. */
export async function ordered(on: Stage, verb: string, input: object): Promise<Answer> {
  for (const accessKeyId of PEOPLE) {
    const proof = await proofOf(verb, input, REGION, { accessKeyId, secretAccessKey: 'x' }, new Date(on.world.clock.now()));
    const reply = (await invoked(on, { verb, input, proof })) as Answer;
    if (!reply.data) throw new Error(`${verb} ${JSON.stringify(input)}: ${JSON.stringify(reply)}`);
    if (reply.data.complete !== false && reply.data.ended !== false) return reply;
  }
  throw new Error(`${verb}: two people were not enough`);
}

/** Every command but those that ask nothing of the function, with what it was answered. */
export async function* typed(on: Stage): AsyncGenerator<{ readonly verb: string }> {
  for (const words of commands) {
    const { verb, input } = readVerb(words.slice(2));
    if (verb === 'policy check' || MANUAL[verb]?.here) {
      yield { verb };
      continue;
    }
    const answer = await ordered(on, verb, input);
    if (verb !== 'export') told(verb, answer);
    yield { verb };
    await later(on);
  }
}
/** A pause that somebody in SSM's console orders. */
export async function automated(on: Stage, outside: Outside): Promise<unknown> {
  outside.execution = {
    ...{ DocumentName: 'mlwarden-pause', AutomationExecutionStatus: 'InProgress', ExecutionStartTime: on.world.clock.now() / 1000 },
    ...{ ExecutedBy: 'arn:aws:sts::111122223333:assumed-role/second/s', Parameters: { Level: ['global'], Why: ['drill'] } },
  };
  return await invoked(on, { automation: EXECUTION });
}
