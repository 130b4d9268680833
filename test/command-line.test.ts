import { describe, expect, test } from 'vitest';
import { BadOption, read } from '../scripts/command-line.ts';

const given = (...args: string[]) =>
  read(
    'npm run prove: it proves',
    {
      seeds: { takes: 'N', says: 'how many', default: 200 },
      minutes: { takes: 'MINUTES', says: 'how long' },
      story: { takes: 'TEXT', says: 'which', default: '' },
      wire: { says: 'through HTTP' },
    },
    args,
  );

describe('the command line of a proof', () => {
  test('has its defaults where nothing is given', () => {
    expect(given()).toEqual({ seeds: 200, minutes: undefined, story: '', wire: false });
  });
  test('reads numbers as numbers, and text as it is', () => {
    const values = given('--seeds', '7', '--minutes', '0.5', '--story', '12', '--wire');
    expect(values).toEqual({ seeds: 7, minutes: 0.5, story: '12', wire: true });
  });
  test('says what it takes, with what it takes otherwise', () => {
    expect(given('--seeds', '7', '--help')).toBe(`npm run prove: it proves

Options:
  --seeds N          how many (default 200)
  --minutes MINUTES  how long
  --story TEXT       which
  --wire             through HTTP
  --help             this text`);
  });
  test.each([
    [['--seeds', 'many'], '--seeds takes a whole number, not "many".'],
    [['--seeds', '-1'], "Option '--seeds' argument is ambiguous"],
    [['--seeds', '1.5'], '--seeds takes a whole number, not "1.5".'],
    [['--minutes', 'x'], '--minutes takes a number of minutes, not "x".'],
    [['--sed', '7'], "Unknown option '--sed'"],
    [['--seeds'], "Option '--seeds <value>' argument missing"],
    [['all'], "Unexpected argument 'all'"],
  ])('refuses %j in one sentence', (args, says) => {
    expect(() => given(...args)).toThrow(BadOption);
    expect(() => given(...args)).toThrow(says);
  });
});
