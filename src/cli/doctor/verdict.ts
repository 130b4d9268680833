/** What a check can come to. */
import type { Facts, Got } from './facts.ts';

export type Verdict =
  | { readonly is: 'right'; readonly says: string }
  | { readonly is: 'wrong'; readonly says: string; readonly fix: string }
  | { readonly is: 'unread'; readonly says: string };
export interface Check {
  readonly id: string;
  /** None: it does not matter here. */
  readonly judge: (f: Facts) => readonly Verdict[];
}

export const right = (says: string): Verdict => ({ is: 'right', says });
export const wrong = (says: string, fix: string): Verdict => ({ is: 'wrong', says, fix });

export const from = <T>(got: Got<T>, judge: (is: T) => Verdict): readonly Verdict[] =>
  'unread' in got ? [{ is: 'unread', says: got.unread }] : [judge(got.is)];

/** Where nothing is deployed, nothing of it is missing in particular. */
export const absent = ({ deployed }: Facts): boolean => 'is' in deployed && deployed.is === undefined;

export function each<T>(
  f: Facts,
  all: Readonly<Record<string, Got<T>>>,
  judge: (name: string, is: T) => Verdict | undefined,
): readonly Verdict[] {
  if (absent(f)) return [];
  return Object.entries(all).flatMap(([name, got]): readonly Verdict[] => {
    if ('unread' in got) return [{ is: 'unread', says: got.unread }];
    const verdict = judge(name, got.is);
    return verdict ? [verdict] : [];
  });
}

/** As it was deployed, so that a stack that observes does not begin to act. */
export function deploy({ deployed }: Facts): string {
  const acts = 'is' in deployed && deployed.is?.cap === 'policy';
  return `npm run build && sam deploy${acts ? ' --config-env prod' : ''}`;
}
