/** What the templates grant, role by role, in a deployment to one account. */
import type { Json } from '../../src/engine/remediation.ts';
import { all, frame, ofType, resolve, type Template, watch } from '../../test/deploy/templates.ts';

export const HOME = { account: '111122223333', region: 'eu-west-1', partition: 'aws' };
const given = {
  'AWS::AccountId': HOME.account,
  'AWS::Region': HOME.region,
  'AWS::Partition': HOME.partition,
  'AWS::URLSuffix': 'amazonaws.com',
  HomeRegion: HOME.region,
  Table: 'mlwarden-ledger',
  'Ledger.Arn': `arn:aws:dynamodb:${HOME.region}:${HOME.account}:table/mlwarden-ledger`,
  'Logs.Arn': `arn:aws:logs:${HOME.region}:${HOME.account}:log-group:/mlwarden/family:*`,
  'Ledger.StreamArn': `arn:aws:dynamodb:${HOME.region}:${HOME.account}:table/mlwarden-ledger/stream/*`,
  'TellLogs.Arn': `arn:aws:logs:${HOME.region}:${HOME.account}:log-group:/mlwarden/tell:*`,
  'TellDeadLetters.Arn': `arn:aws:sqs:${HOME.region}:${HOME.account}:mlwarden-tell-dead-letters`,
  'Bus.Arn': `arn:aws:events:${HOME.region}:${HOME.account}:event-bus/mlwarden`,
  People: `arn:aws:sns:${HOME.region}:${HOME.account}:mlwarden-people`,
  ...{ Stack: 'mlwarden', CanaryFamily: 'notebooks', Topic: `arn:aws:sns:${HOME.region}:${HOME.account}:wardenwatch` },
  'OperatorLogs.Arn': `arn:aws:logs:${HOME.region}:${HOME.account}:log-group:/mlwarden/operator:*`,
  'ReaderLogs.Arn': `arn:aws:logs:${HOME.region}:${HOME.account}:log-group:/mlwarden/reader:*`,
};
/** What a template's references come to. */
const givenTo = ({ path }: Template): typeof given =>
  path === watch.path ? { ...given, 'Logs.Arn': `arn:aws:logs:${HOME.region}:${HOME.account}:log-group:/wardenwatch/watch:*` } : given;

export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: string | readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Condition;
}
type Condition = Readonly<Record<string, Readonly<Record<string, Json>>>>;
/** One action on one pattern of ARNs, for all of `keys` where the items of a table are told apart. */
export interface Grant {
  readonly role: string;
  readonly action: string;
  readonly resource: string;
  readonly keys?: readonly string[];
  /** The one service that a role or a connection may be handed to. */
  readonly passedTo?: string;
  readonly condition: Condition;
}

export const list = <T>(one: T | readonly T[] | undefined): readonly T[] => (one === undefined ? [] : ([one].flat() as readonly T[]));
/** IAM's `*`; nothing of ours uses `?`. Case counts in resources and not in actions, whose case is checked against the reference. */
export const globbed = (glob: string, text: string): boolean =>
  new RegExp(
    `^${glob
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
    's',
  ).test(text);

const KEYS = 'dynamodb:LeadingKeys';
const handedTo = (condition: Readonly<Record<string, Json>> = {}): string | undefined => {
  const found = Object.entries(condition).find(([key]) => key.endsWith(':PassedToService'));
  return found && String(found[1]);
};
function grants(role: string, { Action, Resource, Condition: condition = {} }: Statement): Grant[] {
  const keys = Object.values(condition)
    .flatMap((c) => list(c[KEYS]))
    .map(String);
  const passedTo = handedTo(condition.StringEquals);
  const more = { ...(keys.length > 0 && { keys }), ...(passedTo && { passedTo }), condition };
  return list(Action).flatMap((action) => list(Resource).map((resource) => ({ role, action, resource, ...more })));
}

type Mode = 'observe' | 'policy';
const grantsOf = (template: Template, mode: Mode): readonly Grant[] =>
  ofType(template, 'AWS::IAM::Role').flatMap(([, role]) => {
    const { RoleName, Policies } = resolve(role.Properties, givenTo(template), { Acts: mode === 'policy' });
    return Policies.flatMap((p: { PolicyDocument: { Statement: Statement[] } }) =>
      p.PolicyDocument.Statement.flatMap((s) => grants(RoleName, s)),
    );
  });
export const granted = (mode: Mode): readonly Grant[] => all.flatMap((template) => grantsOf(template, mode));
/** Whoever watches plays in no story and has no boundary: test/watch compares what it asks for with what it is granted. */
export const watchful: readonly Grant[] = grantsOf(watch, 'observe');

export const boundary: readonly Statement[] = resolve(frame.Resources.Boundary?.Properties.PolicyDocument.Statement, given);
export const denies = (action: string, resource: string, passedTo?: string): boolean =>
  boundary.some((s) => s.Effect === 'Deny' && about(s, action, resource, passedTo));
export const within = (action: string, resource: string, passedTo?: string): boolean =>
  boundary.some((s) => s.Effect === 'Allow' && about(s, action, resource, passedTo)) && !denies(action, resource, passedTo);
/** What is handed to nobody is handed to no other service: StringNotEquals is true of a key that is not there. */
const applies = ({ Condition: { StringEquals, StringNotEquals } = {} }: Statement, passedTo: string | undefined): boolean => {
  const [only, all] = [handedTo(StringEquals), handedTo(StringNotEquals)];
  return (only === undefined || only === passedTo) && (all === undefined || all !== passedTo);
};
const about = (s: Statement, action: string, resource: string, passedTo: string | undefined): boolean =>
  applies(s, passedTo) &&
  list(s.Resource).some((r) => globbed(r, resource)) &&
  (s.Action ? list(s.Action).some((a) => globbed(a, action)) : !list(s.NotAction).some((a) => globbed(a, action)));

/** All of the above as this file reads it, for who reads it otherwise: scripts/granted.py. */
export const reading = () => ({
  given: Object.fromEntries([...all, watch].map((template) => [template.path, givenTo(template)])),
  modes: { observe: [...granted('observe'), ...watchful], policy: [...granted('policy'), ...watchful] },
  boundary,
});
