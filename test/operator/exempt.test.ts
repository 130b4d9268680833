import { describe, expect, test } from 'vitest';
import { policy } from '../engine/policies.ts';
import { approver, asking, Counter, caller, enforcing, person, reader, second, TEAM } from './desk.ts';

const WISH = { case: 'lamp-off a', until: '7d', owner: 'carl', why: 'a trial', ticket: 'OPS-1' };
const team = caller(TEAM);

async function flawed(by?: string): Promise<Counter> {
  const counter = new Counter();
  counter.street.place('a', { paint: 'red' });
  await counter.looked('lamp-off', by);
  return counter;
}

describe('an exemption', () => {
  test('is of whatever is there under the name, if that was said', async () => {
    const counter = await flawed();
    expect((await counter.ask('exempt add', { ...WISH, any: true })).says[0]).toContain('Whatever is there under its name');
    counter.street.place('a', { paint: 'red', born: '2026-11-23T11:00:00.000Z' });
    await counter.looked();
    expect((await counter.case()).outcome).toBe('withheld');
    expect((await counter.ask('exempt list')).says[0]).toContain(
      'for carl, approved by arn:aws:sts::111122223333:assumed-role/approver/s1: a trial (OPS-1)',
    );
  });

  test('of a lamp that nobody has looked at yet has to be of whatever is there', async () => {
    const counter = new Counter();
    expect(await counter.refusal('exempt add', WISH)).toContain('--any exempts whatever is there');
    expect((await counter.ask('exempt add', { ...WISH, any: true })).data.complete).toBe(true);
    counter.street.place('a', { paint: 'red' });
    await counter.looked();
    expect((await counter.case()).outcome).toBe('withheld');
  });

  test.each([
    ['has to end', { until: '91d' }, 'ends after 90 days at the latest, and this one after 91 days'],
    ['has to end later than now', { until: '2026-11-01' }, 'is over already'],
    ['has an owner', { owner: '' }, 'cannot read owner'],
    ['has a reason', { why: '' }, 'cannot read why'],
    ['is written down somewhere', { ticket: undefined }, 'exempt add: cannot read ticket: expected string'],
    ['is written down somewhere that is named', { ticket: '' }, 'cannot read ticket'],
    ['is of a case', { case: 'lamp' }, '"lamp" names no case: say a violation and a resource, such as lamp-off my-resource.'],
    ['is of a violation that there is', { case: 'lamp-on a' }, 'There is no violation "lamp-on"'],
    [
      'is of a resource of that type',
      { case: 'lamp-off arn:aws:sagemaker:eu-west-1:111122223333:endpoint/a' },
      'of the type AWS::SageMaker::Lamp',
    ],
    [
      'is of a resource at home',
      { case: 'lamp-off arn:aws:sagemaker:eu-west-1:444455556666:lamp/a' },
      'in another account than 111122223333',
    ],
  ])('%s', async (_, over, says) => {
    expect(await (await flawed()).refusal('exempt add', { ...WISH, ...over })).toContain(says);
  });

  test('is approved by somebody else than its owner, however he is written down, and than who caused the flaw', async () => {
    const counter = await flawed();
    for (const owner of ['Ann@example.com', person('ann@example.com').arn])
      expect(await counter.refusal('exempt add', { ...WISH, owner }, person('ann@example.com'))).toContain('takes somebody else than');
    expect(await counter.refusal('exempt add', { ...WISH, owner: approver.role })).toContain('takes somebody else than');
    const caused = await flawed(approver.arn);
    expect(await caused.refusal('exempt add', WISH)).toContain('takes somebody else than');
  });

  test('is not approved by the owner, as the tag names him, whomever he names as owner', async () => {
    const counter = new Counter(asking({ ownerTag: 'Owner' }));
    for (const { kind } of counter.street.remediations.values()) Object.assign(kind, { tags: async () => ({ Owner: 'Ann@example.com' }) });
    counter.street.place('a', { paint: 'red' });
    await counter.looked();
    expect(await counter.refusal('exempt add', WISH, person('ann@example.com'))).toContain('takes somebody else than Ann@example.com');
    expect((await counter.ask('exempt add', WISH, person('bob@example.com'))).data.complete).toBe(true);
  });

  test('is given by a team for a week at most, by itself', async () => {
    const counter = await flawed();
    expect(await counter.refusal('exempt add', { ...WISH, until: '8d' }, team)).toContain(
      'a team exempts for 7 days at most; more takes one of the approvers',
    );
    await counter.ask('exempt add', { ...WISH, owner: TEAM }, team);
    expect((await counter.ask('exempt list')).says[0]).toContain(`, by ${team.arn}: a trial`);
  });

  test('is given by nobody else', async () => {
    expect(await (await flawed()).refusal('exempt add', WISH, reader)).toContain('an exemption takes one of the approvers');
  });

  test('of more than thirty days takes two people', async () => {
    const counter = await flawed();
    const { data, says } = await counter.ask('exempt add', { ...WISH, until: '60d' });
    expect(says[0]).toContain('One more person has to say the same');
    expect((await counter.ask('exempt list')).says).toEqual(['Nothing is exempt.']);
    const { until } = data.exemption as { until: string };
    counter.street.now += 60_000;
    expect((await counter.ask('exempt add', { ...WISH, until }, second)).data).toMatchObject({
      complete: true,
      exemption: { until, by: approver.arn, approver: second.arn },
    });
  });
});

describe('more time for the owner', () => {
  const given = async (): Promise<Counter> => {
    const counter = new Counter(
      policy({ defaults: { reversible: 'enforce', disruptive: { do: 'enforce', after: '24h' }, destructive: 'observe' } }),
    );
    counter.street.place('a', { paint: 'red' });
    await counter.looked();
    return counter;
  };

  test('is there only while time is running', async () => {
    const counter = await given();
    counter.street.now = Date.parse('2026-11-24T12:00:00Z');
    expect(await counter.refusal('extend', { case: 'lamp-off a' })).toContain('there is nothing to extend');
    expect(await (await flawed()).refusal('extend', { case: 'lamp-off a' })).toContain('No time is running');
  });
});

describe('putting back', () => {
  const WANTED = { case: 'lamp-off a', exemptUntil: '2d', why: 'the course ends tomorrow' };
  const repaired = async (): Promise<Counter> => {
    const counter = new Counter(enforcing());
    counter.street.place('a', { paint: 'red' });
    await counter.looked();
    expect(counter.street.lamps.get('a')?.power).toBe('off');
    return counter;
  };

  test('takes an approver, an end, a reason, and something that was changed', async () => {
    const counter = await repaired();
    for (const who of [reader, team]) expect(await counter.refusal('undo', WANTED, who)).toContain('is none');
    expect(await counter.refusal('undo', { case: 'lamp-off a', why: 'x' })).toContain('cannot read exemptUntil');
    expect(await counter.refusal('undo', { ...WANTED, why: undefined })).toContain('cannot read why');
    expect(await counter.refusal('undo', { ...WANTED, exemptUntil: '91d' })).toContain('90 days at the latest');
    expect(await counter.refusal('undo', { ...WANTED, exemptUntil: '8d' })).toBe('More than 7 days takes a ticket.');
    expect(await (await flawed()).refusal('undo', WANTED)).toContain('has changed nothing of a');
  });

  test('is written down in the ticket that is given, which is listed with the exemption', async () => {
    const counter = await repaired();
    const { data } = await counter.ask('undo', { ...WANTED, exemptUntil: '8d', ticket: 'OPS-7' });
    expect(data.exemption).toMatchObject({ ticket: 'OPS-7' });
    expect((await counter.record()).at(-1)?.body).toMatchObject({ exemption: { ticket: 'OPS-7' } });
    expect((await counter.ask('exempt list')).says[0]).toContain(`${WANTED.why} (OPS-7)`);
  });

  test('for as long as a team exempts takes no ticket: at night there is none yet', async () => {
    const counter = await repaired();
    expect((await counter.ask('undo', { ...WANTED, exemptUntil: '7d' })).data.complete).toBe(true);
  });

  test('for more than thirty days takes two people', async () => {
    const counter = await repaired();
    const long = { ...WANTED, ticket: 'OPS-7' };
    const { data } = await counter.ask('undo', { ...long, exemptUntil: '40d' });
    const { until } = data.exemption as { until: string };
    expect(data.complete).toBe(false);
    expect((await counter.ask('undo', { ...long, exemptUntil: until }, second)).data.complete).toBe(true);
  });
});
