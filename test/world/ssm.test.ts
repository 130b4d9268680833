import { describe, expect, test } from 'vitest';
import { smallHabitat } from './small-habitat.ts';
import { ssm } from './ssm.ts';

function world() {
  const habitat = smallHabitat();
  const parameters = ssm(habitat);
  // biome-ignore lint/suspicious/noExplicitAny: answers are read by their member names.
  const call = (operation: string, input: object = {}): any =>
    parameters.call(operation, input, { arn: 'arn:aws:iam::111122223333:user/dev' });
  const put = (Name: string, more: object = {}) => call('PutParameter', { Name, Value: 'a secret', Type: 'SecureString', ...more });
  return { habitat, parameters, call, put };
}
const below = (...Values: string[]) => ({ ParameterFilters: [{ Key: 'Path', Option: 'Recursive', Values }] });

describe('a parameter', () => {
  test('is read decrypted by whoever asks for that, and described without what it holds', () => {
    const { call, put } = world();
    expect(put('/p/a')).toEqual({ Version: 1, Tier: 'Standard' });
    expect(call('GetParameter', { Name: '/p/a', WithDecryption: true }).Parameter).toMatchObject({ Value: 'a secret', Version: 1 });
    expect(JSON.stringify([call('GetParameter', { Name: '/p/a' }), call('DescribeParameters')])).not.toContain('a secret');
  });

  test('is overwritten only on purpose, and is then of another version', () => {
    const { put } = world();
    put('/p/a');
    expect(() => put('/p/a')).toThrow('The parameter already exists.');
    expect(put('/p/a', { Value: 'another', Overwrite: true })).toMatchObject({ Version: 2 });
  });

  test.each([
    ['without a type', '/p/a', { Type: undefined }],
    ['without a value', '/p/a', { Value: '' }],
    ['with a longer value than is kept', '/p/a', { Value: 'x'.repeat(4_097) }],
    ['with a name that has spaces', '/p/a b', {}],
  ])('is not made %s', (_, name, more) => expect(() => world().put(name, more)).toThrow());

  test('that is gone can be neither read nor deleted', () => {
    const { call, put } = world();
    put('/p/a');
    call('DeleteParameter', { Name: '/p/a' });
    for (const operation of ['GetParameter', 'DeleteParameter']) expect(() => call(operation, { Name: '/p/a' })).toThrow();
  });

  test('is found below its path, fifty a page', () => {
    const { call, parameters } = world();
    for (let i = 0; i < 51; i++) parameters.place({ Name: `/p/a/${i}`, Value: 'x' });
    parameters.place({ Name: '/pa', Value: 'x' });
    const { Parameters, NextToken } = call('DescribeParameters', below('/p'));
    expect([Parameters.length, call('DescribeParameters', { ...below('/p'), NextToken }).Parameters.length]).toEqual([50, 1]);
    expect(call('DescribeParameters', below('/q'))).toEqual({ Parameters: [] });
  });

  test('is told of without what it holds', () => {
    const { habitat, put } = world();
    put('/p/a');
    expect(habitat.events).toMatchObject([
      { detail: { eventName: 'PutParameter', requestParameters: { name: '/p/a', value: 'HIDDEN_DUE_TO_SECURITY_REASONS' } } },
    ]);
  });
});
