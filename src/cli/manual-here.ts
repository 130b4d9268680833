/** The verbs that run on this machine, with the caller's own credentials, where nothing of mlwarden need be deployed. */
import type { Page } from './page.ts';

const ENDPOINT = 'a local AWS emulator instead of AWS; loopback only';

export const HERE: Readonly<Record<string, Page>> = {
  scan: {
    here: true,
    words: [],
    flags: {
      policy: 'what would be done is by this policy (default: the shipped one with enforce assumed)',
      'owner-tag': 'the tag that names an owner (default: ownerTag of the policy)',
      all: true,
      markdown: true,
      html: true,
      endpoint: ENDPOINT,
    },
    says: 'what is wrong in this account now, by owner, and what would be done; it can change nothing (--all: also what is out of scope)',
    example: 'npx mlwarden scan --owner-tag team',
    exits: '0 nothing is wrong; 3 something is; 1 nothing wrong was seen, but not all could be read; 2 bad input',
  },
  plan: {
    here: true,
    words: ['resource'],
    flags: {
      violation: 'only of this violation',
      policy: 'by this policy (default: the shipped one with enforce assumed)',
      endpoint: ENDPOINT,
    },
    says: 'every step that would be taken about a resource, to the end, with its undo or what it loses; it can change nothing',
    example: 'npx mlwarden plan Churn-Exploration',
    exits: '0 nothing is wrong with it; 3 something is; 1 it could not be looked at; 2 bad input, or there is no such resource',
  },
  verify: {
    here: true,
    words: ['file'],
    flags: {},
    says: 'whether an exported trail is whole: every entry, every chain, nothing cut off',
    example: 'npx mlwarden verify trail.jsonl',
    exits: '0 it is whole; 1 it is not; 2 it is no export',
  },
  doctor: {
    here: true,
    words: [],
    flags: { endpoint: ENDPOINT },
    says: 'would what is deployed hear of anything, and could it act? each check that fails with the command that puts it right',
    example: 'npx mlwarden doctor',
    exits: '0 all is right; 3 something is wrong; 1 nothing wrong was seen, but not all could be read; 2 bad input',
  },
  completion: {
    here: true,
    words: ['shell'],
    flags: {},
    says: 'what bash, zsh or fish needs to complete verbs and options, to be sourced',
    example: 'npx mlwarden completion bash',
    exits: '0 done; 2 bad input',
  },
};
