/** What things of any world are made of. */
import fc from 'fast-check';

/** As a world file says it. */
export type Part = { readonly [section: string]: readonly object[] };
export const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
export const { option } = fc;
export const maybe = <T>(of: fc.Arbitrary<T>) => option(of, { nil: undefined });
export const age = fc.constantFrom('5s', '20m', '30d');
export const given = <T extends object>(o: T) => Object.fromEntries(Object.entries(o).filter(([, v]) => v !== undefined));
