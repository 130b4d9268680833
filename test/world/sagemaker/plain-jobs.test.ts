import { describe, expect, test } from 'vitest';
import { world as anyWorld } from './small-world.ts';

describe.each(['Processing', 'Transform'])('a job of the sort %s', (noun) => {
  const field = `${noun}Job`;
  const named = { [`${field}Name`]: 'Features-1' };
  const at = (status: string) => ({ [`${field}Status`]: status });
  const world = () => {
    const made = anyWorld();
    return { ...made, shelf: noun === 'Processing' ? made.sage.processingJobs : made.sage.transformJobs };
  };

  test('runs until it is stopped, and tells of each status', () => {
    const { habitat, call } = world();
    call(`Create${field}`, named);
    habitat.pass(3600);
    expect(call(`Describe${field}`, named)).toMatchObject({ ...named, ...at('InProgress') });
    call(`Stop${field}`, named);
    expect(call(`Describe${field}`, named)).toMatchObject(at('Stopping'));
    habitat.pass(60);
    expect(call(`Describe${field}`, named)).toMatchObject(at('Stopped'));
    const told = habitat.events.filter((e) => e['detail-type'] === `SageMaker ${noun} Job State Change`);
    expect(told.map(({ detail }) => (detail as Record<string, string>)[`${field}Status`])).toEqual(['InProgress', 'Stopping', 'Stopped']);
  });

  test('is stopped once', () => {
    const { call, shelf } = world();
    shelf.place(named);
    call(`Stop${field}`, named);
    expect(() => call(`Stop${field}`, named)).toThrow('job is in status Stopping');
  });

  test('has a name that no other has', () => {
    const { call, shelf } = world();
    shelf.place(named);
    expect(() => call(`Create${field}`, named)).toThrow('must be unique');
  });

  test('that nobody started is not found', () => {
    expect(() => world().call(`Describe${field}`, named)).toThrow('Requested resource not found.');
  });

  test('is listed by what is in its name, and by its status', () => {
    const { call, shelf } = world();
    shelf.place(named);
    shelf.place({ [`${field}Name`]: 'Features-0', ...at('Completed') });
    const list = (by: object) => call(`List${field}s`, by)[`${field}Summaries`] as object[];
    expect(list({})).toMatchObject([{ [`${field}Name`]: 'Features-0' }, named]);
    expect(list({ StatusEquals: 'InProgress' })).toMatchObject([named]);
    expect(list({ NameContains: 'Features-0' })).toMatchObject([at('Completed')]);
  });
});
