/** The deployed operator, asked as the command line asks it: who asks is proven by the emulator's STS and IAM. */
import { beforeAll, expect, test } from 'vitest';
import { broken } from '../../src/ledger/chain.ts';
import { DESK } from '../../src/ledger/desk.ts';
import { OPERATOR, READER } from '../../src/operator/functions.ts';
import { proofOf } from '../../src/operator/sign.ts';
import { REGION } from '../wire/emulator.ts';
import type { World } from '../world/world.ts';
import type { Deployment } from './deployment.ts';
import { byUrl, type Person, somebody } from './people.ts';
import { called, changes, ended, type Scene } from './played.ts';

const INVOCATIONS = `/2015-03-31/functions/${OPERATOR}/invocations`;

/** One story, in its order: the repair of the scene is paused, seen, and goes on. */
export function operated(on: () => Deployment, scene: Scene): void {
  const { violation, story } = scene;
  const name = story.ends[0]?.resource ?? '';
  let approver: Person;
  let reader: Person;
  let world: World;
  beforeAll(async () => {
    [approver, reader] = [await somebody(on(), '/security/', 'approver'), await somebody(on(), '/', 'reader')];
    world = await on().renew(story.world);
  });

  test('answers status and list, where nothing has happened yet', async () => {
    const data = { cap: 'policy', pauses: [], cases: { withheld: 0 }, pulse: { waiting: [], dead: [] } };
    expect(await reader.types('status')).toMatchObject({ code: 0, data });
    expect(await reader.types('list')).toMatchObject({ code: 0, data: { cases: [], more: false } });
  });

  test('pauses for anybody, and the next repair is withheld', async () => {
    expect(await reader.types('pause', 'violation', violation, '--why', 'incident 42')).toMatchObject({ code: 0 });
    for (const event of scene.events) await on().publish(event);
    await ended(on(), scene, 'withheld');
    expect(changes(world)).toEqual([]);
    const pause = { name: `pause#violation#${violation}`, reason: 'incident 42', by: reader.arn };
    expect(await reader.types('status')).toMatchObject({ data: { pauses: [pause], cases: { withheld: 1 } } });
    expect(await reader.types('list', '--withheld')).toMatchObject({ data: { cases: [{ violation, name, stands: 'withheld' }] } });
  });

  test('resumes for nobody whose role policy does not name, or whose signature STS does not know', async () => {
    const words = ['resume', 'violation', violation, '--why', 'over'];
    expect(await reader.types(...words)).toMatchObject({ code: 2, refused: expect.stringContaining(`and ${reader.role} is none`) });
    const order = { verb: 'resume', input: { level: 'violation', of: violation, why: 'over' } };
    const invoked = (more: object) => on().ask('lambda', 'POST', INVOCATIONS, { ...order, ...more });
    const forged = { ...approver.credentials, secretAccessKey: 'guessed' };
    const proof = await proofOf(order.verb, order.input, REGION, forged, new Date());
    expect(await invoked({ proof })).toEqual({ refused: expect.stringContaining('STS does not confirm who you are') });
    expect(await invoked({})).toEqual({ refused: expect.stringContaining('Nobody can tell by which role you are here') });
  });

  test('resumes for an approver: what was withheld is repaired, and the record says who did what', async () => {
    expect(await approver.types('resume', 'violation', violation, '--why', 'over')).toMatchObject({ code: 0, data: { ended: true } });
    expect((await approver.types('look', violation, name)).says[0]).toContain('A look is queued');
    await ended(on(), scene);
    expect(called(world)).toEqual(story.calls);
    const record = await Array.fromAsync(on().ledger.entries(DESK.violation, DESK.key));
    expect(broken(record)).toBeUndefined();
    expect(record.map(({ body }) => [body.verb, body.who, body.role])).toEqual([
      ['pause', reader.arn, reader.role],
      ['resume', approver.arn, approver.role],
    ]);
  });
}

/** Who may only invoke the reader's function; and the same functions by their URLs. */
export function reached(on: () => Deployment): void {
  test('shows an auditor how things are, and lets him pause nothing', async () => {
    const auditor = await somebody(on(), '/', 'auditor', [READER]);
    expect(await auditor.types('status')).toMatchObject({ code: 0, data: { cap: 'policy', pauses: [] } });
    expect(await auditor.types('pause', 'global', '--why', 'x')).toMatchObject({
      code: 1,
      failed: expect.stringContaining('AccessDenied'),
    });
    expect(await auditor.types('status')).toMatchObject({ data: { pauses: [] } });
  });

  test('lets in whom IAM lets in, as him whom IAM has seen, and nobody who has not signed', async () => {
    const [caller, other] = [await somebody(on(), '/security/', 'caller'), await somebody(on(), '/security/', 'other')];
    const order = { verb: 'status', input: {} };
    expect(await byUrl(on(), order)).toEqual([403, expect.stringContaining('Forbidden')]);
    const [code, said] = await byUrl(on(), order, caller.credentials);
    expect([code, JSON.parse(said)]).toMatchObject([200, { data: { cap: 'policy' } }]);
    const more = { verb: 'resume', input: { level: 'global', why: 'over' } };
    const proof = await proofOf(more.verb, more.input, REGION, other.credentials, new Date());
    const refused = 'The proof of who you are is of somebody else than who calls.';
    expect(await byUrl(on(), { ...more, proof }, caller.credentials)).toEqual([400, JSON.stringify({ refused })]);
  });
}
