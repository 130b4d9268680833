import { describe, expect, test } from 'vitest';
import { caseId, entryId } from '../../src/ledger/layout.ts';
import { nameOf } from '../../src/ledger/memory.ts';
import { told } from '../../src/operator/told.ts';
import { resourceOf } from '../engine/lamp.ts';
import { approver, asking, Counter, unknown } from './desk.ts';

async function street(): Promise<Counter> {
  const counter = new Counter();
  counter.street.place('a', { paint: 'red' });
  counter.street.place('b', { door: 'open' });
  await counter.looked();
  counter.street.now += 3_600_000;
  await counter.street.look('lamp-shut', 'b');
  await counter.street.rest();
  return counter;
}

describe('the list', () => {
  test.each([
    [{}, ['a', 'b']],
    [{ asking: true }, ['b', 'a']],
    [{ stuck: true, failed: true }, []],
    [{ violation: 'lamp-shut' }, ['b']],
    [{ account: '444455556666' }, []],
    [{ account: '111122223333', open: true, asking: true }, ['b', 'a']],
    [{ since: '30m' }, ['b']],
    [{ since: '2026-11-23T12:30Z', asking: true }, ['b']],
  ])('by %j', async (input, names) => {
    const { data } = await (await street()).ask('list', input, unknown);
    expect((data.cases as { name: string }[]).map(({ name }) => name)).toEqual(names);
  });
  test('of what is held so, and of one owner', async () => {
    const counter = new Counter(
      asking({ ownerTag: 'Owner', defaults: { reversible: 'enforce', disruptive: 'enforce', destructive: 'ask' } }),
    );
    for (const { kind } of counter.street.remediations.values())
      Object.assign(kind, { tags: async ({ name }: { name: string }) => ({ Owner: `team-${name}` }) });
    counter.street.place('a', { paint: 'red' });
    counter.street.place('b', { paint: 'unknown' });
    for (const name of ['a', 'b']) await counter.street.look('lamp-off', name);
    await counter.street.rest();
    const names = async (input: object) => ((await counter.ask('list', input)).data.cases as { name: string }[]).map(({ name }) => name);
    expect(await names({})).toHaveLength(2);
    expect(await names({ held: true })).toEqual(['a']);
    expect(await names({ owner: 'team-b' })).toEqual(['b']);
    expect((await counter.ask('show', { case: 'lamp-off b' })).says.join(' ')).toContain('owned by team-b');
  });
  test('of what is stuck, which is shown with who put it back and of which stack it is', async () => {
    const counter = new Counter(
      asking({ ownerTag: 'Owner', defaults: { reversible: 'enforce', disruptive: 'enforce', destructive: 'ask' } }),
    );
    for (const { kind } of counter.street.remediations.values())
      Object.assign(kind, { tags: async () => ({ 'aws:cloudformation:stack-name': 'street' }) });
    const lamp = counter.street.place('a', { paint: 'red' });
    for (let i = 0; i < 4; i++) {
      lamp.power = 'on';
      counter.street.now += 1_800_000;
      await counter.looked('lamp-off', 'user/ana');
    }
    expect((await counter.ask('list', { stuck: true })).says[0]).toContain('lamp-off a: stuck');
    const said = (await counter.ask('show', { case: 'lamp-off a' })).says.join(' ');
    expect(said).toMatch(/of the stack street.* stuck: .*; put back by user\/ana/);
  });
  test('says what is asked, until when, and that there is nothing', async () => {
    const counter = await street();
    expect((await counter.ask('list', { violation: 'lamp-off' })).says).toEqual([
      'lamp-off a: asking since 2026-11-23T12:00:00.000Z, SwitchOff until 2026-11-24T12:00:00.000Z',
    ]);
    expect((await counter.ask('list', { stuck: true })).says).toEqual(['There is no such case.']);
  });
  test('ends at five hundred, says so, and goes on from there', async () => {
    const counter = new Counter();
    for (let i = 0; i < 501; i++) {
      counter.street.place(`l${i}`, { paint: 'red' });
      await counter.street.look('lamp-off', `l${i}`);
    }
    const { says, data } = await counter.ask('list');
    const last = (data.cases as { case: string }[]).at(-1)?.case;
    expect([says.length, says.at(-1), data.more]).toEqual([501, `And more than these 500: say the same with --after ${last}`, true]);
    const rest = await counter.ask('list', { after: last });
    expect([rest.says.length, rest.data.more]).toEqual([1, false]);
    expect(says).not.toContain(rest.says[0]);
    expect(await counter.refusal('list', { after: last, stuck: true })).toContain('begin it anew');
  });
  test('of a violation that is not there is refused', async () => {
    expect(await (await street()).refusal('list', { violation: 'x' })).toContain('There is no violation "x"');
  });
});

describe('a case', () => {
  test.each([
    'lamp-off a',
    'lamp-off  A',
    `lamp-off ${resourceOf('a').arn}`,
    `lamp-off/${resourceOf('a').key}`,
    `lamp-off ${resourceOf('a').key}`,
  ])('named %s is shown from its trail, whole', async (name) => {
    const { says, data, wrong } = await (await street()).ask('show', { case: name }, unknown);
    expect(says[0]).toBe('lamp-off on a: asking since 2026-11-23T12:00:00.000Z');
    expect(says).toContain('2026-11-23T12:00:00.000Z  found: it is painted red');
    expect(
      says.some((s) => /asked: may it SwitchOff \{"LampName":"a"\} \(disruptive, call [0-9a-f]{8}\)\? Until 2026-11-24T12:00/.test(s)),
    ).toBe(true);
    expect(says.at(-1)).toMatch(/^3 entries, chain whole, ends [0-9a-f]{16}$/);
    expect([data.chain, wrong]).toEqual(['whole', undefined]);
  });

  test('tells a repair from beginning to end, with who approved it', async () => {
    const counter = await street();
    await counter.ask('approve', { case: 'lamp-off a', why: 'yes' });
    await counter.street.rest();
    const { says } = await counter.ask('show', { case: 'lamp-off a' });
    const told = says.filter((s) => s.includes('Z  ')).map((s) => s.slice(26));
    expect(told.slice(3, 7)).toEqual([
      `repair: SwitchOff, disruptive, by ${approver.arn}`,
      'sent',
      'SwitchOff is seen to have worked',
      expect.stringContaining('asked: may it Smash {"LampName":"a"} (destructive'),
    ]);
    expect(says.some((s) => s.startsWith('approved by') && s.endsWith('(spent)'))).toBe(true);
    expect(says.some((s) => s.startsWith('held off since'))).toBe(true);
  });

  test('shows of what is asked 12,000 characters, and where the rest is; of what another release has asked, what there is', () => {
    const says = (call: unknown) =>
      told({ at: 'T', type: 'asked', body: { call, effect: 'disruptive', hash: 'a1b2c3d4e5', until: 'U' } } as never);
    const input = { a: '\u{1f511}'.repeat(15_000) };
    const shown = [...JSON.stringify(input)].slice(0, 12_000).join('');
    expect(says({ api: 'Put', input })).toBe(
      `T  asked: may it Put ${shown}… (show --json has all of it) (disruptive, call a1b2c3d4)? Until U`,
    );
    for (const call of [undefined, {}, { api: 7 }]) expect(says(call)).toContain('asked: may it ');
  });

  test('shows a document within a call as such, unless it would not be the same', () => {
    const says = (PolicyDocument: string) =>
      told({ at: 'T', type: 'asked', body: { call: { api: 'PutRolePolicy', input: { PolicyDocument } }, effect: 'disruptive' } } as never);
    expect(says('{"Statement":[{"Action":"s3:*"}]}')).toContain(
      'may it PutRolePolicy {"PolicyDocument":{"Statement":[{"Action":"s3:*"}]}} (',
    );
    for (const text of ['{"a":1,"a":2}', '{ "a":1}', '{"a"', 'a'])
      expect(says(text)).toContain(`{"PolicyDocument":${JSON.stringify(text)}}`);
  });

  test('whose trail somebody has altered is shown, and is wrong', async () => {
    const counter = await street();
    const id = entryId('lamp-off', resourceOf('a').key, 1);
    const item = counter.street.items.get(nameOf(id));
    counter.street.ledger.spoil(id, (item?.doc ?? '').replace('painted red', 'painted tin'));
    const { says, wrong, data } = await counter.ask('show', { case: 'lamp-off a' });
    expect([wrong, data.chain]).toEqual([true, 'entry 1 was altered']);
    expect(says.at(-1)).toContain('THE CHAIN IS BROKEN: entry 1 was altered');
  });

  test('that is not there is refused', async () => {
    expect(await (await street()).refusal('show', { case: 'lamp-off b' })).toContain('There is no case of lamp-off on b');
  });
  test('that cannot be read is told', async () => {
    const counter = await street();
    counter.street.ledger.spoil(caseId('lamp-off', resourceOf('a').key), '{}');
    await expect(counter.ask('show', { case: 'lamp-off a' })).rejects.toThrow('cannot be read');
  });
});

describe('the status', () => {
  test('counts what waits for people, and names the last sweeps', async () => {
    const counter = await street();
    await counter.street.ledger.noteSweep({
      kind: 'AWS::SageMaker::Lamp (lamp-off)',
      at: '2026-11-23T12:45:00Z',
      looked: 9,
      flawed: 2,
      sent: 0,
      policy: 'p',
    });
    const { says, data } = await counter.ask('status', {}, unknown);
    expect(says).toEqual([
      'Mode=policy: policy decides. Release test, policy policy-of-the-te.',
      'Nothing is paused.',
      'cases: 2 asking, 0 stuck, 0 failed, 0 waiting, 0 withheld, 0 contained, 0 told',
      'sweep of AWS::SageMaker::Lamp (lamp-off): 2026-11-23T12:45:00Z, 9 looked at, 2 flawed',
      'This is a local store: it has no rules and no queues.',
    ]);
    expect(data).toMatchObject({ cap: 'policy', release: 'test', policy: 'policy-of-the-test', pauses: [], cases: { asking: 2 } });
  });
  test('says of a sweep that has not come for an hour that it is late: what no event tells is not found then', async () => {
    const counter = new Counter();
    const note = { kind: 'AWS::SageMaker::Lamp (lamp-off)', looked: 9, flawed: 2, sent: 0, policy: 'p' };
    await counter.street.ledger.noteSweep({ ...note, at: new Date(counter.street.now).toISOString() });
    const swept = async () => (await counter.ask('status')).says.at(-2);
    counter.street.now += 3_600_000;
    expect(await swept()).toBe('sweep of AWS::SageMaker::Lamp (lamp-off): 2026-11-23T12:00:00.000Z, 9 looked at, 2 flawed');
    counter.street.now += 1;
    expect(await swept()).toBe('sweep of AWS::SageMaker::Lamp (lamp-off): LATE, 2026-11-23T12:00:00.000Z, 9 looked at, 2 flawed');
  });
  test('says that nothing may change in a deployment that observes, and that no sweep has come', async () => {
    const counter = await street();
    counter.street.cap = 'observe';
    const { says } = await counter.ask('status');
    expect([says[0], says.at(-2)]).toEqual([
      'Mode=observe: nothing is ever changed. Release test, policy policy-of-the-te.',
      'sweep of AWS::SageMaker::Lamp (lamp-off): none yet',
    ]);
  });
});

describe('why', () => {
  test('says what the gate would say, what people have ruled, and what happened last', async () => {
    const counter = await street();
    await counter.ask('pause', { level: 'resource', of: resourceOf('a').arn, why: 'x' });
    const { says } = await counter.ask('why', { resource: 'a' }, unknown);
    expect(says.slice(0, 6)).toEqual([
      'lamp-off on a: asking since 2026-11-23T12:00:00.000Z',
      `paused: resource ${resourceOf('a').key}`,
      expect.stringContaining('waits for approval of SwitchOff'),
      `reversible: not done (paused), by pause#resource#${resourceOf('a').key}`,
      `disruptive: not done (paused), by pause#resource#${resourceOf('a').key}`,
      `destructive: not done (paused), by pause#resource#${resourceOf('a').key}`,
    ]);
    expect(says.at(-1)).toContain('asking: SwitchOff is not done: asking (defaults.disruptive)');
  });
  test('says until when a resource is exempt, and that for that nothing is done', async () => {
    const counter = await street();
    const wish = { case: `lamp-off ${resourceOf('a').key}`, until: '7d', owner: 'carl', why: 'a trial', ticket: 'OPS-1' };
    await counter.ask('exempt add', wish);
    const { says } = await counter.ask('why', { resource: 'a' }, unknown);
    expect(says).toContainEqual(expect.stringMatching(/^exempt for carl, until 2026-11-30T13:00:00.000Z: a trial/));
    expect(says.filter((s) => / \(exempt\), by /.test(s))).toEqual(
      ['reversible', 'disruptive', 'destructive'].map((effect) =>
        expect.stringContaining(`${effect}: not done (exempt), by exemption of carl until 2026-11-30`),
      ),
    );
  });
  test('says of what is out of scope by which line of policy it is', async () => {
    const counter = new Counter(asking({ scope: { 'AWS::SageMaker::Lamp': { 'ml-linked': false } } }));
    const { says } = await counter.ask('why', { resource: resourceOf('a').arn }, unknown);
    expect(says).toContain('reversible: not done (out-of-scope), by scope.AWS::SageMaker::Lamp');
  });
  test('says of a resource without a case that there is none, for each violation of its type', async () => {
    const { says } = await (await street()).ask('why', { resource: resourceOf('c').arn });
    expect(says.filter((s) => s.includes('no case'))).toHaveLength(2);
  });
  test.each(['4105a4fc-f944-11e6-9d32-8fb2db27a909', 'sweep 2026-11-23T12:00:00.000Z'])(
    'of an event, %s, is refused where no function logs',
    async (id) => {
      expect(await (await street()).refusal('why', { resource: id })).toContain('There are no logs here');
    },
  );
  test('of a resource takes no time: its rulings are those of now', async () => {
    expect(await (await street()).refusal('why', { resource: 'a', since: '2d' })).toContain('--since is about events');
  });
  test('of a resource that is named like an event, as keys of KMS are, is told where there is a case of it', async () => {
    const counter = await street();
    const id = '4105a4fc-f944-11e6-9d32-8fb2db27a909';
    counter.street.place(id, { paint: 'red' });
    await counter.street.look('lamp-off', id);
    expect((await counter.ask('why', { resource: id })).says[0]).toContain(`lamp-off on ${id}: asking since`);
    expect((await counter.ask('why', { resource: resourceOf(id).arn })).says[0]).toContain(`lamp-off on ${id}`);
  });
  test('of what is no resource of ours is refused', async () => {
    expect(await (await street()).refusal('why', { resource: 'arn:aws:s3:::bucket' })).toContain('is no resource of a type');
  });
});

describe('which line decides', () => {
  test.each<[string, Record<string, unknown>, string[]]>([
    [
      'by defaults',
      {},
      [
        'reversible: asked for, by defaults.reversible',
        'disruptive: asked for, by defaults.disruptive',
        'destructive: asked for, by defaults.destructive',
      ],
    ],
    [
      'by protection',
      { protected: ['*lamp/a'] },
      Array(3)
        .fill(0)
        .map((_, i) => `${['reversible', 'disruptive', 'destructive'][i]}: not done (protected), by protected: *lamp/a`),
    ],
    [
      'with grace and hours',
      {
        defaults: {
          reversible: 'enforce',
          disruptive: { do: 'enforce', after: '24h', hours: 'Mon-Fri 08:00-18:00 UTC' },
          destructive: 'observe',
        },
      },
      [
        'reversible: done, by defaults.reversible',
        'disruptive: later (grace), by defaults.disruptive, after 86400 s, in Mon-Fri 08:00-18:00 UTC',
        'destructive: not done (observe), by defaults.destructive',
      ],
    ],
  ])('%s', async (_, over, lines) => {
    const counter = new Counter(asking(over));
    expect((await counter.ask('policy explain', { case: 'lamp-off a' })).says.slice(1)).toEqual(lines);
  });
});

describe('a look', () => {
  test('is asked for in nobody’s name: who asks did not cause what is found', async () => {
    const counter = new Counter();
    counter.street.place('a', { paint: 'red' });
    expect((await counter.ask('look', { case: 'lamp-off a' }, unknown)).says[0]).toContain('A look is queued');
    await counter.street.rest();
    expect(await counter.case()).toMatchObject({ open: true, outcome: 'asking' });
    expect((await counter.case()).by).toBeUndefined();
  });
  test('that cannot be queued is the sweep’s', async () => {
    const again = async () => {
      throw new Error('no queue');
    };
    const { says } = await new Counter().ask('look', { case: 'lamp-off a' }, approver, { again });
    expect(says[0]).toBe('The look could not be queued. The next sweep looks at it, within 15 minutes.');
  });
});
