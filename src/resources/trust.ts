/** The trust policy of a role, as STS reads it: who may take it (IAM user guide, "AWS JSON policy elements: Principal"). */
import { isMap } from '../engine/expect.ts';
import { list, type PolicyDocument, readPolicy, type Statement } from './policy-document.ts';
import { living, type Principals } from './policy-normal.ts';

/** As `readPolicy`, but what was written is known again when it is read: IAM reorders principals, and takes no document with one that was deleted. */
export const readTrust = (text: string, where: string): PolicyDocument => readPolicy(text, where, living);

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
