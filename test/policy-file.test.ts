import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { PolicyRefused, readPolicy } from '../src/policy-file.ts';

const KNOWN = new Map([
  ['lamp-off', z.strictObject({ paint: z._default(z.string(), 'grey'), sizes: z.optional(z.array(z.number())) })],
  ['lamp-shut', z.strictObject({})],
]);
const HEAD = `defaults: { reversible: enforce, disruptive: enforce, destructive: observe }
budget: { account: { repairs: 50, per: 10m }, violation: { repairs: 20, per: 10m } }
`;
const ROLE = 'arn:aws:iam::111122223333:role/ann';
const read = (text: string) => readPolicy(text, 'policy.yaml', KNOWN);
function refused(text: string): string {
  try {
    read(text);
  } catch (error) {
    if (error instanceof PolicyRefused) return error.message;
    throw error;
  }
  throw new Error('was not refused');
}

describe('a policy', () => {
  test('of the least there can be observes what it does not name, and is known by the digest of what it means', () => {
    const { hash, ...policy } = read(HEAD);
    expect(policy).toEqual({
      defaults: { reversible: 'enforce', disruptive: 'enforce', destructive: 'observe' },
      budget: { account: { repairs: 50, per: 600 }, violation: { repairs: 20, per: 600 } },
      scope: {},
      violations: {},
      accounts: {},
      protected: [],
      approvers: [],
      teams: [],
      exemptions: { longest: 90 * 86_400, team: 7 * 86_400 },
      twoPersons: ['destructive', 'resume-global', 'long-exemption'],
    });
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(read(`# a remark\n${HEAD}scope: {}\n`).hash).toBe(hash);
    expect(read(HEAD.replace('20', '21')).hash).not.toBe(hash);
  });

  test('with everything in it is read whole', () => {
    const policy = read(`${HEAD}scope:
  AWS::IAM::Role: { ml-linked: true, arns: ["arn:aws:iam::*:role/ml-*"] }
violations:
  lamp-off: { reversible: enforce, disruptive: observe, settings: { paint: after, sizes: [1] } }
accounts:
  "111122223333": { name: ml-dev, defaults: { disruptive: observe }, violations: { lamp-shut: { disruptive: observe } } }
  "444455556666": {}
protected: ["arn:aws:iam::*:role/break-glass*"]
ownerTag: ${'o'.repeat(128)}
stackTag: s
approvers: ["arn:aws:iam::111122223333:role/ops/ml+1=a,b.c@d_e-f", "arn:aws-us-gov:iam::111122223333:role/a"]
teams: ["arn:aws-cn:iam::111122223333:role/b"]
exemptions: { longest: 30d, team: 2d }
`);
    expect(policy.violations['lamp-off']?.settings).toEqual({ paint: 'after', sizes: [1] });
    expect(policy.accounts['111122223333']?.name).toBe('ml-dev');
    expect(policy.approvers).toEqual(['arn:aws:iam::111122223333:role/ops/ml+1=a,b.c@d_e-f', 'arn:aws-us-gov:iam::111122223333:role/a']);
    expect(policy.exemptions).toEqual({ longest: 30 * 86_400, team: 2 * 86_400 });
  });
});

describe('a policy is refused, by file and line,', () => {
  test.each<[string, string, number, string]>([
    ['for a bracket left open', 'defaults: {\nbudget: [\n', 2, 'Flow map'],
    ['for a key said twice', `${HEAD}protected: []\nprotected: []\n`, 4, 'Map keys must be unique'],
    ['for a tab', `${HEAD}scope:\n\tx: 1\n`, 4, 'Tabs are not allowed'],
    ['when it is empty', '', 1, 'the policy: Invalid input'],
    ['when it is a list', '- a\n- b\n', 1, 'the policy: Invalid input'],
    ['for a part left out', 'defaults: { reversible: observe, disruptive: observe, destructive: observe }\n', 1, 'budget: Invalid input'],
    ['for an effect left out', HEAD.replace(', destructive: observe', ''), 1, 'defaults.destructive: observe, ask or enforce'],
    ['for a word nobody knows', `${HEAD}protect: []\n`, 3, 'the policy: Unrecognized key: "protect"'],
    ['for a misspelt mode', HEAD.replace('disruptive: enforce', 'disruptive: enforced'), 1, 'defaults.disruptive: observe, ask or enforce'],
    ['for an effect nobody knows', `${HEAD}violations:\n  lamp-off:\n    disruptve: observe\n`, 5, 'Unrecognized key: "disruptve"'],
    ['for a budget of nothing', HEAD.replace('repairs: 20', 'repairs: 0'), 2, 'budget.violation.repairs: Too small'],
    ['for a budget of half a repair', HEAD.replace('repairs: 20', 'repairs: 0.5'), 2, 'budget.violation.repairs: Invalid input'],
    ['for a duration without a unit', HEAD.replace('per: 10m }, v', 'per: 10 }, v'), 2, 'budget.account.per: Invalid input'],
    ['for a duration of years', HEAD.replace('per: 10m }, v', 'per: 10y }, v'), 2, 'budget.account.per: a duration'],
    ['for an account without its zeros', `${HEAD}accounts:\n  111:\n    name: x\n`, 4, 'accounts.111: '],
    ['for a protected name that is no text', `${HEAD}protected:\n  - "a"\n  - 3\n`, 5, 'protected.1: Invalid input'],
    [
      'for a mode nobody knows, with time',
      `${HEAD}violations:\n  lamp-off:\n    disruptive: { do: perhaps }\n`,
      5,
      'violations.lamp-off.disruptive: observe, ask or enforce, or { do',
    ],
    [
      'for hours nobody knows',
      `${HEAD}violations:\n  lamp-off:\n    disruptive: { do: ask, hours: nine to five }\n`,
      5,
      'violations.lamp-off.disruptive.hours: hours such as Mon-Fri 08:00-18:00 Europe/Berlin',
    ],
    [
      'for an approver who is no role',
      `${HEAD}approvers: ["arn:aws:iam::111122223333:user/ann"]\n`,
      3,
      'the full ARN of a role, with its path',
    ],
    ['for an approver after something else', `${HEAD}approvers: ["x${ROLE}"]\n`, 3, 'approvers.0: the full ARN of a role'],
    ['for an approver before something else', `${HEAD}approvers: ["${ROLE} *"]\n`, 3, 'approvers.0: the full ARN of a role'],
    ['for a team in an account without its zeros', `${HEAD}teams: ["arn:aws:iam::111:role/ann"]\n`, 3, 'teams.0: the full ARN of a role'],
    ['for a tag without a name', `${HEAD}ownerTag: ""\n`, 3, 'ownerTag: the key of a tag'],
    ['for a tag longer than AWS has any', `${HEAD}ownerTag: ${'o'.repeat(129)}\n`, 3, 'ownerTag: the key of a tag'],
    ['for a second person nobody knows', `${HEAD}twoPersons: [stop]\n`, 3, 'twoPersons.0: Invalid option'],
    [
      'for enforcing a destructive step in its hours',
      `${HEAD}violations:\n  lamp-off:\n    destructive: { do: enforce, after: 24h }\n`,
      5,
      'violations.lamp-off.destructive: a destructive step may only be observed or asked for',
    ],
    [
      'for a violation nobody knows',
      `${HEAD}violations:\n  lamp-of: {}\n`,
      4,
      'no violation is named "lamp-of"; known are lamp-off, lamp-shut',
    ],
    [
      'for a violation nobody knows, in an account',
      `${HEAD}accounts:\n  "111122223333":\n    violations:\n      lamp-of: {}\n`,
      6,
      'no violation is named "lamp-of"',
    ],
    [
      'for a setting of the wrong kind',
      `${HEAD}violations:\n  lamp-off:\n    settings:\n      paint: 3\n`,
      6,
      'settings of lamp-off at paint: Invalid input',
    ],
    [
      'for a setting of the wrong kind, deep within',
      `${HEAD}violations:\n  lamp-off:\n    settings:\n      sizes:\n        - 1\n        - x\n`,
      8,
      'settings of lamp-off at sizes.1: Invalid input',
    ],
    [
      'for a setting nobody knows, in an account',
      `${HEAD}accounts:\n  "111122223333":\n    violations:\n      lamp-shut:\n        settings: { x: 1 }\n`,
      7,
      'settings of lamp-shut: Unrecognized key: "x"',
    ],
    [
      'for enforcing a destructive step by default',
      HEAD.replace('destructive: observe', 'destructive: enforce'),
      1,
      'defaults.destructive: a destructive step may only be observed or asked for',
    ],
    [
      'for enforcing a destructive step of a violation',
      `${HEAD}violations:\n  lamp-off:\n    destructive: enforce\n`,
      5,
      'violations.lamp-off.destructive: a destructive step may only be observed or asked for',
    ],
    [
      'for enforcing a destructive step in an account',
      `${HEAD}accounts:\n  "111122223333":\n    defaults:\n      destructive: enforce\n`,
      6,
      'accounts.111122223333.defaults.destructive: a destructive step may only be observed or asked for',
    ],
    [
      'for enforcing a destructive step of a violation in an account',
      `${HEAD}accounts:\n  "111122223333":\n    violations:\n      lamp-off:\n        destructive: enforce\n`,
      7,
      'accounts.111122223333.violations.lamp-off.destructive: a destructive step may only be observed or asked for',
    ],
    [
      'for being laxer for a worse effect',
      `${HEAD}violations:\n  lamp-off:\n    reversible: observe\n    disruptive: enforce\n`,
      6,
      'violations.lamp-off.disruptive may not be laxer than violations.lamp-off.reversible',
    ],
    [
      'for being laxer by default than an account is for a milder effect',
      `${HEAD}accounts:\n  "111122223333":\n    defaults:\n      reversible: observe\n`,
      1,
      'defaults.disruptive may not be laxer than accounts.111122223333.defaults.reversible',
    ],
    ['for a tag of the stack and none of the owner', `${HEAD}stackTag: workspace\n`, 3, 'ownerTag has to name that, too'],
    [
      'for so many faults that they cannot be told',
      `${HEAD}protected: [${Array(150_000).fill(1)}]\n`,
      1,
      'the policy: too much of it is wrong',
    ],
    [
      'for so many faults in its settings that they cannot be told',
      `${HEAD}violations:\n  lamp-off:\n    settings: { sizes: [${Array(150_000).fill('x')}] }\n`,
      5,
      'settings of lamp-off: too much of it is wrong',
    ],
  ])('%s', (_, text, line, why) => {
    const said = refused(text);
    expect(said).toContain(why);
    expect(said.slice(0, `policy.yaml, line ${line}: `.length)).toBe(`policy.yaml, line ${line}: `);
    expect(said.split('\n')).toHaveLength(1);
  });

  test('but not for its own words as the value of a setting or as somebody’s name', () => {
    expect(read(`${HEAD}violations:\n  lamp-off: { settings: { paint: ask } }\n`).violations['lamp-off']?.settings).toEqual({
      paint: 'ask',
    });
  });
});
