import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import type { AnyRemediation, Json } from '../../src/engine/remediation.ts';
import { POLICY, remediation as stolen } from '../../src/remediations/identity/role-credentials-stolen.ts';
import { remediation as data } from '../../src/remediations/identity/role-data-scope.ts';
import { readPolicy } from '../../src/resources/policy-document.ts';
import { ADMITTED } from './corpus/admitted.ts';
import { ALLOWED } from './corpus/allowed.ts';
import { REVOKED } from './corpus/revoked.ts';
import { DELETED, ML, type Row } from './corpus/row.ts';
import { TRUSTED } from './corpus/trusted.ts';
import { attached, documentsIn, like, type Reader, readers } from './documents.ts';

let all: readonly Reader[] = [];
let detach = (): void => {};
beforeAll(async () => {
  detach = attached();
  all = await readers();
});
afterAll(() => detach());

interface Judged {
  /** The read by which it comes by them. */
  readonly by: string;
  readonly rows: readonly Row[];
  /** A managed policy is taken away as it is, never edited. */
  readonly whole?: true;
}
const owned = { by: 'GetPolicyVersion', rows: ALLOWED, whole: true } as const;
/** For each judge of documents those that it judges. None: it reads documents, and judges something else. */
const JUDGES: Readonly<Record<string, readonly Judged[]>> = {
  'role-admin-policy': [{ by: 'GetRolePolicy', rows: ALLOWED }, owned],
  'policy-default-version': [owned],
  'role-trust': [{ by: 'GetRole', rows: TRUSTED }],
  'bucket-foreign-access': [{ by: 'GetBucketPolicy', rows: ADMITTED }],
  'repository-access': [{ by: 'GetRepositoryPolicy', rows: ADMITTED }],
  'model-sharing': [{ by: 'GetModelPackageGroupPolicy', rows: ADMITTED }],
  'bucket-public-access': [],
  'repository-tags': [],
  'key-usable': [],
  // One of its own only: below, and what it puts in the place of a document depends on what runs.
  [stolen.id]: [],
  [data.id]: [],
};
test('every judge of documents has its corpus', () => {
  expect(all.flatMap(({ judges }) => judges.map(({ id }) => id)).sort()).toEqual(Object.keys(JUDGES).sort());
});

function standing(id: string, by = ''): { r: AnyRemediation; reader: Reader; at: string } {
  const reader = all.find(({ judges }) => judges.some((r) => r.id === id));
  const r = reader?.judges.find((one) => one.id === id);
  const at = reader?.places.find((place) => by === '' || place.startsWith(`${by} `));
  if (!r || !reader || !at) throw new Error(`${id} reads nothing by ${by}.`);
  return { r, reader, at };
}
const context = (r: AnyRemediation) => ({ now: new Date('2026-03-01T12:00:00Z'), settings: z.parse(r.settings as z.ZodMiniType, {}) });

interface Ending {
  /** A document that is taken away, or replaced by an earlier one, leaves none. */
  readonly state: Json | undefined;
  readonly told: boolean;
  readonly steps: boolean;
}
/** Where all steps have been taken. */
async function ended(id: string, by: string, document: string): Promise<Ending> {
  const { r, reader, at } = standing(id, by);
  const ctx = context(r);
  for (let text = document, n = 0; n < 5; n++) {
    const state = await reader.look(at, (was) => like(was, text));
    const next = r.flaw(state, ctx) && r.repair(state, reader.resource, ctx);
    if (next?.do !== 'step') return { state, told: next?.do === 'tell', steps: n > 0 };
    const [written] = documentsIn(next.call.input);
    if (written === undefined) return { state: undefined, told: false, steps: true };
    text = written;
  }
  throw new Error(`${id} comes to no end.`);
}

const tables = Object.entries(JUDGES).flatMap(([id, all]) => all.map((one) => [id, one.by, one] as const));
describe.each(tables)('%s, by %s', (id, by, { rows, whole }) => {
  test.each(rows)('of a document with %s leaves what is right', async (_, document, stay, told) => {
    const { reader, at } = standing(id, by);
    const read = (text: string) => reader.look(at, (was) => like(was, text));
    const said = JSON.parse(document) as { Statement: unknown };
    const goes = stay.length === 0 || (whole && stay.length < [said.Statement].flat().length);
    const state = goes ? undefined : await read(JSON.stringify({ ...said, Statement: stay }));
    const steps = !isDeepStrictEqual(state, await read(document));
    expect(await ended(id, by, document)).toEqual({ state, told: told && !goes, steps });
  });
});

const admitting = tables.filter(([, , { rows }]) => rows !== ALLOWED);
test.each(admitting)('%s, by %s, says nothing of whom nobody is any more', async (id, by) => {
  const { r, reader, at } = standing(id, by);
  const document = JSON.stringify({ Statement: { Effect: 'Allow', Principal: { ...ML, AWS: DELETED }, Action: '*' } });
  expect(r.flaw(await reader.look(at, (was) => like(was, document)), context(r))).toBeUndefined();
});

const elsewhere = Object.keys(JUDGES).filter((id) => JUDGES[id]?.length === 0 && id !== stolen.id && id !== data.id);
test.each(elsewhere)('%s makes the same of a resource whatever its policy says', async (id) => {
  const { r, reader, at } = standing(id);
  for (const [, document] of [...ALLOWED, ...ADMITTED, ...TRUSTED]) {
    const state = await reader.look(at, (was) => like(was, document));
    expect(r.flaw(state, context(r))).toEqual(r.flaw(reader.right, context(r)));
  }
});

test.each(REVOKED)('sessions of stolen credentials under a document with %s are taken away for certain, or not', (_, document, closed) => {
  const role = { account: '111122223333', trust: { Statement: [] }, attached: {}, versioned: [], kind: 'role' as const };
  const findings = { f: { type: 'Impact:IAMUser/AnomalousBehavior', lastSeen: '2026-11-02T09:00:00.000Z' } };
  const inline = { [POLICY]: readPolicy(encodeURIComponent(document), POLICY) };
  expect(stolen.flaw({ ...role, findings, inline }, { now: new Date(), settings: {} }) === undefined).toBe(closed);
});
