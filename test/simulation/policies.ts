/** The policies of the simulated releases. The hash is the name, so that every record says by which one it was decided. */
import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import type { Policy } from '../../src/engine/policy.ts';
import { policySchema } from '../../src/engine/policy-schema.ts';
import { readPolicy } from '../../src/policy-file.ts';
import { remediations } from '../../src/registry.ts';
import { BEST_PRACTICES, CIS } from '../world/security-hub-standards.ts';
import type { PolicyName } from './scenario.ts';

const key = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const ENFORCE = { reversible: 'enforce', disruptive: 'enforce', destructive: 'observe' };
const OBSERVE = { reversible: 'observe', disruptive: 'observe', destructive: 'observe' };
/** What an account has one of is in scope where the account is named. */
const ANY = { arns: ['*'] };
const ACCOUNTS = {
  'AWS::GuardDuty::Detector': ANY,
  'AWS::Config::ConfigurationRecorder': ANY,
  'AWS::SecurityHub::Hub': ANY,
  'AWS::ECR::RegistryScanningConfiguration': ANY,
};
const PROTECTED = ['arn:aws:iam::*:role/break-glass*', 'arn:aws:sagemaker:*:*:*/keep-*'];

function policy(hash: PolicyName, over: object): Policy {
  const parsed = z.parse(policySchema, {
    defaults: ENFORCE,
    budget: { account: { repairs: 10, per: '30m' }, violation: { repairs: 6, per: '30m' } },
    violations: {
      'endpoint-encryption': { settings: { key } },
      'build-credentials': { settings: { parameters: true } },
      'notebook-lifecycle-script': { settings: { writers: ['arn:aws:sts::*:assumed-role/Platform/*'] } },
      'security-hub': { settings: { standards: [BEST_PRACTICES, CIS] } },
    },
    protected: PROTECTED,
    scope: ACCOUNTS,
    ...over,
  });
  return { ...parsed, hash };
}

const FILE = 'events/policy.yaml';
const known = new Map(remediations.map((r) => [r.id, r.settings]));
const demonstration: Policy = { ...readPolicy(readFileSync(FILE, 'utf8'), FILE, known), hash: 'demonstration' };

export const POLICIES: Readonly<Record<PolicyName, Policy>> = {
  demonstration,
  enforce: policy('enforce', {}),
  tight: policy('tight', { budget: { account: { repairs: 2, per: '30m' }, violation: { repairs: 1, per: '30m' } } }),
  observe: policy('observe', { defaults: OBSERVE }),
  careful: policy('careful', {
    violations: { 'endpoint-encryption': { settings: { key } }, 'notebook-encryption': { disruptive: 'observe' } },
  }),
  newborn: policy('newborn', {
    violations: { 'endpoint-encryption': { settings: { newborn: 60 } }, 'notebook-encryption': { settings: { newborn: 60 } } },
  }),
  narrow: policy('narrow', {
    scope: { 'AWS::SageMaker::NotebookInstance': { arns: ['*/beta*'] }, 'AWS::IAM::Role': { arns: ['*role/ml-a*'] } },
  }),
  asking: policy('asking', { defaults: { reversible: 'enforce', disruptive: 'ask', destructive: 'ask' } }),
  patient: policy('patient', { defaults: { ...ENFORCE, disruptive: { do: 'enforce', after: '20m' } } }),
  daytime: policy('daytime', { defaults: { ...ENFORCE, disruptive: { do: 'enforce', hours: 'Mon-Fri 10:20-10:50 UTC' } } }),
  guarded: policy('guarded', { protected: [...PROTECTED, '*alpha*', '*role/ml-*'] }),
};
