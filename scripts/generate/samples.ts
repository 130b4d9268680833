/** A record of each type, as the engine writes it, and when it does. */
import { digest } from '../../src/ledger/chain.ts';
import type { Entry } from '../../src/ledger/items.ts';

export interface Sample {
  readonly record: string;
  readonly when: string;
  readonly body: Entry['body'];
}

export const subject = {
  of: { violation: 'notebook-encryption', key: 'aws/AWS::SageMaker::NotebookInstance/111122223333/eu-west-1/churn-exploration' },
  at: '2026-11-02T09:31:52.000Z',
  release: '0.1.0+3f2a1b9c8d7e',
  policy: '9b1c0d4e',
  resource: {
    key: 'aws/AWS::SageMaker::NotebookInstance/111122223333/eu-west-1/churn-exploration',
    type: 'AWS::SageMaker::NotebookInstance',
    arn: 'arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/churn-exploration',
    name: 'Churn-Exploration',
    account: '111122223333',
    region: 'eu-west-1',
  },
};

const flaw = 'its volume is not encrypted with a customer managed key';
const ana = 'arn:aws:sts::111122223333:assumed-role/data-science/ana';
const line = 'violations.notebook-encryption.disruptive';
const until = '2026-11-03T09:31:52.000Z';
const input = { NotebookInstanceName: 'Churn-Exploration' };
const call = { api: 'StopNotebookInstance', input };
const undo = { api: 'StartNotebookInstance', input };
const former = { status: 'InService' };
const next = { call, effect: 'disruptive' };
const outcome = (name: string, when: string, body: Sample['body']): [string, Sample] => [
  `mlwarden Case ${name}`,
  { record: 'outcome', when, body: { outcome: name.toLowerCase(), ...body } },
];

export const SAMPLES: Readonly<Record<string, Sample>> = {
  'mlwarden Case Opened': {
    record: 'found',
    when: 'A flaw was seen that was not known.',
    body: { says: flaw, contained: false, cause: { source: 'aws.sagemaker', by: ana } },
  },
  'mlwarden Case Warned': {
    record: 'warned',
    when: 'The owner has been given time; `reminder` when half of it is over.',
    body: { until, remind: false, next, undo, line, by: ana, says: flaw },
  },
  'mlwarden Approval Asked': {
    record: 'asked',
    when: 'A call waits until somebody approves or denies it.',
    body: {
      call,
      former,
      hash: digest([digest([call, 'disruptive']), undo, former, flaw]),
      effect: 'disruptive',
      until,
      line,
      undo,
      depends: [
        'invocations in the last hour, as far as CloudWatch knows: AllTraffic 128',
        'variant AllTraffic: 2 × ml.m5.large, weight 1, model churn',
      ],
      by: ana,
      says: flaw,
    },
  },
  'mlwarden Change Left': {
    record: 'applied',
    when: 'A change is seen of which nobody knows whether it was ours. It will not be undone.',
    body: { token: 4, call, inferred: true, says: 'left off: nobody knows whether our call did it, so it will not be undone' },
  },
  'mlwarden Budget Tripped': {
    record: 'tripped',
    when: 'More repairs would begin than policy allows: none does, until a person resets it.',
    body: { budget: 'budget#111122223333', says: 'no repair begins here until a person resets it' },
  },
  'mlwarden Case Undone': {
    record: 'undone',
    when: 'What a person asked to have put back was, or could not be.',
    body: { id: 'u-1', by: ana, why: 'the volume holds test data' },
  },
  'mlwarden Paused': {
    record: 'ruled',
    when: 'By `mlwarden pause`, all or in part is stopped. It names no resource.',
    body: { verb: 'pause', who: ana, why: 'incident 42', pause: 'pause#global' },
  },
  'mlwarden Resumed': {
    record: 'ruled',
    when: 'By `mlwarden resume` it goes on; where that takes two persons, when the second has said so. It names no resource.',
    body: { verb: 'resume', who: ana, why: 'incident 42 is over', pause: 'pause#global', complete: true },
  },
  ...Object.fromEntries([
    outcome('Fixed', 'The flaw is not seen any more, and nothing is owed.', { says: 'nothing wrong is seen any more', ours: true }),
    outcome('Contained', 'Still wrong, but it can do no harm as it stands; the next step is withheld or asked for.', {
      ...{ flaw, why: 'observe', line: 'violations.notebook-encryption.destructive' },
      ...{ next: { call: { api: 'DeleteNotebookInstance', input }, effect: 'destructive' }, loses: 'the volume' },
    }),
    outcome('Waiting', 'For AWS, for the end of a grace, or for the hours in which repairs are made.', {
      flaw,
      why: 'grace',
      line,
      until,
      next,
    }),
    outcome('Asking', 'For approval.', { flaw, why: 'asking', line, next }),
    outcome('Withheld', 'Policy, a person or a budget says no; `call` is what would have been done.', {
      flaw,
      why: 'observe',
      line,
      next,
      purpose: 'repair',
      undo,
    }),
    outcome('Told', 'Only a person can put it right.', { flaw, says: 'a notebook in status Failed cannot be updated' }),
    outcome('Stuck', 'The same call did not last three times in a day, or AWS was waited for in vain.', {
      ...{ flaw, says: 'the same call worked and was undone 3 times in a day', next, line, by: [ana] },
    }),
    outcome('Failed', 'AWS refused the call, or refuses to be read.', { says: 'AccessDeniedException: not authorized', call }),
    outcome('Gone', 'The resource is not there any more.', { says: 'it is not there any more', ours: false }),
  ]),
};
