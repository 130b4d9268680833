/** Orders by SSM Automations: what SSM says of an execution counts, and nothing else. */
import { describe, expect, test } from 'vitest';
import { runbooks } from '../../scripts/generate/runbooks.ts';
import { documentOf, RUNBOOKS } from '../../src/operator/automation.ts';
import { type Surroundings, serve } from '../../src/operator/door.ts';
import type { Reply } from '../../src/operator/exchange.ts';
import type { Answer } from '../../src/operator/office.ts';
import { verbs } from '../../src/operator/verbs.ts';
import { frame, ofType, type Part } from '../deploy/templates.ts';
import { APPROVER, approver, Counter } from './desk.ts';

const ID = '4105a4fc-f944-11e6-9d32-8fb2db27a909';
const NOW = new Date('2026-11-23T12:00:00Z');
const made = new Date('2026-01-01T00:00:00Z');
const EVERYTHING = { Level: ['global'], Of: [''], Why: ['incident 42'] };
const execution = (over: object = {}) => ({
  AutomationExecution: {
    AutomationExecutionId: ID,
    DocumentName: 'mlwarden-resume',
    AutomationExecutionStatus: 'InProgress',
    ExecutionStartTime: NOW.getTime() / 1000 - 3,
    ExecutedBy: approver.arn,
    Parameters: EVERYTHING,
    ...over,
  },
});
const violation = { Level: ['violation'], Of: ['lamp-off'], Why: ['over'] };

class Door {
  readonly counter = new Counter();
  asked: string[] = [];
  over: Partial<Surroundings> = {};
  async opened(answer: unknown, event: unknown = { automation: ID }): Promise<Reply> {
    const ssm = async (id: string) => {
      this.asked.push(id);
      return answer;
    };
    const { home } = this.counter.office();
    const role: Surroundings['role'] = async (name) => (name === 'approver' ? { arn: APPROVER, id: 'AROAAPPROVER', made } : undefined);
    const sts = async () => expect.fail('STS is not asked');
    return await serve(event, { office: (who) => this.counter.office(who), home, now: () => NOW, sts, ssm, role, ...this.over });
  }
}
async function paused(): Promise<Door> {
  const door = new Door();
  await door.opened(execution({ DocumentName: 'mlwarden-pause', Parameters: { ...violation } }));
  return door;
}

describe('an automation', () => {
  test('orders what SSM says was asked of it, in the name of whom SSM says has started it', async () => {
    const door = await paused();
    expect(await door.opened(execution({ Parameters: violation }))).toMatchObject({ data: { ended: true } });
    expect(door.asked).toEqual([ID, ID]);
    expect((await door.counter.record()).map(({ body }) => [body.verb, body.who, body.role, body.from])).toEqual([
      ['pause', approver.arn, APPROVER, `SSM Automation ${ID}`],
      ['resume', approver.arn, APPROVER, `SSM Automation ${ID}`],
    ]);
  });

  test('approves with all its parameters, and an empty one is none', async () => {
    const door = new Door();
    door.counter.street.place('a', { paint: 'red' });
    await door.counter.looked();
    const approving = async (Call: string) => {
      const Parameters = { Case: ['lamp-off a'], Why: ['he agrees'], Call: [Call], Until: ['2h'] };
      return (await door.opened(execution({ DocumentName: 'mlwarden-approve', Parameters }))) as Answer;
    };
    const { says, data } = await approving('');
    expect(says[0]).toBe('Nothing is approved yet. Read what is asked:');
    expect(await approving(String(data.hash).slice(0, 8))).toMatchObject({ data: { complete: true } });
    await door.counter.street.rest();
    expect(door.counter.street.lamps.get('a')?.power).toBe('off');
  });

  test.each([
    ['', false],
    ['true', true],
  ])('asks for an undo, by force where that is %j', async (force, forced) => {
    const door = new Door();
    door.counter.street.place('a', { paint: 'red' });
    await door.counter.looked();
    await door.counter.ask('approve', { case: 'lamp-off a', why: 'x' });
    await door.counter.street.rest();
    const Parameters = { Case: ['lamp-off a'], ExemptUntil: ['2d'], Why: ['x'], Owner: ['carl'], Force: [force] };
    expect(await door.opened(execution({ DocumentName: 'mlwarden-undo', Parameters }))).toMatchObject({ data: { complete: true } });
    const body = (await door.counter.record()).at(-1)?.body as { undo?: { force?: boolean } };
    expect(body.undo?.force ?? false).toBe(forced);
  });

  test.each<[string, object, string]>([
    ['of another document', { DocumentName: 'AWS-StopEC2Instance' }, 'is no runbook of mlwarden'],
    ['of a verb that has no runbook', { DocumentName: 'mlwarden-budget-reset' }, 'is no runbook of mlwarden'],
    ['that is over', { AutomationExecutionStatus: 'Success' }, 'is over'],
    ['that began minutes ago', { ExecutionStartTime: NOW.getTime() / 1000 - 121 }, 'is over'],
    ['that begins in the future', { ExecutionStartTime: NOW.getTime() / 1000 + 121 }, 'is over'],
    ['that another automation has started', { ParentAutomationExecutionId: ID }, 'started by a person'],
    ['that an association has started', { AssociationId: ID }, 'started by a person'],
    ['of a role that policy does not name', { ExecutedBy: approver.arn.replace('/approver/', '/eve/') }, 'IAM knows no role eve'],
    ['of a role in another account', { ExecutedBy: approver.arn.replace('111122223333', '444455556666') }, 'Nobody can tell by which role'],
    ['of a user', { ExecutedBy: 'arn:aws:iam::111122223333:user/approver' }, 'Nobody can tell by which role'],
    ['with nobody’s name', { ExecutedBy: undefined }, 'Cannot read AutomationExecution.ExecutedBy'],
    ['without a reason', { Parameters: { Level: ['global'] } }, 'resume: cannot read why'],
  ])('%s changes nothing', async (_, over, says) => {
    const door = await paused();
    const before = JSON.stringify([...door.counter.street.items]);
    expect(await door.opened(execution({ Parameters: violation, ...over }))).toEqual({ refused: expect.stringContaining(says) });
    expect(JSON.stringify([...door.counter.street.items])).toBe(before);
  });

  test('of a role that was made anew after it began proves nothing', async () => {
    const door = await paused();
    door.over = { role: async () => ({ arn: APPROVER, id: 'AROAANOTHER', made: new Date(NOW.getTime() - 1_000) }) };
    expect(await door.opened(execution({ Parameters: violation }))).toEqual({
      refused: expect.stringContaining('IAM knows no role approver'),
    });
  });

  test('pauses also where IAM cannot say who started it', async () => {
    const door = new Door();
    door.over = { role: async () => Promise.reject(new Error('throttled')) };
    expect(await door.opened(execution({ DocumentName: 'mlwarden-pause' }))).toMatchObject({ data: { pause: 'pause#global' } });
    expect((await door.counter.record())[0]?.body.who).toBe('somebody who invoked the function');
  });

  test.each([
    [{ automation: 'x' }, 'Cannot read automation'],
    [{ automation: ID, verb: 'resume', input: {} }, 'Cannot read the event'],
    [{ automation: ID, proof: {} }, 'Cannot read the event'],
  ])('that is told anything else than its id is refused: %j', async (event, says) => {
    const door = await paused();
    expect(await door.opened(execution({ Parameters: violation }), event)).toEqual({ refused: expect.stringContaining(says) });
    expect(door.asked).toHaveLength(1);
  });
});

describe('the documents', () => {
  const documents = ofType(frame, 'AWS::SSM::Document').map(([, { Properties }]) => Properties);

  test('are in the template as the table of verbs makes them, one for each that people on call need', () => {
    expect(documents).toEqual(Object.values(runbooks()).map((one) => (one as Part).Properties));
    expect(documents.map(({ Name }) => Name)).toEqual(RUNBOOKS.map(documentOf));
    expect(RUNBOOKS.filter((name) => !verbs.some((verb) => verb.name === name))).toEqual([]);
  });

  test.each(documents.map((d) => [d.Name, d.Content] as const))('%s assumes no role, and tells the function its id alone', (_, content) => {
    expect(JSON.stringify(content)).not.toMatch(/assumeRole/i);
    expect(content.mainSteps).toHaveLength(1);
    expect(content.mainSteps[0].inputs).toEqual({
      FunctionName: 'mlwarden-operator',
      Payload: '{"automation":"{{automation:EXECUTION_ID}}"}',
    });
    expect(JSON.stringify(content.mainSteps)).not.toContain('{{ ');
  });

  test.each(documents.map((d) => [d.Name, d] as const))('%s takes what its verb takes', async (name, { Content }) => {
    const verb = verbs.find((v) => documentOf(v.name) === name);
    const door = new Door();
    // Whatever is left empty is either not needed, or refused by name.
    const Parameters = Object.fromEntries(
      Object.entries<{ default?: string }>(Content.parameters).map(([k, p]) => [k, [p.default ?? 'x']]),
    );
    const reply = await door.opened(execution({ DocumentName: name, Parameters }));
    expect(JSON.stringify(reply)).not.toMatch(/Unrecognized|cannot read the event/);
    expect(verb).toBeDefined();
  });
});
