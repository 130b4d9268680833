/** Scenarios that broke a promise once, shrunk, each with what was wrong. They are played again with every `npm test`. */
import { readFileSync } from 'node:fs';
import type { Scenario } from './scenario.ts';

export interface Found {
  /** The file in test/simulation/found. */
  readonly name: string;
  readonly says: string;
}
export const FOUND: readonly Found[] = [
  {
    name: 'torn-read',
    says: 'A role is read in parts: one that is older than the change before the last let a finished step begin again.',
  },
  {
    name: 'request-on-the-wire',
    says: 'A stop whose answer never came was void after 30 s and sent again, while the first was still on its way.',
  },
  { name: 'slow-read', says: 'A look whose one read took an hour judged a state from before everything that its other read knew of.' },
  { name: 'refused-endpoint-move', says: 'After AWS refused the move, a read from before the clone was created let it be created again.' },
  { name: 'deleted-and-seen-again', says: 'A notebook that was deleted is still shown for some seconds, and was deleted again.' },
  {
    name: 'born-in-parts',
    says: 'A role created anew was read with the id of the former one, and what was detached from it was detached again.',
  },
  {
    name: 'stop-that-was-not-ours',
    says: 'A stop whose answer never came was seen to have worked, because the owner had stopped the notebook himself, and was undone.',
  },
  {
    name: 'seen-before-it-arrived',
    says: 'While a stop whose answer never came was still on its way, what it was for was seen, and the next step was begun beside it.',
  },
  { name: 'begun-by-the-sweep', says: 'Where events were lost, a repair that the sweep had begun made one step a sweep.' },
  {
    name: 'every-chain-tried-again',
    says: 'While AWS took no call, each event there had been asked for it again, all through the outage.',
  },
  {
    name: 'update-that-ended-later',
    says: 'An update that its owner had begun before a configuration was cloned moved the endpoint minutes after that: the oracle took the view of it for an old one.',
  },
  {
    name: 'kept-though-gone',
    says: 'A key was taken out of a build project while it was put into a parameter, and the parameter, which was there, counted as never seen.',
  },
  {
    name: 'buildspec-beside-a-token',
    says: 'A token was taken out of the URL of a source that has a buildspec, which is recorded veiled: the oracle took the call for one that nobody had written down.',
  },
  {
    name: 'closed-meanwhile',
    says: 'Of two looks at one moment the one saw what was sent and closed the case, the other still waited to see it: the oracle took it for given up.',
  },
  {
    name: 'claimed-on-its-way',
    says: 'While a start was on the wire an exemption ended, and another violation claimed the notebook stopped: the oracle took the start for one that had overlooked it.',
  },
];

export function scenarioOf({ name }: Found): Scenario {
  return JSON.parse(readFileSync(new URL(`./found/${name}.json`, import.meta.url), 'utf8')) as Scenario;
}
