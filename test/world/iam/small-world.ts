/** An IAM to talk to. */
import { iam } from '../iam.ts';
import { smallHabitat } from '../small-habitat.ts';

export const admin = 'arn:aws:iam::aws:policy/AdministratorAccess';
export const wide = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
export const trust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'sagemaker.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};
export const role = { RoleName: 'ml' };

export function world() {
  const habitat = smallHabitat();
  const ours = iam(habitat);
  // biome-ignore lint/suspicious/noExplicitAny: answers are read by their member names.
  const call = (operation: string, input: object = {}): any =>
    ours.call(operation, input, { arn: 'arn:aws:iam::111122223333:user/dev-user' });
  return { habitat, ours, call };
}
