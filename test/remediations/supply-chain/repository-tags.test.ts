import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { remediation } from '../../../src/remediations/supply-chain/repository-tags.ts';
import { flaw, step } from '../promise.ts';
import { scene } from './scene.ts';

const MUTABLE = ['dev-*', 'latest'];

describe.each<[mutability: string, exclusions: string[], mutable: string[], says: string | undefined, left: string[]]>([
  ['IMMUTABLE', [], [], undefined, []],
  ['MUTABLE', [], [], 'its tags can be overwritten (MUTABLE)', []],
  ['MUTABLE', [], ['latest', 'dev-*', 'latest'], 'its tags can be overwritten (MUTABLE)', ['dev-*', 'latest']],
  ['MUTABLE_WITH_EXCLUSION', ['release-*'], [], 'its tags can be overwritten (MUTABLE_WITH_EXCLUSION)', []],
  ['MUTABLE_WITH_EXCLUSION', ['dev-*'], MUTABLE, 'its tags can be overwritten (MUTABLE_WITH_EXCLUSION)', []],
  ['IMMUTABLE_WITH_EXCLUSION', ['latest'], [], 'tags like latest can be overwritten', []],
  ['IMMUTABLE_WITH_EXCLUSION', ['dev-*', 'latest'], MUTABLE, undefined, []],
  ['IMMUTABLE_WITH_EXCLUSION', ['dev-ana-*'], MUTABLE, undefined, []],
  ['IMMUTABLE_WITH_EXCLUSION', ['*', 'd*', 'dev-ana'], MUTABLE, 'tags like *, d* can be overwritten', ['dev-ana']],
  ['IMMUTABLE_WITH_EXCLUSION', ['Latest'], MUTABLE, 'tags like Latest can be overwritten', []],
])('a repository that is %s but for %j, where %j may be overwritten', (mutability, exclusions, mutable, says, left) => {
  const given = scene(remediation, { mutability, exclusions }, { mutable });
  test(says ?? 'is in order', () => expect(flaw(given)?.says).toBe(says));
  if (says === undefined) return;
  test('keeps no more than it may, and can be let loose again', () => {
    const { step: s, after } = step(given);
    const to = left.length > 0 ? 'IMMUTABLE_WITH_EXCLUSION' : 'IMMUTABLE';
    const put = (imageTagMutability: string, filters: string[]) => ({
      api: 'PutImageTagMutability',
      input: {
        repositoryName: 'churn/train',
        imageTagMutability,
        ...(filters.length > 0 && { imageTagMutabilityExclusionFilters: filters.map((filter) => ({ filterType: 'WILDCARD', filter })) }),
      },
    });
    expect(s).toMatchObject({ effect: 'disruptive', call: put(to, left), undo: put(mutability, exclusions) });
    expect(s.call).toEqual(put(to, left));
    expect(after).toMatchObject({ mutability: to, exclusions: left });
    expect(flaw({ ...given, state: after })).toBeUndefined();
  });
});

test.each([['a tag/with a slash'], [''], ['x'.repeat(129)]])('a tag like %j cannot be named', (tag) =>
  expect(z.safeParse(remediation.settings, { mutable: [tag] }).success).toBe(false),
);
test('no more than ECR takes can be named', () => {
  const take = (count: number) => z.safeParse(remediation.settings, { mutable: Array.from({ length: count }, (_, i) => `t${i}`) }).success;
  expect([take(5), take(6)]).toEqual([true, false]);
});
