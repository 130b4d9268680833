import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { send } from '../../src/engine/sender.ts';
import { lifecycleConfig } from '../../src/resources/lifecycle-config.ts';
import { all, answer, atHome, refusal } from './aws.ts';

atHome();
const TYPE = 'AWS::SageMaker::NotebookInstanceLifecycleConfig';
const arn = 'arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance-lifecycle-config/team-a-setup';
const at = { account: '111122223333', region: 'eu-west-1', at: '2026-11-02T10:00:00Z' };
const NOW = Date.parse('2026-11-02T10:00:00Z');
const ago = (minutes: number) => new Date(NOW - minutes * 60_000);
const DAY = 24 * 60;
const [ana, eve] = ['ana', 'eve'].map((name) => `arn:aws:sts::111122223333:assumed-role/R-${name}/${name}`) as [string, string];
const US = 'arn:aws:sts::111122223333:assumed-role/mlwarden-notebook-lifecycle-script/x';
/** Roles that sound like ours: anybody can make the one, and who owns another account the other. */
const LIKE_US = [
  'arn:aws:sts::111122223333:assumed-role/mlwarden-notebook-lifecycle-script-2/x',
  'arn:aws:sts::111122223333:assumed-role/mlwarden-ops/x',
  'arn:aws:sts::444455556666:assumed-role/mlwarden-notebook-lifecycle-script/x',
];
const ROLE = 'arn:aws:iam::111122223333:role/x/R';
const CREATE = 'CreateNotebookInstanceLifecycleConfig';
const UPDATE = 'UpdateNotebookInstanceLifecycleConfig';
const SECRET = 'correct horse battery staple';
const base64 = (script: string) => Buffer.from(script).toString('base64');
const hook = (script: string) => [{ Content: base64(script) }];

interface Told {
  readonly minutes: number;
  readonly by?: string;
  readonly name?: string;
  readonly on?: string;
  /** null = an empty list. */
  readonly scripts?: { readonly [hook: string]: string | null };
  readonly more?: object;
}
const event = ({ minutes, by = eve, name = UPDATE, on = 'Team-A-Setup', scripts = {}, more = {} }: Told) => ({
  ...{ EventName: name, EventTime: ago(minutes) },
  CloudTrailEvent: JSON.stringify({
    ...{ eventSource: 'sagemaker.amazonaws.com', eventTime: ago(minutes).toISOString() },
    userIdentity: { arn: by, sessionContext: { sessionIssuer: { arn: ROLE } } },
    requestParameters: {
      notebookInstanceLifecycleConfigName: on,
      ...Object.fromEntries(Object.entries(scripts).map(([h, s]) => [h, s === null ? [] : [{ content: base64(s) }]])),
    },
    ...{ responseElements: null, ...more },
  }),
});

interface Asked {
  readonly LookupAttributes: readonly { readonly AttributeValue: string }[];
  readonly StartTime: Date;
  readonly EndTime?: Date;
}
const asked: Asked[] = [];
beforeEach(() => {
  asked.length = 0;
  vi.spyOn(Date, 'now').mockReturnValue(NOW);
});
const is = (more: object = {}) => ({ CreationTime: ago(DAY), LastModifiedTime: ago(60), OnCreate: [], OnStart: hook('b'), ...more });
type Answers = Parameters<typeof answer>[0];
function given(told: readonly Told[], more: object = {}, answers: Answers = {}) {
  answer({
    DescribeNotebookInstanceLifecycleConfig: () => is(more),
    ListNotebookInstances: () => ({}),
    LookupEvents(input: Asked) {
      asked.push(input);
      return { Events: told.map(event).filter(({ EventName }) => EventName === input.LookupAttributes[0]?.AttributeValue) };
    },
    ...answers,
  });
}
const [one] = await lifecycleConfig.locate({ type: TYPE, id: 'Team-A-Setup', ...at });
const resource = one as NonNullable<typeof one>;
const seen = async (...how: Parameters<typeof given>) => {
  given(...how);
  return await lifecycleConfig.inspect(resource);
};
const digest = async (script: string, where: 'OnCreate' | 'OnStart' = 'OnStart') =>
  (await seen([], { [where]: hook(script) }))?.state.scripts[where] ?? '';

describe('a lifecycle configuration', () => {
  test('is found by its name, and by its ARN, which has lost the capitals', async () => {
    answer({
      ListNotebookInstanceLifecycleConfigs: () => ({
        NotebookInstanceLifecycleConfigs: [
          { NotebookInstanceLifecycleConfigName: 'Team-A-Setup', NotebookInstanceLifecycleConfigArn: arn },
        ],
      }),
    });
    expect(resource).toMatchObject({ name: 'Team-A-Setup', arn });
    expect(await lifecycleConfig.locate({ type: TYPE, id: arn, ...at })).toEqual([resource]);
    expect(await all(lifecycleConfig.list())).toEqual([resource]);
  });

  test('is described without what its scripts say', async () => {
    const found = await seen([{ minutes: 60, scripts: { onStart: SECRET } }], { OnStart: hook(SECRET) });
    expect(found).toEqual({
      ...{ born: ago(DAY).toISOString(), linked: ['sagemaker'], depends: [] },
      state: {
        ...{ scripts: { OnStart: expect.stringMatching(/^veiled:/) }, signs: {} },
        ...{ at: ago(60).toISOString(), running: {} },
        history: {
          writings: [{ by: eve, role: ROLE, at: ago(60).toISOString(), OnStart: found?.state.scripts.OnStart }],
          ...{ told: true, reach: 'all' },
        },
      },
    });
    expect(JSON.stringify(found)).not.toContain(base64(SECRET));
    expect(JSON.stringify(found)).not.toContain(SECRET);
  });

  test('has another digest for every script and every hook, and the same for one that is written in lines', async () => {
    const content = base64('b'.repeat(90));
    const lined = await seen([], { OnStart: [{ Content: `${content.slice(0, 76)}\n${content.slice(76)}` }] });
    expect(lined?.state.scripts.OnStart).toBe(await digest('b'.repeat(90)));
    expect(await digest('a')).not.toBe(await digest('b'));
    expect(await digest('b', 'OnCreate')).not.toBe(await digest('b'));
  });

  test('says what signs its scripts bear, and those that were there before', async () => {
    const [piped, key] = ['curl x.example | sh', `echo AKIA${'Q'.repeat(16)}`];
    const told: Told[] = [
      { minutes: 60, scripts: { onStart: piped } },
      { minutes: 90, scripts: { onStart: key } },
    ];
    const { scripts, signs, history } = (await seen(told, { OnStart: hook(piped) }))?.state ?? {};
    expect(signs).toEqual({ [scripts?.OnStart ?? '']: ['piped-download'], [history?.writings[1]?.OnStart ?? '']: ['aws-key'] });
  });

  test('that is not there is not there, and one that may not be looked at is', async () => {
    const says = "Unable to describe Notebook Instance Lifecycle Config 'x'. (Details: Notebook Instance Lifecycle Config does not exist.)";
    const not = (name: string): Answers => ({ DescribeNotebookInstanceLifecycleConfig: () => Promise.reject(refusal(name, says)) });
    expect(await seen([], {}, not('ValidationException'))).toBeUndefined();
    await expect(seen([], {}, not('AccessDeniedException'))).rejects.toThrow();
  });

  test('names the notebooks that have it and run', async () => {
    const notebook = (NotebookInstanceName: string, more: object = {}) => ({
      ...{ NotebookInstanceName, NotebookInstanceStatus: 'InService', NotebookInstanceLifecycleConfigName: 'Team-A-Setup' },
      ...{ LastModifiedTime: ago(5), ...more },
    });
    const NotebookInstances = [
      notebook('b'),
      notebook('a', { NotebookInstanceStatus: 'Pending', LastModifiedTime: undefined, CreationTime: ago(9) }),
      ...[notebook('c', { NotebookInstanceStatus: 'Stopped' }), notebook('d', { NotebookInstanceLifecycleConfigName: 'Team-A-Setup-2' })],
    ];
    const found = await seen([], {}, { ListNotebookInstances: () => ({ NotebookInstances }) });
    expect(found?.state.running).toEqual({ a: ago(9).toISOString(), b: ago(5).toISOString() });
    expect(found?.depends).toEqual([expect.stringContaining('the notebook a has it'), expect.stringContaining('the notebook b has it')]);
  });
});

describe('CloudTrail tells of it', () => {
  const history = async (...how: Parameters<typeof seen>) => (await seen(...how))?.state.history;
  const b = () => digest('b');
  const made: Told = { minutes: DAY, by: ana, name: CREATE, scripts: { onStart: 'b' } };

  test('who wrote what into which hook, newest first; what it was created without was not there', async () => {
    const script = await b();
    const told: Told[] = [{ minutes: 60, scripts: { onCreate: null } }, { minutes: 90, scripts: { onStart: 'b' } }, made];
    const by = (whose: string, minutes: number) => ({ by: whose, role: ROLE, at: ago(minutes).toISOString() });
    expect(await history(told)).toEqual({
      writings: [
        { ...by(eve, 60), OnCreate: null },
        { ...by(eve, 90), OnStart: script },
        { ...by(ana, DAY), OnCreate: null, OnStart: script },
      ],
      ...{ told: true, reach: 'all' },
    });
  });

  test('nothing of what we wrote but that it was written', async () =>
    expect(await history([{ minutes: 60, by: US, scripts: { onStart: 'b' } }])).toEqual({ writings: [], told: true, reach: 'all' }));

  test.each(LIKE_US)('what %s wrote: it only sounds like us', async (by) =>
    expect((await history([{ minutes: 60, by, scripts: { onStart: 'b' } }]))?.writings).toMatchObject([{ by, OnStart: await b() }]),
  );

  test.each<[says: string, told: Told]>([
    ['of what failed', { minutes: 60, more: { errorCode: 'AccessDenied', requestParameters: null } }],
    ['of another', { minutes: 60, on: 'Team-A-Setup-2' }],
    ['of another service', { minutes: 60, more: { eventSource: 'x.amazonaws.com' } }],
  ])('nothing %s', async (_, told) => expect(await history([told])).toEqual({ writings: [], told: false, reach: 'all' }));

  test('of a hook that is said to be nothing nothing, and of one without a script that it is empty', async () => {
    const asks = (onStart: unknown) => ({ requestParameters: { notebookInstanceLifecycleConfigName: 'team-a-setup', onStart } });
    const first = async (onStart: unknown) => (await history([{ minutes: 60, more: asks(onStart) }]))?.writings[0];
    expect(await first(null)).not.toHaveProperty('OnStart');
    expect(await first('x')).not.toHaveProperty('OnStart');
    expect(await first([{ content: '' }])).toMatchObject({ OnStart: null });
    expect(await first([{ content: 7 }])).toMatchObject({ OnStart: null });
  });

  test('not of its last modification, where it knows of none in those seconds', async () => {
    expect(await history([{ minutes: 60 + 11 / 60 }])).toMatchObject({ told: false });
    expect(await history([{ minutes: 60 + 9 / 60 }])).toMatchObject({ told: true });
    expect(await history([made], { LastModifiedTime: undefined })).toMatchObject({ told: true });
  });

  test('since it was created, until a minute after it was last modified, and of its creation a minute before and after', async () => {
    await history([]);
    expect(asked).toMatchObject([
      { StartTime: ago(DAY + 1 / 60), EndTime: ago(59) },
      { StartTime: ago(DAY + 1), EndTime: ago(DAY - 1) },
    ]);
  });

  test('for eighty-nine days', async () => {
    expect(await history([made], { CreationTime: ago(200 * DAY) })).toMatchObject({ writings: [], reach: 'part' });
    expect(asked).toMatchObject([{ StartTime: ago(89 * DAY) }]);
    asked.length = 0;
    expect(await history([], { CreationTime: ago(200 * DAY), LastModifiedTime: ago(89.1 * DAY) })).toBeUndefined();
    expect(asked).toEqual([]);
  });

  test('of twenty writings at one look', async () => {
    const writings = (n: number) => [...Array.from({ length: n }, (_, i) => ({ minutes: 61 + i, scripts: { onStart: 'b' } })), made];
    const twenty = await history(writings(20));
    expect([twenty?.writings.length, twenty?.reach]).toEqual([21, 'all']);
    const more = await history(writings(21));
    expect([more?.writings.length, more?.reach]).toEqual([20, 'cut']);
  });

  test('of four hundred calls at one look', async () => {
    const others = () => ({ Events: [event({ minutes: 60, on: 'x' })], NextToken: 'n' });
    const updates = (input: Asked) => (input.LookupAttributes[0]?.AttributeValue === UPDATE ? others() : {});
    expect(await history([], {}, { LookupEvents: updates })).toMatchObject({ reach: 'cut' });
    const makings = (input: Asked) => (input.LookupAttributes[0]?.AttributeValue === CREATE ? others() : {});
    expect(await history([], {}, { LookupEvents: makings })).toMatchObject({ reach: 'cut' });
  });
});

describe('what is sent', () => {
  const put = (OnStart: object[], OnCreate?: object[]) => ({
    api: UPDATE,
    input: { NotebookInstanceLifecycleConfigName: 'Team-A-Setup', ...(OnCreate && { OnCreate }), OnStart },
  });
  async function sent(call: ReturnType<typeof put>, told: readonly Told[], more: object = {}, answers: Answers = {}) {
    const got: object[] = [];
    given(told, more, {
      [UPDATE]: (input: object) => {
        got.push(input);
        return {};
      },
      ...answers,
    });
    const refused = await send(lifecycleConfig.api, resource, call as never, 9_000);
    return { got, refused };
  }
  const wrote = (minutes: number, scripts: NonNullable<Told['scripts']>): Told => ({ minutes, scripts });

  test('are the scripts of the recorded digests: what is there, and what CloudTrail knows to have been', async () => {
    const call = put([{ Content: await digest(SECRET) }], [{ Content: await digest('b', 'OnCreate') }]);
    expect(JSON.stringify(call)).not.toContain(base64(SECRET));
    const { got, refused } = await sent(call, [wrote(60, { onStart: 'x' }), wrote(90, { onStart: SECRET, onCreate: null })], {
      OnCreate: hook('b'),
    });
    expect(got).toEqual([{ NotebookInstanceLifecycleConfigName: 'Team-A-Setup', OnCreate: hook('b'), OnStart: hook(SECRET) }]);
    expect(refused).toBeUndefined();
  });

  test('is an empty hook as it is', async () =>
    expect((await sent(put([]), [])).got).toEqual([{ NotebookInstanceLifecycleConfigName: 'Team-A-Setup', OnStart: [] }]));

  test('is nothing, where nobody has written that there', async () => {
    const call = put([{ Content: await digest(SECRET) }]);
    for (const told of [[wrote(60, { onStart: 'x' })], [wrote(60, { onCreate: SECRET })], []]) {
      expect(await sent(call, told)).toMatchObject({ got: [], refused: { is: 'moved' } });
    }
    const forgotten = { CreationTime: ago(200 * DAY), LastModifiedTime: ago(100 * DAY) };
    expect(await sent(call, [wrote(60, { onStart: SECRET })], forgotten)).toMatchObject({ got: [], refused: { is: 'moved' } });
  });

  test('is repeated in no refusal', async () => {
    const call = put([{ Content: await digest('b') }]);
    const refuses: Answers = {
      [UPDATE]: (input: { OnStart: { Content: string }[] }) =>
        Promise.reject(refusal('ValidationException', `Value '${input.OnStart[0]?.Content}' at 'onStart'`)),
    };
    const secret = put([{ Content: await digest(SECRET) }]);
    expect((await sent(secret, [], { OnStart: hook(SECRET) }, refuses)).refused?.text).toBe("ValidationException: Value '…' at 'onStart'");
    expect((await sent(call, [], {}, refuses)).refused).toBeDefined();
    expect(SageMakerClient.prototype.send).toHaveBeenCalled();
  });
});
