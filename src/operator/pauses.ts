/** The pauses as people name them. */
import { pausesOf } from '../ledger/port.ts';
import { type Office, Refused } from './office.ts';
import { knownOf, targetsOf } from './target.ts';

export const LEVELS = ['global', 'account', 'violation', 'resource'] as const;
export type Level = (typeof LEVELS)[number];

/** The name of the pause's item, as the gate asks for it. */
export async function pauseNamed(office: Office, level: Level, of: string | undefined): Promise<string> {
  if (level === 'global') {
    if (of !== undefined) throw new Refused(`A global pause is of everything, and not only of ${of}.`);
    return 'pause#global';
  }
  if (of === undefined) throw new Refused(`Say which ${level}.`);
  if (level === 'violation') return `pause#violation#${knownOf(office, of).id}`;
  if (level === 'account') {
    if (!/^\d{12}$/.test(of)) throw new Refused(`"${of}" is no account id of 12 digits.`);
    return `pause#account#${of}`;
  }
  const keys = [...new Set((await targetsOf(office, of)).map(({ resource }) => resource.key))];
  const [key, ...others] = keys;
  if (key === undefined) throw new Refused(`${of} is no resource of a type that mlwarden looks at.`);
  if (others.length > 0) throw new Refused(`${of} may be several resources; say which by its ARN or key: ${keys.join(', ')}.`);
  return `pause#resource#${key}`;
}

/** Whatever can be paused without naming a resource: where a pause written by hand is looked for. */
export const wide = ({ home, policy, known }: Office): readonly string[] => {
  const accounts = [...new Set([home.account, ...Object.keys(policy.accounts)])];
  return [
    ...accounts.flatMap((account) => pausesOf({ account, violation: '', key: '' }).slice(0, 2)),
    ...known.map(({ id }) => `pause#violation#${id}`),
  ];
};
