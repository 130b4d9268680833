/** The operator's office on the street of lamps, and the people who come in. */
import type { Policy } from '../../src/engine/policy.ts';
import { broken } from '../../src/ledger/chain.ts';
import { DESK, type Desk } from '../../src/ledger/desk.ts';
import { memoryDesk } from '../../src/ledger/desk-memory.ts';
import type { Entry } from '../../src/ledger/items.ts';
import type { Ledger } from '../../src/ledger/port.ts';
import type { Caller } from '../../src/operator/caller.ts';
import { type Answer, type Known, type Office, Refused } from '../../src/operator/office.ts';
import { verbs } from '../../src/operator/verbs.ts';
import { told } from '../answers.ts';
import { type Lamp, resourceOf, Street } from '../engine/lamp.ts';
import { policy } from '../engine/policies.ts';

const ACCOUNT = '111122223333';
const roleArn = (path: string): string => `arn:aws:iam::${ACCOUNT}:role/${path}`;
export const APPROVER = roleArn('security/approver');
export const SECOND = roleArn('security/second');
const SSO = 'aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Security_0123456789abcdef';
export const PEOPLE = roleArn(SSO);
export const TEAM = roleArn('teams/vision');

export function caller(role: string | undefined, session = 's1'): Caller {
  const name = role?.split('/').at(-1) ?? 'somebody';
  return { ...(role !== undefined && { role }), session, arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/${session}` };
}
export const approver = caller(APPROVER);
export const second = caller(SECOND);
export const reader = caller(roleArn('readers/dashboard'));
export const unknown = caller(undefined);
export const person = (name: string): Caller => caller(PEOPLE, name);
/** A user of IAM, in an approver's role whose trust policy demands his own name. */
export const named = (name: string, role = APPROVER): Caller => ({ ...caller(role, name), named: true });

const lamp = (id: string): Known => ({
  id,
  type: 'AWS::SageMaker::Lamp',
  sweep: 'AWS::SageMaker::Lamp (lamp-off)',
});

/** Somebody may approve, everything is asked for. */
export const asking = (over: Record<string, unknown> = {}): Policy =>
  policy({
    defaults: { reversible: 'ask', disruptive: 'ask', destructive: 'ask' },
    approvers: [APPROVER, SECOND, PEOPLE],
    teams: [TEAM],
    ...over,
  });

/** Where street and desk keep their records. */
interface Kept {
  readonly ledger: Ledger;
  readonly desk: Desk;
  /** All of them, as they are. */
  all(): Promise<unknown>;
}

/** Everything is done at once, save what would destroy something. */
export const enforcing = (over: Record<string, unknown> = {}): Policy =>
  policy({ approvers: asking().approvers, teams: asking().teams, ...over });
export const EVERYTHING = { level: 'global', why: 'incident 42' };

export class Counter {
  readonly street: Street;
  readonly kept: Kept;
  /** In memory, unless it is said where. */
  constructor(p: Policy = asking(), keep?: (now: () => Date) => Kept) {
    this.street = new Street(p);
    const { ledger, items } = this.street;
    const now = () => new Date(this.street.now);
    this.kept = keep?.(now) ?? { ledger, desk: memoryDesk(items, now), all: async () => [...items] };
    this.street.kept = this.kept.ledger;
  }
  office(who: Caller = approver): Office {
    const { policy, cap, release, home, again, clock } = this.street.house();
    const { desk } = this.kept;
    return { desk, policy, cap, release, home, clock, caller: who, known: [lamp('lamp-off'), lamp('lamp-shut')], ...(again && { again }) };
  }
  async ask(name: string, input: object = {}, who: Caller = approver, over: Partial<Office> = {}): Promise<Answer> {
    const verb = verbs.find((v) => v.name === name);
    if (!verb) throw new Error(`no verb ${name}`);
    const answer = await verb.run({ ...this.office(who), ...over }, name === 'approve' ? await this.read(input) : input);
    return name === 'export' ? answer : told(name, answer);
  }
  /** Whoever approves has read what is asked, and names it, unless he says another call, or none. */
  private async read(input: { readonly case?: unknown }): Promise<object> {
    if (typeof input?.case !== 'string' || 'call' in input) return input;
    const [violation = '', lamp = ''] = input.case.split(' ');
    const { asked } = await this.street.case(violation, lamp);
    return asked ? { ...input, call: asked.hash } : input;
  }
  /** The sentence with which it is refused; then nothing may have changed. */
  async refusal(name: string, input: object, who: Caller = approver, over: Partial<Office> = {}): Promise<string> {
    const before = JSON.stringify(await this.kept.all());
    const answer = await this.ask(name, input, who, over).catch((error: unknown) => error);
    if (!(answer instanceof Refused)) throw new Error(`It was not refused: ${JSON.stringify(answer)}`, { cause: answer });
    if (JSON.stringify(await this.kept.all()) !== before) throw new Error('Something changed all the same.');
    return answer.message;
  }
  /** What is on record at the desk; the chain must be whole. */
  async record(): Promise<Entry[]> {
    const { desk } = this.office();
    const entries = await Array.fromAsync(desk.entries(DESK.violation, DESK.key));
    const fault = broken(entries, await desk.head());
    if (fault) throw new Error(fault);
    return entries;
  }
  /** A lamp of the wrong paint, and a look at it. */
  async found(lamp: Partial<Lamp> = {}): Promise<this> {
    this.street.place('a', { paint: 'red', ...lamp });
    await this.looked();
    return this;
  }
  async looked(violation = 'lamp-off', by?: string): Promise<void> {
    await this.street.look(violation, 'a', by);
    await this.street.rest();
  }
  async case(violation = 'lamp-off') {
    return await this.street.case(violation, 'a');
  }
  async ruling(violation = 'lamp-off') {
    return (await this.kept.desk.open({ violation, key: resourceOf('a').key, account: ACCOUNT })).ruling;
  }
}

/** A counter whose street and desk keep nothing yet. */
export type Open = (p?: Policy) => Counter;

/** What came of what was asked at once: the data of the answer, or the sentence with which it was refused. */
export const atOnce = async (...asked: readonly Promise<Answer>[]) =>
  (await Promise.allSettled(asked)).map((one) => {
    if (one.status === 'fulfilled') return one.value.data;
    if (one.reason instanceof Refused) return one.reason.message;
    throw one.reason;
  });
