/** The trust policy of a role, as STS reads it: who may take it (IAM user guide, "AWS JSON policy elements: Principal"). */
import { isMap } from '../engine/expect.ts';
import type { Json } from '../engine/remediation.ts';
import { isNobody, list, type PolicyDocument, readPolicy, type Statement } from './policy-document.ts';

export type Principals = { readonly [type: string]: Json | undefined };

/**
 * Those of each type who are to stay; undefined where nobody is left. One name stands by itself, several in order: IAM takes either, and may
 * give them back in another order at every read.
 */
export function keeping(of: Principals, stays: (name: Json, type: string) => boolean): Principals | undefined {
  const left = Object.entries(of).flatMap(([type, all]): [string, Json][] => {
    const [one, ...more] = list(all).filter((name) => stays(name, type));
    return one === undefined ? [] : [[type, more.length > 0 ? [one, ...more].sort() : one]];
  });
  return left.length > 0 ? Object.fromEntries(left) : undefined;
}
function living(s: Statement): Statement[] {
  if (!isMap(s.Principal)) return [s];
  const Principal = keeping(s.Principal, (name) => !isNobody(name));
  return Principal ? [{ ...s, Principal: Principal as Json }] : [];
}

/** As `readPolicy`, but what was written is known again when it is read: IAM reorders principals, and takes no document with one that was deleted. */
export function readTrust(text: string, where: string): PolicyDocument {
  const trust = readPolicy(text, where);
  return { ...trust, Statement: trust.Statement.flatMap(living) };
}

/** What a statement names, by type: `AWS`, `Service`, `Federated`. `"Principal": "*"` is everybody of AWS. */
export function principals({ Principal }: Statement): Principals {
  if (isMap(Principal)) return Principal;
  return Principal === undefined ? {} : { AWS: Principal };
}

const ML = ['sagemaker', 'codebuild', 'codepipeline', 'codedeploy'];
/** The ML services that a trust policy lets take the role. */
export function trusting(trust: PolicyDocument): string[] {
  const services = trust.Statement.filter((s) => s.Effect === 'Allow').flatMap((s) => list(principals(s).Service));
  return ML.filter((service) => services.some((s) => typeof s === 'string' && s.split('.')[0] === service));
}
