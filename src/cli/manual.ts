/** What the command line says of each verb, and how its words become the verb's input. */
import { HERE } from './manual-here.ts';
import { RULING } from './manual-ruling.ts';
import type { Page } from './page.ts';

export const MANUAL: Readonly<Record<string, Page>> = {
  status: {
    words: [],
    flags: {},
    says: 'paused? budgets, what waits for people, the last sweeps and events, queues, dead letters',
    example: 'npx mlwarden status',
  },
  list: {
    words: [],
    flags: {
      open: true,
      held: true,
      undone: true,
      asking: true,
      withheld: true,
      failed: true,
      stuck: true,
      contained: true,
      waiting: true,
      told: true,
      fixed: true,
      gone: true,
      since: 'only what stands so since then: 2h, 7d, or a time',
      violation: 'only of this violation',
      account: 'only in this account',
      owner: 'only of this owner, as the tag named by the policy says',
      after: 'what follows this case, where a list ended before its end',
    },
    says: 'the cases by how they stand (default: all that are open; --held: what is held or owed; --undone: what an undo put back in part)',
    example: 'npx mlwarden list --asking --stuck',
  },
  show: {
    words: ['case'],
    flags: {},
    says: 'what happened in a case, from its trail, verified',
    example: 'npx mlwarden show notebook-encryption Churn-Exploration',
  },
  why: {
    words: ['resource'],
    called: { resource: 'resource | event id' },
    flags: { since: 'of an event: only what was logged since then (2h, 7d, or a time)' },
    says: 'why something happened to a resource, or nothing: rulings, pauses, policy, last records; or what came of an event, by the id that EventBridge gave it (not the eventID in its detail)',
    example: 'npx mlwarden why 4105a4fc-f944-11e6-9d32-8fb2db27a909 --since 2d',
  },
  look: {
    words: ['case'],
    flags: {},
    says: 'have a resource looked at now, whether it has a case or not',
    example: 'npx mlwarden look notebook-encryption Churn-Exploration',
  },
  ...RULING,
  'policy explain': {
    words: ['case'],
    flags: {},
    says: 'which line of policy decides about a violation on a resource, for each effect',
    example: 'npx mlwarden policy explain role-admin-policy ml-training',
  },
  export: {
    words: ['case'],
    flags: {
      since: 'only what happened since then: 7d, or a time',
      until: 'only what had happened by then: 1d (ago), or a time',
      after: 'only the entries behind this number',
    },
    says: 'the audit trail, of a case or of all, as lines of JSON that mlwarden verify checks',
    example: 'npx mlwarden export notebook-encryption Churn-Exploration',
  },
  uninstall: {
    words: [],
    flags: { plan: true },
    says: 'what is still held, owed or under way, each with what puts it back (--plan: it removes nothing itself)',
    example: 'npx mlwarden uninstall --plan',
    exits: '0 nothing is; 3 something is; 1 it could not be asked; 2 bad input',
  },
  'policy check': {
    words: ['file'],
    flags: {},
    says: 'whether a policy can be built, with the line that is wrong; needs no AWS',
    example: 'npx mlwarden policy check policy.yaml',
  },
  ...HERE,
};
