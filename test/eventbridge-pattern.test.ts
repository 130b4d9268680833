import { describe, expect, it } from 'vitest';
import { matches } from './eventbridge-pattern.ts';

const event = {
  source: 'aws.sagemaker',
  detail: {
    name: 'Team-A',
    path: 'dir/lib/a*b.png',
    count: 7,
    none: null,
    on: true,
    tags: ['a', 'b'],
    nothing: [],
    findings: [
      { control: 'SageMaker.3', status: 'PASSED' },
      { control: 'SageMaker.21', status: 'FAILED', resources: [{ type: 'x' }, { type: 'y' }] },
    ],
  },
};
const is = (leaf: unknown, key = 'name') => ({ detail: { [key]: [leaf] } });

const TABLE: readonly (readonly [string, unknown, boolean])[] = [
  ['a text is the text', is('Team-A'), true],
  ['a text is no other case', is('team-a'), false],
  ['one of several values is enough', { detail: { name: ['x', 'Team-A'] } }, true],
  ['all fields must match', { source: ['aws.iam'], detail: { name: ['Team-A'] } }, false],
  ['a number is the number', is(7, 'count'), true],
  ['a number is no text', is('7', 'count'), false],
  ['true is true', is(true, 'on'), true],
  ['null is null', is(null, 'none'), true],
  ['null is not a missing field', is(null, 'other'), false],
  ['a list meets a value it holds', is('b', 'tags'), true],
  ['a list does not meet a value it lacks', is('c', 'tags'), false],
  ['prefix', is({ prefix: 'Team' }), true],
  ['prefix respects case', is({ prefix: 'team' }), false],
  ['prefix without case', is({ prefix: { 'equals-ignore-case': 'TEAM' } }), true],
  ['prefix is for texts', is({ prefix: '7' }, 'count'), false],
  ['suffix', is({ suffix: '-A' }), true],
  ['suffix is no prefix', is({ suffix: 'Team' }), false],
  ['suffix without case', is({ suffix: { 'equals-ignore-case': '-a' } }), true],
  ['suffix without case is for texts', is({ suffix: { 'equals-ignore-case': '7' } }, 'count'), false],
  ['equals without case', is({ 'equals-ignore-case': 'tEAM-a' }), true],
  ['equals without case is the whole text', is({ 'equals-ignore-case': 'team' }), false],
  ['wildcard', is({ wildcard: 'dir/*.png' }, 'path'), true],
  ['a dot in a wildcard is a dot', is({ wildcard: 'dir/*xpng' }, 'path'), false],
  ['an escaped asterisk is an asterisk', is({ wildcard: '*a\\*b*' }, 'path'), true],
  ['an escaped asterisk is nothing else', is({ wildcard: '*l\\*b*' }, 'path'), false],
  ['numeric equality', is({ numeric: ['=', 7] }, 'count'), true],
  ['numeric range', is({ numeric: ['>', 6, '<=', 7] }, 'count'), true],
  ['numeric range, missed', is({ numeric: ['>=', 6, '<', 7] }, 'count'), false],
  ['numeric is for numbers', is({ numeric: ['>', 0] }), false],
  ['anything but a text', is({ 'anything-but': 'Team-B' }), true],
  ['anything but this text', is({ 'anything-but': ['Team-B', 'Team-A'] }), false],
  ['anything but numbers', is({ 'anything-but': [7, 8] }, 'count'), false],
  ['anything but a prefix', is({ 'anything-but': { prefix: 'Te' } }), false],
  ['anything but suffixes', is({ 'anything-but': { suffix: ['-B', '-C'] } }), true],
  ['anything but, without case', is({ 'anything-but': { 'equals-ignore-case': 'TEAM-A' } }), false],
  ['anything but a wildcard', is({ 'anything-but': { wildcard: '*/lib/*' } }, 'path'), false],
  ['a missing field is not anything', is({ 'anything-but': 'x' }, 'other'), false],
  ['exists', is({ exists: true }), true],
  ['null exists', is({ exists: true }, 'none'), true],
  ['a missing field does not exist', is({ exists: false }, 'other'), true],
  ['a present field is not missing', is({ exists: false }), false],
  ['an empty list has no value', is({ exists: false }, 'nothing'), true],
  ['an object is no leaf', { detail: [{ exists: false }] }, true],
  ['a field of a missing object does not exist', { other: { x: [{ exists: false }] } }, true],
  ['inherited names are no fields', is({ exists: false }, 'constructor'), true],
  ['one element of a list meets all fields', { detail: { findings: { control: ['SageMaker.21'], status: ['FAILED'] } } }, true],
  ['two elements do not meet them together', { detail: { findings: { control: ['SageMaker.3'], status: ['FAILED'] } } }, false],
  ['lists within lists', { detail: { findings: { resources: { type: ['y'] } } } }, true],
  ['one side of $or', { source: ['aws.sagemaker'], $or: [{ detail: { name: ['x'] } }, { detail: { count: [7] } }] }, true],
  ['no side of $or', { source: ['aws.sagemaker'], $or: [{ detail: { name: ['x'] } }, { detail: { count: [8] } }] }, false],
];

const REFUSED: readonly (readonly [string, unknown])[] = [
  ['an unknown operator', is({ regex: '.*' })],
  ['cidr, which is not modelled', is({ cidr: '10.0.0.0/24' })],
  ['two operators in one', is({ prefix: 'a', suffix: 'b' })],
  ['no operator', is({})],
  ['a bare value', { source: 'aws.iam' }],
  ['an empty list', { source: [] }],
  ['an empty pattern', {}],
  ['a list within a list', { source: [['aws.iam']] }],
  ['a list as a pattern', ['aws.iam']],
  ['prefix of a number', is({ prefix: 1 })],
  ['prefix of a suffix', is({ prefix: { suffix: 'x' } })],
  ['exists of a text', is({ exists: 'true' })],
  ['numeric without a bound', is({ numeric: ['>'] })],
  ['numeric that is no list', is({ numeric: 7 })],
  ['numeric with an unknown comparison', is({ numeric: ['!=', 7] })],
  ['numeric with a text', is({ numeric: ['=', '7'] })],
  ['two asterisks in a row', is({ wildcard: 'a**' })],
  ['a backslash before a letter', is({ wildcard: 'a\\n' })],
  ['anything-but of nothing', is({ 'anything-but': [] })],
  ['anything-but of a mixture', is({ 'anything-but': ['a', 1] })],
  ['anything-but of exists', is({ 'anything-but': { exists: true } })],
  ['$or of one', { $or: [{ source: ['aws.iam'] }] }],
];

describe('an EventBridge pattern', () => {
  it.each(TABLE)('%s', (_, pattern, expected) => {
    expect(matches(pattern, event)).toBe(expected);
  });

  it.each(REFUSED)('is refused, whatever the event: %s', (_, pattern) => {
    expect(() => matches(pattern, null)).toThrow(TypeError);
  });
});
