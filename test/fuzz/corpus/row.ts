/** A tricky document, and what is right about it. */
import type { Statement } from '../../../src/resources/policy-document.ts';

/** As AWS stores it; the statements that are to stay, as they are; whether people are told of some of these. */
export type Row = readonly [says: string, document: string, stay: readonly Statement[], told: boolean];
export type Some = { readonly [element: string]: Statement[string] };

export const stored = (Statement: unknown, more: object = {}): string => JSON.stringify({ Version: '2012-10-17', ...more, Statement });
/** Which of the statements stay, by their number. */
export const row = (says: string, all: readonly Some[], stay: readonly number[], told = false): Row => [
  says,
  stored(all),
  stay.map((n) => all[n] as Statement),
  told,
];
/** All of them do. */
export const fine = (says: string, ...all: Some[]): Row => row(says, all, [...all.keys()]);
export const told = (says: string, one: Some): Row => row(says, [one], [0], true);
export const bad = (says: string, one: Some): Row => row(says, [one], []);

export const HOME = '111122223333';
export const OTHER = '444455556666';
export const root = (account: string): string => `arn:aws:iam::${account}:root`;
export const ML = { Service: 'sagemaker.amazonaws.com' };
/** A user who was deleted shows by his unique id. */
export const DELETED = 'AIDAEXAMPLEDELETED001';
