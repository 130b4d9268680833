/** Where the verbs that run here look, and by whose rights: they are given no client to change anything with. */
import { connect } from '../aws.ts';
import { BadInput, checkEndpoint } from './options.ts';
import { ownAccount } from './whose.ts';

/** What an emulator is told. It is nobody's, so that nothing of the caller's is sent there. */
const NOBODY = { accessKeyId: '000000000000', secretAccessKey: 'test' };

/** Many looks in a row are throttled now and then: none is given up for that. */
const PATIENT = { maxAttempts: 6 };

/** Answers the Region that is looked at. Whose account it is, STS says; an emulator has but one. Throws `BadInput`. */
export async function lookOnly(endpoint: unknown): Promise<string> {
  const region = process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
  if (region === undefined || region === '') throw new BadInput('Say which Region to look at: set AWS_REGION.');
  process.env.AWS_REGION = region;
  if (typeof endpoint === 'string') {
    checkEndpoint(endpoint);
    connect({ ...PATIENT, endpoint, credentials: NOBODY }, 'read-only');
    process.env.HOME_ACCOUNT ??= NOBODY.accessKeyId;
  } else {
    process.env.HOME_ACCOUNT = await ownAccount(region);
    connect(PATIENT, 'read-only');
  }
  return region;
}
