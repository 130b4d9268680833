/** What is wrong with how a job runs is the same whatever job it is. */
import { describe, expect, test } from 'vitest';
import type { Job } from '../../../src/resources/job.ts';
import { flaw, type Scene } from '../promise.ts';

/** `wrong` and `right`: further ways of running, of this sort of job. `over`: every phase in which it does not run any more. */
export function judgedByHowItRuns(
  noun: string,
  seen: (but: Partial<Job>, settings?: { readonly demands: readonly string[] }) => Scene,
  { wrong = [], right, over }: { wrong?: readonly [Partial<Job>, string][]; right: readonly Partial<Job>[]; over: readonly string[] },
): void {
  describe(`how a ${noun} runs`, () => {
    test.each<[Partial<Job>, string]>([
      [{ vpc: false }, 'it runs outside a VPC'],
      [{ unkeyed: true }, 'it runs on volumes without a customer managed key'],
      [{ vpc: false, unkeyed: true, isolated: false }, 'it runs outside a VPC, on volumes without a customer managed key'],
      ...wrong,
    ])('with %j is wrong: %s', (but, says) => {
      expect(flaw(seen(but))).toEqual({ says, contained: false });
    });

    test.each<Partial<Job>>([{}, { isolated: false }, { instances: 1 }, ...right])('with %j is as it is to be', (but) => {
      expect(flaw(seen(but))).toBeUndefined();
    });

    test('is judged by what settings ask for, and by nothing else', () => {
      const all = { vpc: false, unkeyed: true, encrypted: false, instances: 2, isolated: false };
      expect(flaw(seen(all, { demands: ['network-isolation'] }))?.says).toBe('it runs without network isolation');
      expect(flaw(seen({ ...all, isolated: true }, { demands: ['network-isolation'] }))).toBeUndefined();
      expect(() => flaw(seen(all, { demands: [] }))).toThrow();
    });

    test.each(over)('is of no concern in a job that is %s', (phase) => {
      expect(flaw(seen({ phase, vpc: false }))).toBeUndefined();
    });
  });
}
