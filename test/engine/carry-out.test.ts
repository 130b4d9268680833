import { describe, expect, test } from 'vitest';
import { send } from '../../src/engine/sender.ts';
import type { Last } from '../../src/ledger/items.ts';
import { awsError, LAG, resourceOf, Street } from './lamp.ts';
import { policy } from './policies.ts';

const red = (street: Street) => street.place('a', { paint: 'red' });
const opened = async (street: Street, violation = 'lamp-off') =>
  await street.ledger.open({ key: resourceOf('a').key, violation, account: '111122223333' });

/** Somebody else's change comes in between, once, before the nth write. */
function beforeWrite(street: Street, n: number, meanwhile: () => Promise<unknown> | unknown): void {
  const { write } = street.ledger;
  let writes = 0;
  street.ledger.write = async (subject, change) => {
    if (++writes === n) await meanwhile();
    return await write(subject, change);
  };
}

describe('an admitted change', () => {
  test('is not sent once ten seconds have passed since it was admitted, and is looked at anew', async () => {
    const street = new Street(policy());
    const lamp = red(street);
    let ticks = 0;
    street.monotonic = () => (ticks++ < 3 ? 0 : 10_000);
    expect((await street.look('lamp-off', 'a')).outcome).toBe('waiting');
    expect(lamp.power).toBe('on');
    expect(street.sent).toEqual([]);
    expect(street.trail('lamp-off', 'a')).toEqual(['found', 'intent SwitchOff', 'refused SwitchOff', 'outcome waiting']);
    expect(street.queue.map((m) => (m.at - street.now) / 1000)).toEqual([LAG]);
    street.monotonic = () => street.now;
    await street.rest();
    expect(lamp.power).toBe('off');
    expect(street.sent).toHaveLength(1);
  });

  test('that left just in time is aborted at its deadline', async () => {
    const street = new Street(policy());
    red(street);
    let ticks = 0;
    street.monotonic = () => (ticks++ < 3 ? 0 : 9_999.5);
    await street.look('lamp-off', 'a');
    expect(street.sent).toEqual([]);
  });

  test('is recorded as sent although another violation has put its hold on the lamp meanwhile', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { paint: 'red', door: 'open' });
    beforeWrite(street, 2, () => street.look('lamp-shut', 'a'));
    expect((await street.look('lamp-off', 'a')).outcome).toBe('sent');
    const { lock } = await opened(street);
    expect(lock.last).toMatchObject({ violation: 'lamp-off', status: 'sent' });
    expect(Object.keys(lock.holds).toSorted()).toEqual(['lamp-off', 'lamp-shut']);
    await street.rest();
    expect(lamp).toMatchObject({ power: 'off', door: 'shut' });
    expect(street.sent.map((s) => s.api)).toEqual(['SwitchOff', 'ShutDoor']);
  });

  test('that another look has settled meanwhile is not settled twice', async () => {
    const street = new Street(policy());
    red(street);
    beforeWrite(street, 2, async () => {
      const { lock } = await opened(street);
      await street.take('lamp-off', { ...street.visit('a'), saw: { token: lock.token, waited: 150 } });
    });
    expect(await street.look('lamp-off', 'a')).toMatchObject({ outcome: 'busy', says: 'this change was settled by another look' });
    await street.rest();
    expect(street.trail('lamp-off', 'a').filter((t) => t.endsWith('SwitchOff'))).toEqual(['intent SwitchOff', 'applied SwitchOff']);
  });

  test.each<[string, Partial<Last> | undefined]>([
    ['another has taken the place of', { token: 99 }],
    ['is not on record any more', undefined],
  ])('that %s is left as it is', async (_, instead) => {
    const street = new Street(policy());
    red(street);
    const { write } = street.ledger;
    beforeWrite(street, 2, async () => {
      const { lock, case: kase } = await opened(street);
      const { last, ...rest } = lock;
      const now = { ...rest, token: lock.token + 1, ...(last && instead && { last: { ...last, ...instead } }) };
      const change = { lock: { was: lock, now }, case: { was: kase, now: { ...kase, rev: kase.rev + 1 } }, entries: [] };
      await write({ key: resourceOf('a').key, violation: 'lamp-off', account: '111122223333' }, change);
    });
    expect((await street.look('lamp-off', 'a')).outcome).toBe('busy');
    expect((await opened(street)).lock.last?.token).toBe(instead?.token);
    expect(street.trail('lamp-off', 'a')).toEqual(['found', 'intent SwitchOff']);
  });

  test('whose record is crossed three times over is left to the next look, which infers what came of it', async () => {
    const street = new Street(policy());
    const lamp = red(street);
    const { write } = street.ledger;
    let writes = 0;
    street.ledger.write = async (subject, change) => (++writes > 1 ? 'moved' : await write(subject, change));
    await expect(street.look('lamp-off', 'a')).rejects.toThrow('What came of SwitchOff on');
    expect(writes).toBe(4);
    street.ledger.write = write;
    await street.look('lamp-off', 'a');
    await street.rest();
    expect(lamp.power).toBe('off');
    expect(street.sent).toHaveLength(1);
    expect(street.entries.find((e) => e.type === 'applied')?.body).toMatchObject({ inferred: true });
  });
});

describe('a look', () => {
  test('that others cross three times over is queued again and has changed nothing', async () => {
    const street = new Street(policy());
    const lamp = red(street);
    const { write } = street.ledger;
    let writes = 0;
    street.ledger.write = async () => (++writes > 0 ? 'moved' : 'written');
    expect(await street.look('lamp-off', 'a')).toMatchObject({ outcome: 'busy', says: 'others wrote first, three times over' });
    expect([lamp.power, street.entries, street.queue.length, writes]).toEqual(['on', [], 1, 3]);
    street.ledger.write = write;
    await street.rest();
    expect(lamp.power).toBe('off');
  });

  test('that fails as nobody foresaw is thrown and not recorded: it says nothing of the lamp', async () => {
    const street = new Street(policy());
    red(street);
    street.blindness = () => new TypeError('x is not a function');
    await expect(street.look('lamp-off', 'a')).rejects.toThrow('cannot be looked at: TypeError: x is not a function');
    expect(street.entries).toEqual([]);
  });

  test('at what a person has to see to is told once', async () => {
    const street = new Street(policy());
    street.place('a', { paint: 'unknown' });
    for (let i = 0; i < 2; i++) expect((await street.look('lamp-off', 'a')).outcome).toBe('told');
    expect(street.trail('lamp-off', 'a')).toEqual(['found', 'outcome told']);
    expect(street.sent).toEqual([]);
  });

  test.each<[string, object]>([
    ['nothing', {}],
    ['what is so already', { power: 'on' }],
  ])('whose step expects %s sends nothing and is thrown', async (_, expected) => {
    const street = new Street(policy());
    const lamp = red(street);
    const remediation = street.remediations.get('lamp-off');
    const repair = remediation?.repair;
    if (!remediation || !repair) throw new Error('no violation');
    Object.assign(remediation, { repair: (...args: Parameters<typeof repair>) => ({ ...repair(...args), expect: expected }) });
    await expect(street.look('lamp-off', 'a')).rejects.toMatchObject({
      name: 'StepUnsound',
      message: `lamp-off: SwitchOff expects nothing new of ${resourceOf('a').key}.`,
    });
    expect([lamp.power, street.entries]).toEqual(['on', []]);
  });

  test('waits with a hand-back, too, while AWS is at work on the lamp', async () => {
    const street = new Street(policy());
    const lamp = red(street);
    await street.look('lamp-off', 'a');
    await street.rest();
    Object.assign(lamp, { paint: 'grey', busy: true });
    expect((await street.look('lamp-off', 'a')).outcome).toBe('waiting');
    expect(lamp.power).toBe('off');
    lamp.busy = false;
    await street.rest();
    expect(lamp.power).toBe('on');
  });

  test('finds the change of another violation whose sender has died, and has its owner settle it', async () => {
    const street = new Street(policy());
    const lamp = street.place('a', { paint: 'red', door: 'open' });
    let writes = 0;
    street.mishap = (request) => (request === 'write' && ++writes === 2 ? 'unavailable' : undefined);
    await expect(street.look('lamp-off', 'a')).rejects.toThrow();
    await street.look('lamp-shut', 'a');
    await street.rest();
    expect(lamp).toMatchObject({ power: 'off', door: 'shut' });
    expect(street.entries.find((e) => e.type === 'applied')).toMatchObject({ violation: 'lamp-off', body: { inferred: true } });
  });

  test('at a lamp whose kind knows no state in which it is busy gives up on a change that is never seen', async () => {
    const street = new Street(policy());
    const lamp = red(street);
    const kind = street.remediations.get('lamp-off')?.kind;
    if (kind) delete (kind as { busy?: unknown }).busy;
    let times = 1;
    street.trouble = () => (times-- > 0 ? { error: awsError('InternalFailure', 'oops', 500) } : undefined);
    await street.look('lamp-off', 'a');
    await street.rest();
    expect(street.trail('lamp-off', 'a')).toContain('void SwitchOff');
    expect(lamp.power).toBe('off');
  });
});

describe('a lamp that vanishes', () => {
  test('while our change is not yet seen ends the case as gone, and the change as one that was never seen', async () => {
    const street = new Street(policy());
    red(street);
    await street.look('lamp-off', 'a');
    street.lamps.delete('a');
    await street.rest();
    expect(street.trail('lamp-off', 'a')).toEqual(['found', 'intent SwitchOff', 'sent SwitchOff', 'void SwitchOff', 'outcome gone']);
  });

  test('because we deleted it ends its case as gone, and the deletion as seen', async () => {
    const street = new Street(policy({ defaults: { reversible: 'enforce', disruptive: 'enforce', destructive: 'ask' } }));
    red(street);
    await street.look('lamp-off', 'a');
    await street.rest();
    await street.answer('lamp-off', 'a');
    await street.look('lamp-off', 'a');
    await street.rest();
    expect(street.lamps.size).toBe(0);
    expect(street.trail('lamp-off', 'a').slice(-4)).toEqual(['intent Smash', 'sent Smash', 'applied Smash', 'outcome gone']);
  });

  test('ends a case, too, that was only ever a failure to look', async () => {
    const street = new Street(policy());
    street.blindness = () => awsError('AccessDeniedException', 'no');
    await expect(street.look('lamp-off', 'a')).rejects.toThrow('cannot be looked at');
    street.blindness = () => undefined;
    expect((await street.look('lamp-off', 'a')).outcome).toBe('absent');
    await street.rest();
    const { case: kase, lock } = await opened(street);
    expect([kase.open, lock.token]).toEqual([false, 0]);
  });
});

describe('the sender', () => {
  test.each(['Explode', 'toString', '__proto__'])('sends nothing that is not in the table: %s', async (api) => {
    const table = new Street(policy()).remediations.get('lamp-off')?.kind.api ?? {};
    await expect(send(table, resourceOf('a'), { api, input: {} }, 10)).rejects.toMatchObject({
      name: 'UnknownCall',
      message: `${api} is no call of AWS::SageMaker::Lamp.`,
    });
  });

  test('aborts a call that takes longer than it may, and cannot say what came of it', async () => {
    const command = class {};
    const client = () => ({
      send: async (_: unknown, { abortSignal }: { abortSignal: AbortSignal }) =>
        await new Promise((_resolve, reject) => abortSignal.addEventListener('abort', () => reject(abortSignal.reason))),
    });
    const table = { Wait: { client, command, iam: [] } };
    expect(await send(table, resourceOf('a'), { api: 'Wait', input: {} }, 5)).toMatchObject({
      is: 'unknown',
      text: expect.stringContaining('TimeoutError'),
    });
  });

  describe('of a call whose secrets are read again', () => {
    const sent: unknown[] = [];
    const refused = (name: string, httpStatusCode?: number) => Object.assign(new Error('no'), { name, $metadata: { httpStatusCode } });
    const taken = async (command: object): Promise<void> => {
      sent.push(command);
    };
    const table = (read: () => Promise<object>, send = taken) => ({
      Paint: {
        client: () => ({ send }),
        command: class {
          readonly input: unknown;
          constructor(input: unknown) {
            this.input = input;
          }
        },
        iam: [],
        reveal: read,
      },
    });
    const paint = (read: () => Promise<object>, sends?: () => Promise<void>) =>
      send(table(read, sends), resourceOf('a'), { api: 'Paint', input: { paint: 'veiled' } }, 1_000);

    test('sends what was read, not what is recorded', async () => {
      expect(await paint(async () => ({ paint: 'red' }))).toBeUndefined();
      expect(sent.splice(0)).toMatchObject([{ input: { paint: 'red' } }]);
    });

    test.each<[says: string, error: Error, is: string]>([
      ['are others by now', refused('NotAsSeen'), 'moved'],
      ['cannot be read for whatever reason', refused('SyntaxError'), 'moved'],
      ['may not be read', refused('AccessDeniedException', 400), 'denied'],
      ['are refused in words that nobody foresaw', refused('ValidationException', 400), 'refused'],
    ])('sends nothing where they %s, and says so', async (_, error, is) => {
      expect(await paint(() => Promise.reject(error))).toMatchObject({ is });
      expect(sent).toEqual([]);
    });

    test('cannot say what came of a call that left', async () => {
      const lost = () => Promise.reject(refused('TimeoutError'));
      expect(
        await paint(
          async () => ({}),
          async () => await lost(),
        ),
      ).toMatchObject({ is: 'unknown' });
    });
  });
});
