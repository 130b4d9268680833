/** The document of ours that takes away sessions by when they were issued (IAM user guide, "Revoke IAM role temporary security credentials"). */
import type { Statement } from '../../../src/resources/policy-document.ts';
import { type Some, stored } from './row.ts';

const LINE = '2026-11-02T09:00:00.000Z';
const denies = (more: Some = {}): Some => ({
  ...{ Effect: 'Deny', Action: '*', Resource: '*' },
  ...{ Condition: { DateLessThan: { 'aws:TokenIssueTime': LINE } }, ...more },
});
const issued = (Condition: Statement[string]): string => stored([denies({ Condition })]);
/** For who judges the document of ours that takes the sessions away: whether it does for all that were issued until the line. Not sure is no. */
export const REVOKED: readonly (readonly [says: string, document: string, closed: boolean])[] = [
  ['what we write', stored([denies()]), true],
  ['the same, not in a list', stored(denies()), true],
  ['its elements in another order', stored([Object.fromEntries(Object.entries(denies()).reverse())]), true],
  ['a later line', issued({ DateLessThan: { 'aws:TokenIssueTime': '2026-11-02T09:00:01.000Z' } }), true],
  ['an earlier line', issued({ DateLessThan: { 'aws:TokenIssueTime': '2026-11-02T08:59:59.000Z' } }), false],
  ['no line', stored([denies({ Condition: {} })]), false],
  ['an Allow', stored([denies({ Effect: 'Allow' })]), false],
  ['all actions but one', stored([{ ...denies(), Action: undefined, NotAction: 's3:*' }]), false],
  ['one action', stored([denies({ Action: 's3:*' })]), false],
  ['one resource', stored([denies({ Resource: 'arn:aws:s3:::x' })]), false],
  ['a second condition', issued({ DateLessThan: { 'aws:TokenIssueTime': LINE }, Bool: { 'aws:ViaAWSService': false } }), false],
  ['a second statement', stored([denies(), { Effect: 'Allow', Action: '*', Resource: '*' }]), false],
  ['the line as a bare number', issued({ DateLessThan: { 'aws:TokenIssueTime': Date.parse(LINE) / 1000 } }), false],
  ['the line only if it is known', issued({ DateLessThanIfExists: { 'aws:TokenIssueTime': LINE } }), false],
  ['a line that is no time', issued({ DateLessThan: { 'aws:TokenIssueTime': 'now' } }), false],
];
