/** The verbs by which people rule: each leaves a record of who, from where and why. */
import type { Page } from './page.ts';

export const RULING: Readonly<Record<string, Page>> = {
  pause: {
    words: ['level', 'of'],
    flags: { why: 'the reason, for the record', until: 'when it ends by itself: 2h, or a time (default: when somebody resumes)' },
    says: 'stop: change nothing any more, at one of four levels',
    example: "npx mlwarden pause global --why 'incident 42' --until 2h",
  },
  resume: {
    words: ['level', 'of'],
    flags: { why: 'the reason, for the record' },
    says: 'end a pause',
    example: "npx mlwarden resume global --why 'incident 42 is over'",
  },
  approve: {
    words: ['case'],
    flags: {
      why: 'the reason, for the record',
      call: 'the call you have read, by its hash; without it, you read it, and nothing is approved',
      until: 'how long it may wait for its hour (default 24h)',
    },
    says: 'yes, once, to the call that is asked for',
    example: 'npx mlwarden approve notebook-encryption Nb --call 3f2a1b9c --why agreed',
  },
  deny: {
    words: ['case'],
    flags: {
      why: 'the reason, for the record',
      call: 'only if what is asked is still the call of this hash',
      until: 'when it is asked again (default 7d)',
    },
    says: 'no to the call that is asked for',
    example: 'npx mlwarden deny notebook-encryption Churn-Exploration --why moved --until 2d',
  },
  'exempt add': {
    words: ['case'],
    flags: {
      until: 'when it ends: 7d, or a time; it has to end',
      owner: 'who answers for it',
      why: 'the reason, for the record',
      ticket: 'where it is written down; there has to be one',
      any: true,
    },
    says: 'not this one: one violation on one resource, until then (--any: whatever is there under its name)',
    example: 'npx mlwarden exempt add role-trust Ml --until 7d --owner al --why x --ticket T',
  },
  'exempt list': {
    words: [],
    flags: { ending: 'only those that end within this time: 7d' },
    says: 'what is exempt, the first to end first',
    example: 'npx mlwarden exempt list --ending 7d',
  },
  'exempt end': {
    words: ['case'],
    flags: { why: 'the reason, for the record' },
    says: 'end an exemption before its time',
    example: 'npx mlwarden exempt end notebook-encryption Churn-Exploration --why over',
  },
  extend: {
    words: ['case'],
    flags: {},
    says: 'four hours more for the owner, once, while he is given time',
    example: 'npx mlwarden extend notebook-encryption Churn-Exploration',
  },
  undo: {
    words: ['case'],
    flags: {
      'exempt-until': 'until when it is not repaired again: 7d, or a time',
      why: 'the reason, for the record',
      owner: 'who answers for it meanwhile (default: who is known to have caused it)',
      ticket: 'where it is written down; past a team’s days there has to be one',
      force: true,
    },
    says: 'put back what the case has changed (--force: also what somebody has moved since)',
    example: 'npx mlwarden undo notebook-encryption Nb --exempt-until 2d --why course',
  },
  'budget show': {
    words: ['account', 'violation'],
    flags: {},
    says: 'how much of its budgets an account has used, of how much, in which time, and whether one has tripped (default: this account)',
    example: 'npx mlwarden budget show 111122223333 notebook-encryption',
  },
  'budget reset': {
    words: ['account', 'violation'],
    flags: { why: 'the reason, for the record' },
    says: 'let repairs begin again: in an account, or of one violation in it',
    example: 'npx mlwarden budget reset 111122223333 notebook-encryption --why read',
  },
};
