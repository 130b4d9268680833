/** Access keys as the generator draws them, with their users, and what people do to them. */
import { call, type Drawn } from './acts.ts';
import type { Draw } from './chance.ts';
import { MINUTE, type Move } from './scenario.ts';

const TYPE = 'AWS::IAM::AccessKey';
const QUARANTINE = 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3';

export function drawAccessKey(draw: Draw, i: number): Drawn {
  const UserName = `${['alpha', 'beta', 'gamma'][i]}-${draw.of(['trainer', 'ci'])}`;
  const name = `AKIA${['ALPHA', 'BRAVO', 'DELTA'][i]}EXAMPLE${i}AA`;
  const Status = draw.often([
    [6, 'Active'],
    [1, 'Inactive'],
  ] as const);
  const attached = draw.chance(0.2) ? [QUARANTINE] : [];
  const Tags = draw.chance(0.85) ? [{ Key: 'sagemaker:project-name', Value: 'churn' }] : [];
  const there = { users: [{ UserName, Tags, attached, keys: { [name]: { Status } } }] };
  const says = `a user ${UserName} with a key ${name} (${Status}${attached.length > 0 ? ', quarantined' : ''}${Tags.length > 0 ? '' : ', of no ML'})`;
  const turn = (to: string) => call('iam:UpdateAccessKey', { UserName, AccessKeyId: name, Status: to }, 0);
  const policy = { UserName, PolicyArn: QUARANTINE };
  const moves: (() => Omit<Move, 'at'>)[] = [
    () => ({ says: `somebody switches ${name} on`, acts: [turn('Active')] }),
    () => ({ says: `somebody switches ${name} on, every few minutes`, acts: [turn('Active')], every: draw.of([4, 7]) * MINUTE, times: 4 }),
    () => ({ says: `its owner switches ${name} off`, acts: [turn('Inactive')] }),
    () => ({ says: `somebody deletes ${name}`, acts: [call('iam:DeleteAccessKey', { UserName, AccessKeyId: name }, 0)] }),
    () => ({ says: `AWS quarantines ${UserName}`, acts: [call('iam:AttachUserPolicy', policy, 0)] }),
    () => ({ says: `the quarantine of ${UserName} is lifted`, acts: [call('iam:DetachUserPolicy', policy, 0)] }),
    // Whoever gets a second key makes an event about the first, too.
    () => ({ says: `somebody creates a key for ${UserName}`, acts: [call('iam:CreateAccessKey', { UserName }, 0)] }),
  ];
  return { thing: { type: TYPE, name, says, there }, moves, report: moves.length - 1 };
}
